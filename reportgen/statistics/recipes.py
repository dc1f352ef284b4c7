"""Two recipes compared on one test: each trained with several seeds, all judged on the same samples.

What is seen of a difference varies with the samples drawn and with the seeds drawn. Both go into the interval, the
seeds by Student's t, so that few of them count as few.
"""

from collections.abc import Sequence
from math import hypot, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, normal_quantile

#: What the test is called wherever it is named.
SEEDS_AND_SAMPLES = "Welch's t over seeds, with the variance of the samples"

#: Halvings of the span of p-values.
HALVINGS = 50


class OfSamples(NamedTuple):
    """The difference of two fitted models, and its interval as far as the samples are concerned."""

    value: float
    low: float
    high: float


class RecipeDifference(NamedTuple):
    """The mean difference over seeds, its interval and p-value, and which half width is due to what.

    That of the seeds follows Student's t, with `degrees` degrees of freedom.
    """

    value: float
    low: float
    high: float
    p_value: float
    of_samples: float
    of_seeds: float
    degrees: float


def recipe_difference(
    a: Sequence[float], b: Sequence[float], pairs: Sequence[OfSamples], kept: float, level: float = LEVEL
) -> RecipeDifference:
    """Return the difference of two recipes on new samples, trained with new seeds.

    The half width of the samples is that of the fitted pairs, of which `kept` remains in their mean as a variance. That
    of the seeds is Welch's, from each recipe's own figures, so that it does not matter which seeds are paired. The two
    add up as squares (MOVER). The spread of the seeds contains a little of the samples' again: the interval is rather
    too wide than too narrow. The p-value is 1 - the level at which the interval just reaches zero.

    Parameters
    ----------
    a, b : sequence of float
        The figure of each fit; a single one where the seed makes no difference.
    pairs : sequence of OfSamples
        A fit of a against a fit of b, at `level`, as many as the longer of the two has.
    kept : float
        From `kept_in_mean`.
    level : float

    Sources: B. L. Welch, Biometrika 34 (1947), 28-35; G. Zou, A. Donner, Statistics in Medicine 27 (2008), 1693-1702.
    """
    value = float(np.mean(a) - np.mean(b))
    below = sqrt(kept * float(np.mean([(pair.value - pair.low) ** 2 for pair in pairs])))
    above = sqrt(kept * float(np.mean([(pair.high - pair.value) ** 2 for pair in pairs])))
    seeds = welch(a, b)
    of_seeds = seeds.half_width(1 - level)
    towards_zero = below if value > 0 else above
    return RecipeDifference(
        value,
        value - hypot(below, of_seeds),
        value + hypot(above, of_seeds),
        _p_value(value, towards_zero / normal_quantile(level), seeds),
        max(below, above),
        of_seeds,
        seeds.freedom,
    )


class Spread(NamedTuple):
    """The standard error of a difference of two means, and its degrees of freedom."""

    error: float
    freedom: float

    def half_width(self, beyond: float) -> float:
        """Return the half width of Student's interval that leaves a probability `beyond` its two ends."""
        from scipy.special import stdtrit

        return -float(stdtrit(self.freedom, beyond / 2)) * self.error if self.error > 0 else 0.0


def welch(a: Sequence[float], b: Sequence[float]) -> Spread:
    """Return the standard error of mean(a) - mean(b) with Welch's degrees of freedom; a single figure has no error."""
    parts = [(float(np.var(own, ddof=1)) / len(own), len(own) - 1) for own in (a, b) if len(own) > 1]
    variance = sum(own for own, _ in parts)
    if variance == 0:
        return Spread(0.0, 1.0)
    return Spread(sqrt(variance), variance**2 / sum(own**2 / freedom for own, freedom in parts))


def _p_value(value: float, error: float, seeds: Spread) -> float:
    """Return 1 - the level at which the interval just reaches zero; `error` is the standard error of the samples."""
    from scipy.special import ndtri

    if value == 0:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        reach = hypot(float(ndtri(middle / 2)) * error, seeds.half_width(middle))
        low, high = (middle, high) if reach >= abs(value) else (low, middle)
    return high


def kept_in_mean(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return which share of the samples' variance of one fitted pair remains in the mean over all pairs.

    Between 1 / fits, where each fit errs on other samples, and 1, where all err on the same.

    Parameters
    ----------
    a, b : ndarray of shape (n_fits, n_parts)
        Each fit's figure without one part of the samples (a grouped jackknife). Of the one with fewer fits, the last is
        taken again.
    """
    fits = max(len(a), len(b))
    rows = np.arange(fits)
    differences = a[np.minimum(rows, len(a) - 1)] - b[np.minimum(rows, len(b) - 1)]
    single = float(differences.var(axis=1).mean())
    if single == 0:
        return 1.0
    together = float((a.mean(axis=0) - b.mean(axis=0)).var())
    return min(1.0, max(1 / fits, together / single))
