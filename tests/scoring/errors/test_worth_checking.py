"""Which suspected labels are worth checking: planted errors are found, overlap and hard classes are not listed."""

import numpy as np
import pytest

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.errors.label_errors import (
    WorthChecking,
    class_thresholds,
    label_suspects,
    suspect_labels,
    worth_checking,
)
from reportgen.scoring.errors.model_on_split import ModelOnSplit


def of_two(
    distance: float, share: float, rate: float, seed: int = 0, n: int = 2_000
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return labels, the probabilities of two normal classes, and which labels were changed."""
    random = np.random.default_rng(seed)
    truth = (np.arange(n) < share * n).astype(int)
    values = random.normal(size=n) + distance * truth
    odds = distance * values - distance**2 / 2 + np.log(share / (1 - share))
    positive = 1 / (1 + np.exp(-odds))
    changed = random.random(n) < rate
    return truth ^ changed, np.column_stack([1 - positive, positive]), changed


def of_many(rate: float, n_classes: int = 4, n: int = 3_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return labels, the probabilities of several normal classes, and which labels were changed."""
    random = np.random.default_rng(1)
    truth = random.integers(0, n_classes, n)
    values = random.normal(size=(n, n_classes))
    values[np.arange(n), truth] += 3.5
    odds = np.exp(3.5 * values - 3.5**2 / 2)
    changed = random.random(n) < rate
    labels = np.where(changed, (truth + random.integers(1, n_classes, n)) % n_classes, truth)
    return labels, odds / odds.sum(axis=1, keepdims=True), changed


def listed(labels: np.ndarray, probabilities: np.ndarray) -> tuple[np.ndarray, WorthChecking]:
    """Return the samples of the list, and the list."""
    found = suspect_labels(labels, probabilities, class_thresholds(labels, probabilities))
    worth = worth_checking(labels, probabilities, found)
    return found.positions[worth.places], worth


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.5, 0.1, 0.01])
@pytest.mark.parametrize("distance", [2.9, 1.47])
def test_without_wrong_labels_there_is_no_list(distance: float, share: float, seed: int) -> None:
    labels, probabilities, _ = of_two(distance, share, 0.0, seed)
    samples, worth = listed(labels, probabilities)
    assert (len(samples), worth.false_discoveries) == (0, None)


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_planted_errors_are_found(share: float) -> None:
    labels, probabilities, changed = of_two(2.9, share, 0.05)
    samples, worth = listed(labels, probabilities)
    assert len(samples) >= 20
    assert changed[samples].mean() >= 0.7
    assert worth.false_discoveries is not None
    assert 0 < worth.false_discoveries <= 0.2


def test_planted_errors_of_several_classes_are_found() -> None:
    labels, probabilities, changed = of_many(0.05)
    samples, _ = listed(labels, probabilities)
    assert changed[samples].sum() >= 0.4 * changed.sum()
    assert changed[samples].mean() >= 0.7
    assert not len(listed(*of_many(0.0)[:2])[0])


@pytest.mark.parametrize("distance", [0.3, 0.8])
@pytest.mark.parametrize("rate", [0.0, 0.05])
def test_a_rare_class_that_is_hardly_found_is_no_list(distance: float, rate: float) -> None:
    labels, probabilities, _ = of_two(distance, 0.04, rate)
    assert not len(listed(labels, probabilities)[0])


def test_only_the_order_of_probabilities_decides_how_many() -> None:
    labels, probabilities, _ = of_two(2.9, 0.3, 0.05)
    found = suspect_labels(labels, probabilities, class_thresholds(labels, probabilities))
    worth = worth_checking(labels, probabilities, found)
    assert len(worth.places)
    other = worth_checking(labels, probabilities**0.2, found)
    assert other.places.tolist() == worth.places.tolist()
    assert other.false_discoveries == worth.false_discoveries


def test_the_list_comes_first_and_names_its_samples() -> None:
    labels, probabilities, changed = of_two(2.9, 0.1, 0.05)
    outcome = ClassPredictions(
        ("no", "yes"), labels, probabilities.argmax(axis=1), Scores(probabilities[:, 1]), "probability"
    )
    judged = ModelOnSplit("m", "cv", outcome, 5_000 + np.arange(len(labels)), 0)
    found = label_suspects(judged, 12)
    assert found is not None and found.to_check
    assert found.to_check == len(found.checked_first) < found.count
    assert [case.sample for case in found.cases] == found.checked_first[:12]
    margins = [case.margin for case in found.cases]
    assert margins == sorted(margins)
    assert changed[np.array(found.checked_first) - 5_000].mean() >= 0.7
    unasked = label_suspects(judged, 0)
    assert unasked is not None
    assert (unasked.to_check, unasked.false_discoveries, unasked.checked_first) == (None, None, [])
