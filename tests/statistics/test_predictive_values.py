"""Predictive values at another prevalence, against Bayes' rule and the limits of their rates."""

import pytest

from reportgen.statistics.predictive_values import Rate, predictive_value
from reportgen.statistics.proportions import wilson


def rate(successes: int, trials: int) -> Rate:
    return Rate(successes / trials, *wilson(successes, trials)[:2])


@pytest.mark.parametrize("share", [0.001, 0.2, 0.9])
def test_the_value_is_bayes_rule(share: float) -> None:
    found = predictive_value(rate(8, 10), rate(5, 100), share)
    assert found is not None
    value, ends = found
    assert value == pytest.approx(0.8 * share / (0.8 * share + 0.05 * (1 - share)))
    assert 0 < ends.low < value < ends.high < 1


def test_as_frequent_as_sampled_it_is_the_sampled_one() -> None:
    found = predictive_value(rate(30, 40), rate(20, 160), 40 / 200)
    assert found is not None and found[0] == pytest.approx(30 / 50)


def test_without_a_false_alarm_it_is_one_but_not_certainly() -> None:
    found = predictive_value(rate(8, 10), rate(0, 100), 0.01)
    assert found is not None
    assert (found[0], found[1].high) == (1.0, 1.0)
    assert 0.05 < found[1].low < 0.5


def test_where_nothing_is_found_it_is_zero_but_not_certainly() -> None:
    found = predictive_value(rate(0, 10), rate(5, 100), 0.1)
    assert found is not None
    assert (found[0], found[1].low) == (0.0, 0.0)
    assert found[1].high > 0.1


def test_where_nothing_is_called_so_there_is_none() -> None:
    assert predictive_value(rate(0, 10), rate(0, 100), 0.1) is None


def test_the_ratio_taken_the_other_way_round_has_the_same_ends() -> None:
    found = predictive_value(rate(9, 12), rate(4, 90), 0.2)
    other = predictive_value(rate(4, 90), rate(9, 12), 0.8)
    assert found is not None and other is not None
    assert found[1].low == pytest.approx(1 - other[1].high)
    assert found[1].high == pytest.approx(1 - other[1].low)
