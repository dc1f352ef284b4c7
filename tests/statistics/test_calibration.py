"""Calibration against statsmodels, against its definitions, and on models of which the truth is known."""

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit, logit
from scipy.stats import kstest, norm

from reportgen.statistics.calibration import (
    recalibration,
    rms_error,
    rms_interval,
    spiegelhalter,
    squared_error,
    squared_error_by_group,
)


def stated(n: int, stretch: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return outcomes, and probabilities whose logarithm of odds is stretched."""
    random = np.random.default_rng(seed)
    odds = random.normal(-0.5, 1.5, n)
    return (random.random(n) < expit(odds)).astype(float), expit(stretch * odds)


@pytest.mark.parametrize(("n", "stretch"), [(60, 1.0), (400, 2.5), (3_000, 0.4)])
def test_slope_and_intercept_are_those_of_logistic_regressions(n: int, stretch: float) -> None:
    outcome, probability = stated(n, stretch, n)
    found = recalibration(outcome, probability)
    assert found is not None
    odds = logit(np.clip(probability, 1e-6, 1 - 1e-6))
    both = sm.Logit(outcome, sm.add_constant(odds)).fit(disp=0, cov_type="HC0")
    shift = sm.GLM(outcome, np.ones(n), family=sm.families.Binomial(), offset=odds).fit(cov_type="HC0")
    assert found.slope == pytest.approx(both.params[1], rel=1e-5)
    assert np.sqrt(np.square(found.of_slope).sum()) == pytest.approx(both.bse[1], rel=1e-5)
    assert found.intercept == pytest.approx(shift.params[0], abs=1e-6)
    assert np.sqrt(np.square(found.of_intercept).sum()) == pytest.approx(shift.bse[0], rel=1e-5)


@pytest.mark.parametrize(
    ("outcome", "probability"),
    [
        ([1, 1, 1, 1], [0.2, 0.4, 0.6, 0.8]),
        ([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]),
        ([0, 0, 1, 1], [0.2, 0.4, 0.6, 0.8]),
        ([1, 1, 0, 0], [0.2, 0.4, 0.6, 0.8]),
    ],
    ids=["one outcome", "one probability", "separated", "separated the wrong way"],
)
def test_there_is_no_slope_where_nothing_bounds_it(outcome: Any, probability: Any) -> None:
    assert recalibration(np.array(outcome, dtype=float), np.array(probability)) is None


def test_certain_probabilities_have_a_slope_too() -> None:
    outcome, probability = stated(500, 1.0, 3)
    probability = np.where(probability > 0.9, 1.0, np.where(probability < 0.1, 0.0, probability))
    found = recalibration(outcome, probability)
    assert found is not None and 0 < found.slope < 1


def test_spiegelhalter_s_statistic_is_as_published() -> None:
    outcome, probability = stated(200, 1.3, 4)
    top = ((outcome - probability) * (1 - 2 * probability)).sum()
    bottom = ((1 - 2 * probability) ** 2 * probability * (1 - probability)).sum()
    assert spiegelhalter(outcome, probability) == pytest.approx(2 * norm.sf(abs(top) / np.sqrt(bottom)))


def test_of_models_that_are_right_the_p_values_are_spread_evenly() -> None:
    p_values = [spiegelhalter(*stated(400, 1.0, seed)) for seed in range(300)]
    assert kstest(p_values, "uniform").pvalue > 0.001
    assert spiegelhalter(*stated(2_000, 2.0, 5)) == pytest.approx(0, abs=1e-6)


def test_what_was_said_to_be_impossible_and_happened_refutes_a_model() -> None:
    assert spiegelhalter(np.array([1.0, 0.0]), np.array([0.0, 0.4])) == 0
    assert spiegelhalter(np.array([0.0, 1.0]), np.array([0.0, 1.0])) is None


def totals(bins: np.ndarray, gaps: np.ndarray) -> list[np.ndarray]:
    return [np.bincount(bins, own).astype(float) for own in (np.ones(len(bins)), gaps, gaps**2)]


def test_the_debiased_error_of_models_that_are_right_is_zero_on_average() -> None:
    plain, debiased = [], []
    for seed in range(400):
        outcome, probability = stated(150, 1.0, seed)
        counts, sums, squares = totals((10 * probability).astype(int), probability - outcome)
        plain.append(float(((counts / 150) * np.square(sums / np.maximum(counts, 1))).sum()))
        debiased.append(squared_error(counts, sums, squares).value)
    error = np.std(debiased) / np.sqrt(400)
    assert abs(np.mean(debiased)) < 4 * error < np.mean(plain) / 2


def test_the_interval_of_the_debiased_error_is_one_sided_where_there_is_none() -> None:
    held = []
    for seed in range(200):
        outcome, probability = stated(300, 1.0, 1_000 + seed)
        found = squared_error(*totals((15 * probability).astype(int), probability - outcome))
        ends = rms_interval(rms_error(found), found)
        assert 0 <= ends.low <= rms_error(found) <= ends.high <= 1
        held.append(ends.low == 0)
    assert np.mean(held) >= 0.92


def test_groups_of_one_sample_are_samples() -> None:
    outcome, probability = stated(250, 1.7, 8)
    bins, gaps = (8 * probability).astype(int), probability - outcome
    of_samples = squared_error(*totals(bins, gaps))
    of_groups = squared_error_by_group(bins, gaps, np.arange(250))
    assert of_groups == pytest.approx(of_samples)


def test_samples_of_a_group_that_err_together_tell_less() -> None:
    outcome, probability = stated(120, 1.0, 9)
    bins, gaps = (5 * probability).astype(int), probability - outcome
    once = squared_error(*totals(bins, gaps))
    copies = squared_error_by_group(np.tile(bins, 4), np.tile(gaps, 4), np.tile(np.arange(120), 4))
    assert copies == pytest.approx(once, rel=1e-9)
