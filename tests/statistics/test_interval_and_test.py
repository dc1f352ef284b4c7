"""Intervals and p-values of different methods, which never contradict each other where they are shown."""

import ast
from pathlib import Path

import pytest
from scipy.stats import norm

import reportgen
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import ALPHA, LEVEL
from reportgen.statistics.interval_and_test import agreed


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


@pytest.mark.parametrize("pairs", [1, 3])
@pytest.mark.parametrize("turned", [False, True], ids=["a is better", "b is better"])
def test_a_p_value_raised_to_a_lopsided_interval_is_that_of_the_end_beyond_zero(
    pairs: int, *, turned: bool
) -> None:
    found = Difference(0.02, -0.001, 0.09, 1 - 0.05 / pairs, "MOVER", 0.01 / pairs, "exact", 100)
    raised = agreed(found.mirrored() if turned else found, pairs)
    assert (raised.difference.low, raised.difference.high) == ((-0.09, 0.001) if turned else (-0.001, 0.09))
    expected = pairs * 2 * norm.sf(0.02 / 0.021 * norm.ppf(1 - 0.025 / pairs))
    assert raised.p_adjusted == pytest.approx(expected)
    assert raised.p_adjusted is not None and raised.p_adjusted >= 0.05  # as the interval holds zero


def test_an_interval_below_zero_is_widened_to_zero_as_one_above_it_is() -> None:
    widened = agreed(difference(-0.05, -0.001, 0.06), 1).difference
    assert (widened.low, widened.high) == (-0.05, 0.0)


def test_what_counts_as_more_than_chance_is_said_once() -> None:
    assert pytest.approx(1 - LEVEL) == ALPHA
    said = [
        path.name
        for path in Path(reportgen.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and "ALPHA" in map(ast.unparse, node.targets)
    ]
    assert said == ["interval.py"]
