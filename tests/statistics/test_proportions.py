"""Intervals of rates against their reference implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from reportgen.statistics.proportions import lower_bound, trials_needed, wilson


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy(case: tuple[int, int]) -> None:
    successes, trials = case
    expected = binomtest(successes, trials).proportion_ci(method="wilson")
    interval = wilson(successes, trials)
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert interval.low <= successes / trials <= interval.high


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_rate_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        wilson(successes, trials)


@pytest.mark.parametrize(("successes", "trials"), [(45, 45), (44, 45), (10, 300), (1, 1), (0, 7)])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_lower_bound_is_scipy_s(successes: int, trials: int, confidence: float) -> None:
    expected = binomtest(successes, trials, alternative="greater").proportion_ci(confidence, "exact").low
    assert lower_bound(successes, trials, confidence) == pytest.approx(expected)


@pytest.mark.parametrize(("floor", "confidence"), [(0.95, 0.9), (0.5, 0.75), (0.999, 0.99), (0.9, 0.9)])
def test_so_many_successes_are_just_needed(floor: float, confidence: float) -> None:
    needed = trials_needed(floor, confidence)
    assert needed is not None
    assert lower_bound(needed, needed, confidence) >= floor - 1e-12
    assert lower_bound(needed - 1, needed - 1, confidence) < floor


def test_no_number_of_successes_shows_that_nothing_fails() -> None:
    assert trials_needed(1.0, 0.9) is None
