"""Verdicts follow from the interval and the margin alone; the samples named would decide about as often as said."""

import numpy as np
import pytest

from reportgen.statistics.paired_proportions import tango
from reportgen.statistics.verdict import samples_needed, verdict


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.001, 0.02, "a"),
        (-0.02, -0.001, "b"),
        (-0.005, 0.005, "equivalent"),
        (0.001, 0.004, "equivalent"),  # there, but too small to matter
        (0.0, 0.0, "equivalent"),
        (-0.004, 0.006, "undecided"),
        (0.0, 0.02, "undecided"),  # touches zero
        (-0.5, 0.5, "undecided"),
        (None, None, "undecided"),
    ],
)
def test_the_interval_and_the_margin_decide(low: float | None, high: float | None, said: str) -> None:
    assert verdict(low, high, 0.005, greater_is_better=True) == said


def test_of_errors_the_lower_is_better() -> None:
    assert verdict(0.1, 0.2, 0.005, greater_is_better=False) == "b"
    assert verdict(-0.2, -0.1, 0.005, greater_is_better=False) == "a"


def test_without_a_margin_nothing_is_equivalent_but_the_same() -> None:
    assert verdict(-1e-9, 1e-9, 0.0, greater_is_better=True) == "undecided"
    assert verdict(0.0, 0.0, 0.0, greater_is_better=True) == "equivalent"


def decided(only_a: float, only_b: float, n: int, margin: float) -> float:
    """Return the share of samples of size n that are decided, where models differ on such shares of all samples."""
    draws = np.random.default_rng(7).multinomial(n, [only_a, only_b, 1 - only_a - only_b], size=300)
    intervals = [tango(int(a), int(b), n) for a, b, _ in draws]
    said = [verdict(i.low, i.high, margin, greater_is_better=True) for i in intervals]
    return 1 - said.count("undecided") / len(said)


@pytest.mark.parametrize(
    ("only_a", "only_b", "margin"),
    [(0.06, 0.03, 0.005), (0.02, 0.01, 0.0), (0.01, 0.01, 0.005), (0.012, 0.01, 0.01)],
)
def test_as_many_samples_as_said_decide(only_a: float, only_b: float, margin: float) -> None:
    n = 400
    seen = tango(round(only_a * n), round(only_b * n), n)
    difference = only_a - only_b
    needed = samples_needed(difference, (seen.high - seen.low) / 2, n, margin, 0.95)
    assert needed is not None
    assert decided(only_a, only_b, needed, margin) > 0.6
    assert decided(only_a, only_b, needed // 4, margin) < 0.5


def test_more_samples_cannot_narrow_what_seeds_are_behind() -> None:
    alone = samples_needed(0.02, 0.03, 100, 0.005, 0.95)
    with_seeds = samples_needed(0.02, 0.03, 100, 0.005, 0.95, fixed_half_width=0.01)
    assert alone is not None and with_seeds is not None
    assert alone < with_seeds
    assert samples_needed(0.02, 0.03, 100, 0.005, 0.95, fixed_half_width=0.02) is None


def test_no_number_decides_where_there_is_no_difference_and_no_margin() -> None:
    assert samples_needed(0.0, 0.03, 100, 0.0, 0.95) is None
