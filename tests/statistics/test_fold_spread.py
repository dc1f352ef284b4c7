"""Intervals of a recipe from those of its fits, against the formula worked out anew."""

from math import sqrt

import numpy as np
import pytest

from reportgen.statistics.corrected_t_test import corrected_t
from reportgen.statistics.fold_spread import of_recipe
from reportgen.statistics.interval import Interval, normal_quantile
from reportgen.statistics.means import t_quantile
from reportgen.statistics.proportions import wilson


def test_folds_that_differ_much_have_nadeau_s_and_bengio_s_variance() -> None:
    folds = [0.6, 0.8, 0.95, 0.7]
    value = float(np.mean(folds))
    found = of_recipe(value, Interval(value - 0.01, value + 0.01, 0.95, "Wilson"), folds, 1 / 3)
    theirs = corrected_t(folds, 1 / 3)
    assert theirs.high is not None
    by_normal = (theirs.high - value) * normal_quantile(0.95) / t_quantile(0.95, 3)
    assert found.high - value == pytest.approx(by_normal)
    assert value - found.low == pytest.approx(by_normal)
    assert found.method == "Wilson, for the recipe"


@pytest.mark.parametrize("number", [2, 3, 10])
def test_folds_that_are_alike_vary_as_their_samples_do(number: int) -> None:
    own = wilson(90, 100)
    found = of_recipe(0.9, own, [0.9] * number, 1 / (number - 1))
    factor = sqrt(1 + number / (number - 1))
    assert 0.9 - found.low == pytest.approx(factor * (0.9 - own.low))
    assert found.high - 0.9 == pytest.approx(factor * (own.high - 0.9))


def test_it_stays_inside_the_range_and_around_the_figure() -> None:
    found = of_recipe(1.0, wilson(30, 30), [1.0] * 3, 0.5, (0.0, 1.0))
    assert found.high == 1.0 and found.low < wilson(30, 30).low


def test_nothing_of_the_samples_leaves_the_spread_of_folds() -> None:
    known = Interval(0.5, 0.5, 0.95, "known")
    found = of_recipe(0.5, known, [0.4, 0.6], 1.0)
    assert found.high - 0.5 == pytest.approx(normal_quantile(0.95) * sqrt(1.5 * 0.02))


def test_a_single_fold_tells_nothing_of_recipes() -> None:
    own = wilson(9, 10)
    assert of_recipe(0.9, own, [0.9], 0.5) is own
