"""Verdicts follow from the interval and the margin alone; the samples named would decide about as often as said."""

from typing import Any

import numpy as np
import pytest

from reportgen.statistics.paired_proportions import tango
from reportgen.statistics.verdict import equivalence_level, samples_needed, verdict


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


@pytest.mark.parametrize(
    ("inner", "said"),
    [((-0.004, 0.0049), "equivalent"), ((-0.004, 0.0051), "undecided"), ((None, None), "undecided")],
)
def test_two_one_sided_tests_decide_on_equivalence(inner: Any, said: str) -> None:
    assert verdict(-0.006, 0.006, 0.005, greater_is_better=True, inner=inner) == said
    assert equivalence_level(0.95) == pytest.approx(0.9)


def test_equivalence_is_called_wrongly_in_one_of_twenty() -> None:
    """Of models that are just as far apart as matters, on so many samples that the two tests have power."""
    n, margin = 4_000, 0.02
    draws = np.random.default_rng(3).multinomial(n, [0.05, 0.03, 0.92], size=600)
    said = []
    for a, b, _ in draws:
        found, inner = (tango(int(a), int(b), n, level) for level in (0.95, 0.9))
        ends = (inner.low, inner.high)
        said.append(verdict(found.low, found.high, margin, greater_is_better=True, inner=ends))
    assert 0.025 <= said.count("equivalent") / 600 <= 0.075


def decided(only_a: float, only_b: float, n: int, margin: float) -> float:
    """Return the share of samples of size n that are decided, where models differ on such shares of all samples."""
    draws = np.random.default_rng(7).multinomial(n, [only_a, only_b, 1 - only_a - only_b], size=300)
    said = []
    for a, b, _ in draws:
        found, inner = (tango(int(a), int(b), n, level) for level in (0.95, 0.9))
        ends = (inner.low, inner.high)
        said.append(verdict(found.low, found.high, margin, greater_is_better=True, inner=ends))
    return 1 - said.count("undecided") / len(said)


@pytest.mark.parametrize(
    ("only_a", "only_b", "margin"),
    [(0.06, 0.03, 0.005), (0.02, 0.01, 0.0), (0.01, 0.01, 0.005), (0.012, 0.01, 0.01)],
)
def test_as_many_samples_as_said_decide_if_the_difference_seen_is_the_true_one(
    only_a: float, only_b: float, margin: float
) -> None:
    n = 400
    seen = tango(round(only_a * n), round(only_b * n), n)
    needed = samples_needed(only_a - only_b, (seen.high - seen.low) / 2, n, margin, 0.95)
    assert needed is not None and needed.lowest <= needed.number
    assert decided(only_a, only_b, needed.number, margin) > 0.7
    assert decided(only_a, only_b, needed.number // 4, margin) < 0.5
    assert needed.highest is None or decided(only_a, only_b, needed.highest, margin) > 0.7


def test_two_that_never_disagreed_need_samples_in_proportion_to_the_margin() -> None:
    needed = [samples_needed(0.0, 0.01, 300, margin, 0.95, disagreeing=0) for margin in (0.004, 0.002)]
    assert needed[0] is not None and needed[1] is not None
    assert needed[1].number == pytest.approx(2 * needed[0].number, rel=0.02)
    assert decided(0.0, 0.0, needed[1].number, 0.002) == 1 > decided(0.0, 0.0, needed[1].number // 2, 0.002)
    assert samples_needed(0.0, 0.01, 300, 0.0, 0.95, disagreeing=0) is None


def test_more_samples_cannot_narrow_what_seeds_are_behind() -> None:
    alone = samples_needed(0.02, 0.03, 100, 0.005, 0.95)
    with_seeds = samples_needed(0.02, 0.03, 100, 0.005, 0.95, fixed_half_width=0.01)
    assert alone is not None and with_seeds is not None
    assert alone.number < with_seeds.number
    assert with_seeds.highest is None
    assert samples_needed(0.02, 0.03, 100, 0.005, 0.95, fixed_half_width=0.02) is None


def test_no_number_decides_where_there_is_no_difference_and_no_margin() -> None:
    assert samples_needed(0.0, 0.03, 100, 0.0, 0.95) is None
