"""From resampled figures to intervals and p-values, far out in the tails too."""

import numpy as np
import pytest
from scipy.stats import norm, t

from reportgen.statistics.bootstrap_intervals import (
    few_units_widening,
    normal_interval,
    normal_p_value,
    percentile_interval,
    share_beyond,
)

DRAWS = np.random.default_rng(0).normal(0.3, 0.1, 2_000)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99, 0.9995])
def test_bounds_are_those_of_the_distribution_also_where_few_draws_lie_beyond(level: float) -> None:
    found = percentile_interval(0.3, DRAWS, level)
    assert (found.low, found.high) == pytest.approx(norm.interval(level, 0.3, 0.1), abs=0.05)


def test_the_level_of_reports_is_read_from_the_draws() -> None:
    found = percentile_interval(0.3, DRAWS)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(DRAWS, [0.025, 0.975])))


def test_bounds_and_value_limit_the_interval() -> None:
    found = percentile_interval(0.3, DRAWS, bounds=(0.2, 0.4))
    assert (found.low, found.high) == (0.2, 0.4)
    assert percentile_interval(0.9, DRAWS).high == 0.9


@pytest.mark.parametrize("errors", [0.5, 1.5, 2.5, 4.0, 5.0])
def test_p_values_are_those_of_the_distribution(errors: float) -> None:
    draws = DRAWS - 0.3 + 0.1 * errors
    expected = 2 * norm.sf(errors)
    assert share_beyond(0.1 * errors, draws) == pytest.approx(expected, rel=0.7, abs=0.04)
    assert normal_p_value(0.1 * errors, draws) == pytest.approx(expected, rel=0.7, abs=0.04)
    assert share_beyond(-0.1 * errors, -draws) == pytest.approx(share_beyond(0.1 * errors, draws))


@pytest.mark.parametrize("level", [0.9, 0.95, 0.999])
def test_p_values_and_intervals_agree(level: float) -> None:
    for errors in np.linspace(0.5, 5, 40):
        draws, value = DRAWS - 0.3 + 0.1 * errors, 0.1 * float(errors)
        found, p_value = percentile_interval(value, draws, level), share_beyond(value, draws)
        if abs(p_value - (1 - level)) > 0.05 * (1 - level):
            assert (found.low > 0) == (p_value < 1 - level)


def test_widening_moves_both_bounds_out() -> None:
    plain, wide = percentile_interval(0.3, DRAWS), percentile_interval(0.3, DRAWS, widening=2.0)
    assert wide.low == pytest.approx(0.3 - 2 * (0.3 - plain.low))
    assert share_beyond(0.3, DRAWS, 2.0) == pytest.approx(2 * norm.sf(1.5), abs=0.03)


def test_few_draws_give_the_spread_and_the_bias() -> None:
    draws = np.random.default_rng(1).normal(0.35, 0.1, 200)
    found = normal_interval(0.3, draws)
    assert (found.low, found.high) == pytest.approx((0.25 - 0.196, 0.25 + 0.196), abs=0.03)
    assert normal_p_value(0.0, np.zeros(50)) == 1


@pytest.mark.parametrize("side", [1, -1])
def test_of_few_draws_the_p_value_is_that_of_the_interval_that_just_reaches_zero(side: int) -> None:
    spread = np.random.default_rng(1).normal(size=200)
    spread = (spread - spread.mean()) / spread.std(ddof=1)
    p_value = normal_p_value(side * 0.2, side * (0.25 + 0.1 * spread))  # drawn too high by 0.05, as 0.2 is
    assert p_value == pytest.approx(2 * norm.sf((0.2 - 0.05) / 0.1))
    found = normal_interval(side * 0.2, side * (0.25 + 0.1 * spread), 1 - p_value)
    assert (found.low if side > 0 else found.high) == pytest.approx(0)


def test_few_units_widen_by_students_quantile_and_what_draws_do_not_show_of_the_variance() -> None:
    assert few_units_widening(30) == pytest.approx(t.ppf(0.975, 29) / norm.ppf(0.975) * np.sqrt(30 / 29))
    assert few_units_widening(1_000_000) == pytest.approx(1, abs=1e-5)
    assert few_units_widening(10, level=0.99) > few_units_widening(10)
    assert few_units_widening(1) == 1.0


def test_a_mean_over_classes_is_as_sure_as_its_classes() -> None:
    plain = few_units_widening(30)
    # The unbiased variance of a mean of ten means of three values is 3/2 of the one that their resamples show.
    assert few_units_widening(30, class_sizes=np.full(10, 3)) == pytest.approx(
        plain * np.sqrt(3 / 2) * np.sqrt(29 / 30)
    )
    one_class = few_units_widening(30, class_sizes=np.array([30, 0]))
    assert one_class == pytest.approx(plain)
    assert few_units_widening(5, class_sizes=np.ones(5)) == pytest.approx(
        t.ppf(0.975, 4) / norm.ppf(0.975) * np.sqrt(2)
    )
