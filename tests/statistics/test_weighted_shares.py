"""Sums of weighted shares against Wilson's interval, and joined reaches against the formula."""

from math import hypot

import numpy as np
import pytest

from reportgen.statistics.proportions import wilson
from reportgen.statistics.weighted_shares import Stratum, weighted_mean, weighted_mean_interval


def stratum(values: list[float], counts: list[float], weight: float = 1.0) -> Stratum:
    return Stratum(np.array(values), np.array(counts, dtype=float), weight)


@pytest.mark.parametrize("successes", [0, 1, 7, 39, 40])
def test_of_two_values_it_is_wilson_s(successes: int) -> None:
    own = [stratum([0.0, 1.0], [40 - successes, successes])]
    found, expected = weighted_mean_interval(own), wilson(successes, 40)
    assert weighted_mean(own) == pytest.approx(successes / 40)
    assert found[:2] == pytest.approx(expected[:2])


def test_units_and_origin_do_not_matter() -> None:
    counts = [100.0, 7, 0, 30]
    plain = weighted_mean_interval([stratum([0, 1, 2, -1], counts)])
    moved = weighted_mean_interval([stratum([3, 13, 23, -7], counts)])
    assert moved[:2] == pytest.approx([3 + 10 * end for end in plain[:2]])


def test_a_value_that_was_not_seen_widens_it() -> None:
    without = weighted_mean_interval([stratum([0.0, 5.0], [90, 10])])
    with_it = weighted_mean_interval([stratum([0.0, 5.0, 200.0], [90, 10, 0])])
    assert with_it.high > without.high + 200 * wilson(0, 100).high / 2
    assert with_it.low == pytest.approx(without.low)


def test_strata_are_independent() -> None:
    first, second = stratum([0, 10], [12, 8], 0.1), stratum([0, 3], [50, 50], 0.9)
    found = weighted_mean_interval([first, second])
    reaches = [0.1 * 10 * (wilson(8, 20).high - 0.4), 0.9 * 3 * (wilson(50, 100).high - 0.5)]
    assert weighted_mean([first, second]) == pytest.approx(0.1 * 4 + 0.9 * 1.5)
    assert found.high - weighted_mean([first, second]) == pytest.approx(hypot(*reaches))


def test_a_single_possible_value_is_known() -> None:
    assert weighted_mean_interval([stratum([4.0], [9])])[:2] == (4.0, 4.0)
