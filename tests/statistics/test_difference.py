"""Differences of figures of different samples against statsmodels."""

import math

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from reportgen.statistics.difference import Difference, combined, identical, undefined, unpaired
from reportgen.statistics.interval import Interval, mean_of_intervals
from reportgen.statistics.proportions import wilson


@pytest.mark.parametrize("case", [(50, 56, 70, 80), (3, 20, 0, 15), (990, 1000, 950, 1000)])
def test_two_rates_agree_with_newcombes_hybrid(case: tuple[int, int, int, int]) -> None:
    hits_a, n_a, hits_b, n_b = case
    found = unpaired(hits_a / n_a, wilson(hits_a, n_a), hits_b / n_b, wilson(hits_b, n_b))
    expected = confint_proportions_2indep(hits_a, n_a, hits_b, n_b, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-10)


def test_the_p_value_is_that_of_the_interval_that_just_reaches_zero() -> None:
    found = unpaired(
        0.3, Interval(0.2, 0.4, 0.95, "x"), 0.3 - 0.1 * 2**0.5, Interval(0.0586, 0.2586, 0.95, "x")
    )
    assert found.low == pytest.approx(0, abs=1e-3) and found.p_value == pytest.approx(0.05, abs=1e-2)


def test_what_has_no_interval_leaves_the_difference_without_one() -> None:
    found = unpaired(0.5, None, 0.4, Interval(0.3, 0.5, 0.95, "x"))
    assert found.value == pytest.approx(0.1)
    assert found.low is None and found.p_value is None and found.reason
    assert unpaired(None, None, 0.4, None).value is None


def test_the_difference_the_other_way_round_has_the_other_sign_and_its_ends_change_places() -> None:
    one = Difference(0.02, -0.01, 0.05, p_value=0.001, test="x", n=7)
    assert one.mirrored() == Difference(-0.02, -0.05, 0.01, p_value=0.001, test="x", n=7)
    assert one.mirrored().mirrored() == one
    assert undefined("no figure").mirrored() == undefined("no figure")


def test_zero_has_no_sign_whichever_way_round() -> None:
    found = Difference(0.0, 0.0, 0.0).mirrored()
    assert [math.copysign(1, end) for end in (found.value, found.low, found.high) if end is not None] == [
        1,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("methods", "said"),
    [
        (("Wilson", "Wilson"), "MOVER of Wilson"),
        (("Wilson", "DeLong"), "MOVER of Wilson and DeLong"),
        (("", "DeLong"), "MOVER of DeLong"),
        (("", ""), "MOVER"),
    ],
)
def test_two_intervals_name_their_method_and_the_test_of_the_p_value(
    methods: tuple[str, str], said: str
) -> None:
    own, other = (Interval(0.4, 0.6, 0.95, method) for method in methods)
    found = unpaired(0.55, own, 0.5, other)
    assert found.p_value is not None
    assert (found.method, found.test) == (said, "MOVER")


def test_something_and_itself_differ_in_nothing_either_way_round() -> None:
    found = identical(7)
    assert found.mirrored() == found
    assert (found.value, found.low, found.high, found.p_value, found.n) == (0.0, 0.0, 0.0, 1.0, 7)
    assert found.method == found.test == "identity"


def test_levels_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="two levels"):
        unpaired(0.5, Interval(0.4, 0.6, 0.95, "x"), 0.5, Interval(0.4, 0.6, 0.99, "x"))


def test_errors_that_go_together_cancel() -> None:
    own = Interval(0.4, 0.6, 0.95, "x")
    found = combined(0.5, own, 0.5, own, 1.0)
    assert (found.low, found.high) == pytest.approx((0, 0))


def test_the_mean_of_equal_intervals_is_narrower_by_the_root_of_their_number() -> None:
    found = mean_of_intervals([0.5] * 4, [Interval(0.4, 0.7, 0.95, "x")] * 4)
    assert (found.low, found.high) == pytest.approx((0.45, 0.6))
