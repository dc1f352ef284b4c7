"""The corrected resampled t-test against a calculation by hand."""

from math import sqrt

import numpy as np
import pytest
from baycomp import CorrelatedTTest

from reportgen.statistics.corrected_t_test import corrected_t


def test_three_folds_by_hand() -> None:
    """t = 0.02 / (0.01 sqrt(1/3 + 1/2)), and with 2 degrees of freedom p = 1 - t / sqrt(2 + t²)."""
    found = corrected_t([0.02, 0.03, 0.01], 0.5)
    t = 0.02 / (0.01 * sqrt(5 / 6))
    assert found.value == pytest.approx(0.02)
    assert found.p_value == pytest.approx(1 - t / sqrt(2 + t**2))
    half = 4.302652729911275 * 0.01 * sqrt(5 / 6)  # the table's t of 2 degrees for 95 %
    assert (found.low, found.high) == pytest.approx((0.02 - half, 0.02 + half))


def test_interval_and_p_value_agree_at_any_level() -> None:
    for differences in ([0.1, 0.12, 0.09, 0.11], [0.1, -0.1, 0.2, 0.05], [-0.3, -0.2, -0.1]):
        p_value = corrected_t(differences, 0.5).p_value
        assert p_value is not None
        for level, inside in ((1 - p_value * 1.001, False), (1 - p_value * 0.999, True)):
            found = corrected_t(differences, 0.5, level)
            assert found.low is not None and found.high is not None
            assert (found.low <= 0 <= found.high) is inside


def test_turned_around_it_is_the_same_with_the_other_sign() -> None:
    one, other = corrected_t([0.02, 0.03, 0.01], 0.5), corrected_t([-0.02, -0.03, -0.01], 0.5)
    assert one.low is not None and one.high is not None
    assert (other.low, other.high, other.p_value) == pytest.approx((-one.high, -one.low, one.p_value))


@pytest.mark.parametrize("differences", [[0.02, 0.02, 0.02], [0.1 + 0.2, 0.3, 0.3], [0.0, 0.0], [0.1]])
def test_folds_that_do_not_vary_tell_nothing(differences: list[float]) -> None:
    found = corrected_t(differences, 0.5)
    assert (found.low, found.high, found.p_value) == (None, None, None)


def test_agrees_with_the_correlated_test_of_another_library() -> None:
    """With a flat prior the posterior of the difference is the distribution that the p-value is read from."""
    differences = np.array([0.02, 0.03, -0.01, 0.04, 0.015])
    left, right = CorrelatedTTest(differences, np.zeros(5)).probs()
    assert corrected_t(differences.tolist(), 0.25).p_value == pytest.approx(2 * min(left, right), rel=1e-6)
