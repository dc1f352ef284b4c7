"""Intervals and p-values of different methods, which never contradict each other where they are shown."""

import pytest
from scipy.stats import norm

from reportgen.statistics.agreement import agreed
from reportgen.statistics.difference import Difference


def difference(low: float, high: float, p_value: float) -> Difference:
    return Difference((low + high) / 2, low, high, 0.95, "Tango", p_value, "McNemar's exact test", 100)


def test_where_test_and_interval_differ_a_difference_counts_only_if_both_find_it() -> None:
    kept = agreed(difference(0.01, 0.05, 0.001), 3)
    assert (kept.difference.low, kept.p_adjusted, kept.note) == (0.01, 0.003, None)
    widened = agreed(difference(0.001, 0.05, 0.06), 1)
    assert (widened.difference.low, widened.p_adjusted) == (0.0, 0.06)
    assert "widened" in str(widened.note)
    raised = agreed(difference(-0.001, 0.05, 0.04), 1)
    assert raised.difference.low == -0.001
    assert str(raised.note).startswith("the p-value is the interval's")
    assert raised.p_adjusted == pytest.approx(2 * norm.sf(0.0245 / 0.0255 * norm.ppf(0.975)))
