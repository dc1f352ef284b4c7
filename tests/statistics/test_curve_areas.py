"""Areas, their variances and DeLong's test against scikit-learn, MLstatkit and resampling."""

from typing import Any

import numpy as np
import pytest
from MLstatkit import Delong_test
from scipy.stats import expon, mannwhitneyu, norm
from sklearn.metrics import average_precision_score, roc_auc_score

from reportgen.statistics.area_inference import (
    area_difference,
    area_interval,
    difference_to_known,
    modelled_variance,
    variance_at,
)
from reportgen.statistics.curve_areas import average_precision, mean_area, roc_area
from reportgen.statistics.interval import normal_quantile
from reportgen.statistics.proportions import wilson


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
    """As the samples grow; with few of a kind it takes less for certain."""
    positive, scores = scored(20_000, 1.2, 3, ties=False)
    other = 0.99 * scores + 0.2 * np.random.default_rng(4).normal(size=20_000)
    a, b = roc_area(positive, scores), roc_area(positive, other)
    found = area_difference(a, b, [area_interval(own) for own in (a, b)])
    z, p_value, *_ = Delong_test(positive.astype(int), scores, other)
    assert found.value is not None and np.sign(found.value) == -np.sign(z)
    assert found.p_value is not None
    assert np.log10(found.p_value) == pytest.approx(np.log10(p_value), rel=0.05)
    few = scored(60, 1.2, 3, ties=False)
    c, d = (roc_area(few[0], own) for own in (few[1], few[1] + np.random.default_rng(4).normal(size=60)))
    _, p_of_few, *_ = Delong_test(
        few[0].astype(int), few[1], few[1] + np.random.default_rng(4).normal(size=60)
    )
    careful = area_difference(c, d, [area_interval(own) for own in (c, d)])
    assert careful.p_value is not None and careful.p_value > p_of_few


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
    found, half = area_interval(area), normal_quantile(0.95) * np.sqrt(area.variance)
    assert (found.low, found.high) == pytest.approx((area.value - half, area.value + half), abs=2e-4)
    assert variance_at(area, area.value) == pytest.approx(area.variance, rel=0.01)


@pytest.mark.parametrize("n", [10, 1_000])
def test_a_perfect_area_has_an_interval_with_a_width(n: int) -> None:
    positive = np.arange(n) >= n / 2
    area = roc_area(positive, np.arange(n, dtype=float))
    found = area_interval(area)
    assert area.value == 1 == found.high
    assert found.low < 1
    turned = roc_area(positive, -np.arange(n, dtype=float))
    assert area_interval(turned).high == pytest.approx(1 - found.low)


@pytest.mark.parametrize("area", [0.0, 0.1, 0.5, 0.6, 0.95, 1.0])
def test_the_models_variance_is_above_that_of_exponential_scores_and_below_the_largest(area: float) -> None:
    """Of exponential scores by quadrature: a positive is above exp(-x) of the negatives, or the other way round."""
    expected = 0.0
    for true in (area, 1 - area):
        if 0 < true < 1:
            mean = true / (1 - true)
            x = expon.ppf((np.arange(100_000) + 0.5) / 100_000) * mean
            expected = max(expected, float(expon.cdf(x).var()))
    assert expected - 1e-6 <= modelled_variance(area) <= area * (1 - area)
    assert modelled_variance(area) == pytest.approx(modelled_variance(1 - area))


def test_a_single_positive_sample_leaves_much_open() -> None:
    random = np.random.default_rng(11)
    true, held = 0.8, []
    is_positive = np.arange(60) == 0
    for _ in range(300):
        area = roc_area(is_positive, random.normal(size=60) + norm.ppf(true) * np.sqrt(2) * is_positive)
        found = area_interval(area)
        held.append(found.low <= true <= found.high)
    assert np.mean(held) >= 0.92
    # The other way round it is the same.
    scores = random.normal(size=60)
    one, other = (area_interval(roc_area(*of)) for of in ((is_positive, scores), (~is_positive, -scores)))
    assert (one.low, one.high) == pytest.approx((other.low, other.high))


@pytest.mark.parametrize("curve", [roc_area, average_precision])
def test_constant_scores_have_an_area_that_is_known(curve: Any) -> None:
    positive, scores = scored(300, 0.5, 12, ties=False)
    constant, area = curve(positive, np.ones(300)), curve(positive, scores)
    assert constant.is_constant and not area.is_constant
    assert constant.value == pytest.approx(0.5 if curve is roc_area else positive.mean())
    interval = area_interval(area)
    found = difference_to_known(area, constant.value, interval)
    assert found.low == pytest.approx(interval.low - constant.value)
    assert found.high == pytest.approx(interval.high - constant.value)
    assert found.p_value is not None and (found.p_value < 0.05) == (interval.low > constant.value)


def test_against_a_known_area_the_test_is_that_of_ranks() -> None:
    positive, scores = scored(3_000, 0.06, 13, ties=False)
    area = roc_area(positive, scores)
    found = difference_to_known(area, 0.5, area_interval(area))
    assert found.p_value == pytest.approx(mannwhitneyu(scores[positive], scores[~positive]).pvalue, rel=0.05)


def test_an_average_precision_of_one_has_as_many_trials_as_positives() -> None:
    positive = np.arange(200) < 8
    area = average_precision(positive, positive + np.linspace(0, 0.1, 200))
    found = area_interval(area)
    assert (area.value, found.high) == (1, 1)
    assert found.low == pytest.approx(wilson(8, 8).low) and found.method == "Wilson, by positives"


def test_few_positives_make_average_precision_less_certain_than_they_show() -> None:
    few, many = (scored(n, 1.0, 5, ties=False) for n in (60, 6_000))
    shares = [average_precision(*of).remainder / average_precision(*of).variance for of in (few, many)]
    assert shares[0] > 0.2
    assert shares[1] < 0.01
