"""How many labels are wrong, of samples drawn from the very model and from others."""

import numpy as np
import pytest

from reportgen.statistics.label_noise import LabelNoise, label_noise


def counted(
    distance: float, share: float, rate: float, n: int = 20_000, bins: int = 40
) -> tuple[LabelNoise, np.ndarray]:
    """Return what is estimated of drawn samples, and the share that is truly wrong up to each bin."""
    random = np.random.default_rng(3)
    truth = random.random(n) < share
    scores = random.normal(size=n) + distance * truth
    changed = random.random(n) < rate
    labelled = truth ^ changed
    places = np.searchsorted(np.quantile(scores, np.arange(1, bins) / bins), scores)
    samples, own, wrong = (
        np.bincount(places, weights=weights, minlength=bins)
        for weights in (np.ones(n), labelled, labelled & changed)
    )
    return label_noise(samples, own), np.cumsum(wrong) / np.maximum(np.cumsum(own), 1)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_share_of_wrong_labels_is_found_and_not_overstated(share: float) -> None:
    found, true = counted(2.8, share, 0.05)
    assert found.wrong[-1] == pytest.approx(true[-1], rel=0.25)
    assert (found.wrong <= true + 0.02).all()
    assert (found.wrong >= true - 0.15).all()
    assert found.separation == pytest.approx(0.976, abs=0.03)


@pytest.mark.parametrize("distance", [0.8, 1.5, 2.8])
def test_overlap_is_not_taken_for_wrong_labels(distance: float) -> None:
    found, _ = counted(distance, 0.3, 0.0)
    assert found.wrong.max() < 0.6
    assert found.wrong[-1] < 0.1


def test_nothing_is_known_of_labels_that_scores_say_nothing_of() -> None:
    found = label_noise(np.full(20, 100.0), np.full(20, 30.0))
    assert 0 <= found.wrong.min() <= found.wrong.max() <= 1
    assert found.separation < 0.9
