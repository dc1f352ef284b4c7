"""Areas, their variances and DeLong's test against scikit-learn, MLstatkit and resampling."""

import numpy as np
import pytest
from MLstatkit import Delong_test
from scipy.stats import norm
from sklearn.metrics import average_precision_score, roc_auc_score

from reportgen.statistics.curve_areas import (
    Area,
    area_difference,
    area_interval,
    average_precision,
    mean_area,
    roc_area,
)
from reportgen.statistics.interval import normal_quantile


def scored(n: int, lead: float, seed: int, *, ties: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return which samples are positive, and scores that lean towards it."""
    random = np.random.default_rng(seed)
    positive = random.random(n) < 0.3
    scores = random.normal(size=n) + lead * positive
    return positive, np.round(scores, 1) if ties else scores


def variance_by_pairs(positive: np.ndarray, scores: np.ndarray) -> float:
    """Return DeLong's variance as defined, by looking at every pair."""
    pairs = np.sign(scores[positive][:, None] - scores[~positive][None, :]) / 2 + 0.5
    of_positives, of_negatives = pairs.mean(axis=1), pairs.mean(axis=0)
    return float(of_positives.var(ddof=1) / len(of_positives) + of_negatives.var(ddof=1) / len(of_negatives))


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("n", [12, 200])
def test_area_and_variance_are_as_defined(n: int, *, ties: bool) -> None:
    positive, scores = scored(n, 1.0, n, ties=ties)
    area = roc_area(positive, scores)
    assert area.value == pytest.approx(roc_auc_score(positive, scores))
    assert area.variance == pytest.approx(variance_by_pairs(positive, scores))


def test_the_test_of_two_areas_agrees_with_another_delong() -> None:
    positive, scores = scored(300, 1.2, 3, ties=False)
    other = 0.6 * scores + np.random.default_rng(4).normal(size=300)
    a, b = roc_area(positive, scores), roc_area(positive, other)
    both = Area(0.0, a.influence + b.influence, a.positives, a.negatives, 0.0)
    variances = [a.variance, b.variance, both.variance]
    found = area_difference(a, b, variances, [area_interval(own, own.variance) for own in (a, b)])
    z, p_value, *_ = Delong_test(positive.astype(int), scores, other)
    assert found.p_value == pytest.approx(p_value, rel=1e-6)
    assert found.value is not None and np.sign(found.value) == -np.sign(z)


@pytest.mark.slow
@pytest.mark.parametrize("ties", [False, True])
def test_average_precision_and_its_variance_are_those_of_resampling(*, ties: bool) -> None:
    positive, scores = scored(400, 1.0, 5, ties=ties)
    area = average_precision(positive, scores)
    assert area.value == pytest.approx(average_precision_score(positive, scores))
    random = np.random.default_rng(6)
    drawn = [random.integers(0, 400, 400) for _ in range(600)]
    figures = [average_precision_score(positive[rows], scores[rows]) for rows in drawn]
    assert np.sqrt(area.variance) == pytest.approx(np.std(figures), rel=0.12)


def test_the_influence_of_a_sample_is_what_its_weight_changes() -> None:
    positive, scores = scored(40, 1.0, 7, ties=True)
    area, step = average_precision(positive, scores), 1e-6
    for sample in (0, 7, 23):
        weights = np.ones(40)
        weights[sample] += step
        moved = average_precision_score(positive, scores, sample_weight=weights)
        assert (moved - area.value) / step == pytest.approx(area.influence[sample], abs=1e-4)


@pytest.mark.slow
def test_the_mean_of_classes_has_the_variance_of_resampling() -> None:
    random = np.random.default_rng(8)
    truth = random.integers(0, 3, 300)
    scores = random.normal(size=(300, 3)) + np.eye(3)[truth]
    area = mean_area([roc_area(truth == code, scores[:, code]) for code in range(3)])

    def macro(rows: np.ndarray) -> float:
        areas = [roc_auc_score(truth[rows] == code, scores[rows, code]) for code in range(3)]
        return float(np.mean(areas))

    figures = [macro(random.integers(0, 300, 300)) for _ in range(500)]
    assert area.value == pytest.approx(macro(np.arange(300)))
    assert np.sqrt(area.variance) == pytest.approx(np.std(figures), rel=0.12)


def test_the_interval_of_many_samples_is_the_plain_one() -> None:
    positive, scores = scored(20_000, 1.0, 9, ties=False)
    area = roc_area(positive, scores)
    found, half = area_interval(area, area.variance), normal_quantile(0.95) * np.sqrt(area.variance)
    assert (found.low, found.high) == pytest.approx((area.value - half, area.value + half), abs=2e-4)


@pytest.mark.parametrize("n", [10, 1_000])
def test_a_perfect_area_has_an_interval_with_a_width(n: int) -> None:
    positive = np.arange(n) >= n / 2
    area = roc_area(positive, np.arange(n, dtype=float))
    found = area_interval(area, area.variance)
    assert area.value == 1 == found.high
    assert found.low < 1 and found.method == "Newcombe"
    turned = roc_area(positive, -np.arange(n, dtype=float))
    assert area_interval(turned, turned.variance).high == pytest.approx(1 - found.low)


def test_a_single_positive_sample_leaves_much_open() -> None:
    random = np.random.default_rng(11)
    true, held = 0.8, []
    is_positive = np.arange(60) == 0
    for _ in range(300):
        area = roc_area(is_positive, random.normal(size=60) + norm.ppf(true) * np.sqrt(2) * is_positive)
        found = area_interval(area, area.variance)
        held.append(found.low <= true <= found.high)
    assert np.mean(held) >= 0.92
    # The other way round it is the same.
    area = roc_area(~is_positive, random.normal(size=60))
    assert area.remainder > 2 * area.value**2 / (1 + area.value) - area.value**2 >= 0
