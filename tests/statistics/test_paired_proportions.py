"""Paired rates against statsmodels, and where nothing tells two models apart."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multinomial
from statsmodels.stats.contingency_tables import cochrans_q as statsmodels_q
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar

from reportgen.statistics.paired_proportions import cochran_q, mcnemar, tango

TABLES = st.integers(1, 400).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n)).filter(
        lambda case: case[0] + case[1] <= n
    )
)


@given(TABLES)
@settings(max_examples=50, deadline=None)
def test_mcnemar_agrees_with_statsmodels(case: tuple[int, int, int]) -> None:
    only_a, only_b, n = case
    table = [[n - only_a - only_b, only_a], [only_b, 0]]
    assert mcnemar(only_a, only_b) == pytest.approx(statsmodels_mcnemar(table, exact=True).pvalue, abs=1e-12)


@given(TABLES)
@settings(max_examples=50, deadline=None)
def test_tango_contains_the_difference_and_turns_around_with_its_models(case: tuple[int, int, int]) -> None:
    only_a, only_b, n = case
    found, turned = tango(only_a, only_b, n), tango(only_b, only_a, n)
    assert -1 <= found.low <= (only_a - only_b) / n <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low), abs=1e-9)


@pytest.mark.parametrize("case", [(1, 0, 44), (5, 12, 60), (40, 11, 300), (3, 3, 9), (0, 25, 30)])
def test_tango_agrees_with_its_form_without_iteration(case: tuple[int, int, int]) -> None:
    """Yang, Sun, Hardin, Statistics in Medicine 32 (2013), 1336-1342: the bounds are roots of a quartic."""
    only_a, only_b, n = case
    gap, all_, g = only_a - only_b, only_a + only_b, 1.959963984540054**2
    quartic = [
        n**2 * (n / g + 1) ** 2,
        -n * gap * (n / g + 1) * (4 * n / g + 1),
        2 * n * gap**2 * (3 * n / g + 2) / g - n**2 * (all_ / g + 1),
        n * gap * (2 * all_ / g + 1) - gap**3 * (4 * n / g + 1) / g,
        gap**2 * (gap**2 / g - all_) / g,
    ]
    roots = [root.real for root in np.roots(quartic) if abs(root.imag) < 1e-7]
    found = tango(only_a, only_b, n)
    assert min(abs(found.low - root) for root in roots) < 1e-6
    assert min(abs(found.high - root) for root in roots) < 1e-6


def test_tango_without_any_sample_that_tells_them_apart_is_as_wide_as_its_samples_allow() -> None:
    found, squared = tango(0, 0, 30), 1.959964**2
    assert found.high == pytest.approx(squared / (30 + squared), abs=1e-6) == -found.low


@pytest.mark.parametrize("case", [(1, 0, 0), (-1, 0, 5), (3, 3, 5)])
def test_what_are_no_paired_rates_is_refused(case: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no paired rates"):
        tango(*case)


def test_cochran_q_agrees_with_statsmodels() -> None:
    right = np.random.default_rng(0).random((80, 4)) < [0.9, 0.85, 0.8, 0.7]
    expected = statsmodels_q(right.astype(int))
    found = cochran_q(right)
    assert (found.statistic, found.p_value) == pytest.approx((expected.statistic, expected.pvalue))
    assert not found.permuted


def test_cochran_q_of_models_that_always_agree_says_nothing() -> None:
    assert cochran_q(np.ones((20, 3), dtype=bool)) == (0.0, 1.0, False)


def exact(right: np.ndarray) -> float:
    """Return the share of all ways to shuffle each sample's answers that have as large a Q."""
    ways = [sorted(set(permutations(row))) for row in right.astype(int).tolist()]
    squares = [np.square(np.sum(chosen, axis=0)).sum() for chosen in product(*ways)]
    return float(np.mean(np.array(squares) >= np.square(right.sum(axis=0)).sum()))


def test_where_few_samples_tell_models_apart_the_p_value_of_q_is_that_of_permutations() -> None:
    """One of three models is wrong on 3 of 100 samples: chi-square would say p = 0.0498."""
    right = np.ones((100, 3), dtype=bool)
    right[:3, 0] = False
    found = cochran_q(right)
    assert (found.statistic, found.permuted) == (pytest.approx(6.0), True)
    assert exact(right[:3]) == pytest.approx(1 / 9)
    assert found.p_value == pytest.approx(1 / 9, abs=0.01)
    random = np.random.default_rng(3)
    for models in (3, 4):
        some = random.random((6, models)) < 0.5
        some[0] = np.arange(models) == 0
        assert cochran_q(some).p_value == pytest.approx(exact(some), abs=0.015)


def test_the_p_value_of_permutations_depends_on_neither_samples_nor_models_order() -> None:
    right = np.random.default_rng(4).random((15, 4)) < [0.9, 0.8, 0.7, 0.5]
    assert cochran_q(right) == cochran_q(right[::-1]) == cochran_q(right[:, ::-1])


def test_equal_models_are_called_different_in_no_more_than_five_of_100_tests() -> None:
    """Of three models one is wrong on each of 12 samples: by chi-square it were 7 %."""
    shares = {}
    counts = [(a, b, 12 - a - b) for a in range(13) for b in range(13 - a)]
    for count in {tuple(sorted(count)) for count in counts}:
        shares[count] = cochran_q(np.repeat(~np.eye(3, dtype=bool), count, axis=0)).p_value
    found = [count for count in counts if shares[tuple(sorted(count))] < 0.05]
    assert 0.01 < multinomial(12, [1 / 3] * 3).pmf(found).sum() < 0.05
