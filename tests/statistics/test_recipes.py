"""Recipes with several seeds: equal ones are called different in at most 5 %, and the parts are what they should be."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm, ttest_ind

from reportgen.statistics.paired_proportions import tango
from reportgen.statistics.recipes import OfSamples, kept_in_mean, recipe_difference, welch

Right = NDArray[np.bool_]


def fitted(
    random: np.random.Generator, difficulty: NDArray[np.float64], fits: int, seeds: float, own: float
) -> Right:
    """Return which samples each fit of a recipe of 90 % gets right, of shape (fits, n).

    Seeds move the whole fit, and a share `own` of what decides about a sample is each fit's own.
    """
    moved = seeds * random.normal(size=(fits, 1))
    noise = random.normal(size=(fits, len(difficulty)))
    right: Right = np.sqrt(1 - own) * difficulty + np.sqrt(own) * noise < norm.ppf(0.9) + moved
    return right


def without_parts(right: Right, parts: int = 50) -> NDArray[np.float64]:
    part = np.arange(right.shape[1]) % parts
    return np.array([[row[part != one].mean() for one in range(parts)] for row in right])


def pairs_of(a: Right, b: Right) -> list[OfSamples]:
    found = [tango(int((x & ~y).sum()), int((y & ~x).sum()), len(x)) for x, y in zip(a, b, strict=True)]
    return [OfSamples(float(x.mean() - y.mean()), i.low, i.high) for x, y, i in zip(a, b, found, strict=True)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fits", "seeds", "own"), [(2, 0.3, 0.05), (3, 0.0, 0.5), (3, 0.1, 0.5), (5, 0.3, 0.3)]
)
def test_a_recipe_against_itself_is_called_different_in_at_most_a_twentieth(
    fits: int, seeds: float, own: float
) -> None:
    random = np.random.default_rng(3)
    called = 0
    for _ in range(200):
        difficulty = random.normal(size=300)
        a, b = (fitted(random, difficulty, fits, seeds, own) for _ in range(2))
        kept = kept_in_mean(without_parts(a), without_parts(b))
        found = recipe_difference(a.mean(axis=1).tolist(), b.mean(axis=1).tolist(), pairs_of(a, b), kept)
        called += found.low > 0 or found.high < 0
        assert (found.p_value < 0.05) is (found.low > 0 or found.high < 0)
    assert called / 200 <= 0.05


def test_a_true_difference_is_found() -> None:
    random = np.random.default_rng(4)
    difficulty = random.normal(size=2_000)
    a = fitted(random, difficulty, 5, 0.02, 0.3)
    b = fitted(random, difficulty + 0.3, 5, 0.02, 0.3)
    kept = kept_in_mean(without_parts(a), without_parts(b))
    found = recipe_difference(a.mean(axis=1).tolist(), b.mean(axis=1).tolist(), pairs_of(a, b), kept)
    assert found.low > 0
    assert found.p_value < 0.001


def test_seeds_alone_are_welch_t() -> None:
    a, b = [0.90, 0.93, 0.91], [0.85, 0.88, 0.80, 0.86]
    same = [OfSamples(x, x, x) for x in (0.05,)]
    found = recipe_difference(a, b, same, 1.0)
    reference = ttest_ind(a, b, equal_var=False)
    assert found.p_value == pytest.approx(reference.pvalue, abs=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(reference.confidence_interval(0.95)))
    assert welch(a, b).freedom == pytest.approx(reference.df)


def test_samples_alone_are_the_pairs_own_interval() -> None:
    found = recipe_difference([0.9], [0.8], [OfSamples(0.1, 0.04, 0.15)], 1.0)
    assert (found.low, found.high, found.of_seeds) == pytest.approx((0.04, 0.15, 0.0))
    assert found.p_value == pytest.approx(2 * norm.sf(0.1 / (0.06 / norm.ppf(0.975))))


def test_what_is_kept_in_the_mean() -> None:
    random = np.random.default_rng(5)
    one = random.normal(size=(1, 60))
    other = np.zeros((1, 60))
    assert kept_in_mean(np.repeat(one, 4, axis=0), other) == pytest.approx(1.0)  # all err on the same samples
    assert kept_in_mean(random.normal(size=(4, 4_000)), other[:, :1]) == pytest.approx(0.25, abs=0.02)
    assert kept_in_mean(other, other) == 1.0


def test_a_mean_of_fits_never_keeps_less_than_if_each_erred_on_other_samples() -> None:
    """Two fits that err on opposite samples cancel each other out by chance; new ones would not."""
    once = np.array([[0.9, 0.8, 0.9, 0.8]])
    opposite = np.concatenate([once, 1.7 - once])
    assert np.ptp(opposite.mean(axis=0)) == pytest.approx(0)
    assert kept_in_mean(opposite, np.zeros((1, 4))) == pytest.approx(1 / 2)
    assert kept_in_mean(np.tile(opposite, (2, 1)), np.zeros((1, 4))) == pytest.approx(1 / 4)


def test_a_mean_of_fits_never_keeps_more_than_all() -> None:
    """Of the recipe with two fits the steadier one stands against two of the other's three."""
    one = np.array([[0.9, 0.8, 0.9, 0.8]])
    assert kept_in_mean(np.zeros((3, 4)), np.concatenate([one, one / 2])) == 1.0


def test_turned_around_it_is_the_same_with_the_other_sign() -> None:
    pairs = [OfSamples(0.1, 0.04, 0.15), OfSamples(0.08, 0.01, 0.13)]
    turned = [OfSamples(-pair.value, -pair.high, -pair.low) for pair in pairs]
    one = recipe_difference([0.9, 0.88], [0.8, 0.8], pairs, 0.7)
    other = recipe_difference([0.8, 0.8], [0.9, 0.88], turned, 0.7)
    assert (other.value, other.low, other.high) == pytest.approx((-one.value, -one.high, -one.low))
    assert other.p_value == pytest.approx(one.p_value)
