"""Intervals widened for several that are read together are those that the methods themselves give at that level."""

import pytest
from scipy.stats import norm

from reportgen.statistics.corrected_t_test import corrected_t
from reportgen.statistics.recipes import OfSamples, recipe_difference
from reportgen.statistics.simultaneous import simultaneous_level, widened_reach


@pytest.mark.parametrize("number", [1, 2, 3, 14])
def test_all_together_hold_as_often_as_one_by_itself(number: int) -> None:
    level = simultaneous_level(0.95, number)
    assert number * (1 - level) == pytest.approx(0.05)
    assert widened_reach(norm.ppf(0.975), 0.95, level) == pytest.approx(norm.ppf(0.5 + level / 2))


@pytest.mark.parametrize("folds", [2, 3, 5])
def test_over_folds_it_is_the_corrected_t_of_that_level(folds: int) -> None:
    differences, level = [0.01, 0.03, -0.005, 0.02, 0.015][:folds], simultaneous_level(0.95, 3)
    plain, wide = (corrected_t(differences, 1 / (folds - 1), own) for own in (0.95, level))
    assert plain.high is not None and wide.high is not None
    reach = plain.high - plain.value
    assert widened_reach(reach, 0.95, level, reach, folds - 1) == pytest.approx(wide.high - wide.value)


def test_over_seeds_the_samples_part_is_normal_and_the_seeds_part_t() -> None:
    a, b, level = [0.91, 0.93, 0.92], [0.90, 0.89], simultaneous_level(0.95, 4)
    ends = {own: 0.01 / norm.ppf(0.975) * norm.ppf(0.5 + own / 2) for own in (0.95, level)}
    plain, wide = (
        recipe_difference(a, b, [OfSamples(0.02, 0.02 - half, 0.02 + half)] * 3, 0.5, own)
        for own, half in ends.items()
    )
    reach = widened_reach(plain.high - plain.value, 0.95, level, plain.of_seeds, plain.degrees)
    assert reach == pytest.approx(wide.high - wide.value)
