"""Means and shares against scipy's resampling, and where nothing varies."""

import numpy as np
import pytest
from scipy.stats import bootstrap, t

from reportgen.statistics.groups import group_variance
from reportgen.statistics.means import are_equal, deviations, mean_interval, share_interval
from reportgen.statistics.proportions import wilson


def test_without_skewness_it_is_students_interval() -> None:
    values = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
    found = mean_interval(values)
    expected = t.interval(0.95, 4, loc=values.mean(), scale=values.std(ddof=1) / np.sqrt(5))
    assert found is not None and (found.low, found.high) == pytest.approx(expected)


def test_skewed_losses_agree_with_scipys_corrected_bootstrap() -> None:
    values = np.random.default_rng(0).exponential(size=400) ** 1.5
    found = mean_interval(values)
    expected = bootstrap((values,), np.mean, method="BCa", n_resamples=4_000, rng=1).confidence_interval
    assert found is not None
    width = expected.high - expected.low
    assert found.low == pytest.approx(expected.low, abs=0.06 * width)
    assert found.high == pytest.approx(expected.high, abs=0.06 * width)


@pytest.mark.slow
def test_the_correction_holds_skewed_means_more_often_than_the_plain_interval() -> None:
    random = np.random.default_rng(2)
    corrected = plain = 0
    for _ in range(1_500):
        values = random.lognormal(sigma=1.0, size=40)
        found = mean_interval(values)
        assert found is not None
        half = t.ppf(0.975, 39) * values.std(ddof=1) / np.sqrt(40)
        corrected += found.low <= np.exp(0.5) <= found.high
        plain += abs(values.mean() - np.exp(0.5)) <= half
    assert corrected > plain
    assert corrected / 1_500 > 0.9


def test_a_single_sample_tells_nothing() -> None:
    assert mean_interval(np.array([3.0])) is None
    assert share_interval(0.5, 0.1, 1) is None


def test_a_share_with_the_variance_of_a_rate_is_a_rate() -> None:
    found, rate = share_interval(0.9, 0.9 * 0.1 / 20_000, 20_000), wilson(18_000, 20_000)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((rate.low, rate.high), abs=1e-6)


def test_a_share_that_never_varies_is_known_as_well_as_its_units_allow() -> None:
    found = share_interval(1.0, 0.0, 20)
    assert found is not None and found.high == 1 and 0.8 < found.low < wilson(20, 20).low + 1e-12


def test_groups_of_one_sample_each_are_samples() -> None:
    values = np.random.default_rng(3).normal(size=50)
    influence = (values - values.mean()) / 50
    assert group_variance(influence, np.arange(50)) == pytest.approx(values.var(ddof=1) / 50)


def test_samples_that_repeat_each_other_count_once() -> None:
    values = np.repeat(np.random.default_rng(4).normal(size=30), 10)
    influence = (values - values.mean()) / 300
    assert group_variance(influence, np.repeat(np.arange(30), 10)) == pytest.approx(
        values[::10].var(ddof=1) / 30
    )


def test_tiny_losses_are_no_trouble() -> None:
    """Cubes of such spreads are nothing that a number can hold."""
    tiny, plain = (
        mean_interval(np.array([1e-117, 0.0, 3e-117, 2e-117])),
        mean_interval(np.array([1.0, 0.0, 3.0, 2.0])),
    )
    assert tiny is not None
    assert plain is not None
    np.testing.assert_allclose([1e117 * tiny.low, 1e117 * tiny.high], [plain.low, plain.high], rtol=1e-9)


def test_groups_that_are_equally_good_have_no_variance_but_for_rounding() -> None:
    values = np.tile(np.append(np.zeros(1), np.ones(9)), 3)
    influence = (values - values.mean()) / 30
    assert np.bincount(np.repeat(np.arange(3), 10), weights=influence).any()  # not 0 by itself
    assert group_variance(influence, np.repeat(np.arange(3), 10)) == 0


def test_what_is_the_same_but_for_rounding_does_not_vary() -> None:
    same = np.array([0.1 + 0.2, 0.3, 0.3])
    assert are_equal(same) and not deviations(same).any()
    assert not are_equal(1e-9 * np.arange(3))
    left, right = np.array([0.1, 0.2, 0.3]), np.array([0.4, 0.5, 0.6])
    assert are_equal(left - right, left, right) and not are_equal(left - right[::-1], left, right)
    np.testing.assert_array_equal(deviations(left), left - left.mean())
