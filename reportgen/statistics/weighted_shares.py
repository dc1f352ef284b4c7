"""Sums of shares, each with a weight: what a sample costs on average, of which few values are possible."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.proportions import wilson

Floats = NDArray[np.float64]


class Stratum(NamedTuple):
    """Samples drawn by themselves: what each possible value is, and how many have it; both of shape (n_values,).

    `weight` is the stratum's share of the population, which need not be its share of the samples. Counts need not be
    whole: samples that belong together count for fewer.
    """

    values: Floats
    counts: Floats
    weight: float = 1.0


def weighted_mean(strata: Sequence[Stratum]) -> float:
    """Return the mean value of the population."""
    return float(sum(own.weight * own.values @ own.counts / own.counts.sum() for own in strata))


def weighted_mean_interval(strata: Sequence[Stratum], level: float = LEVEL) -> Interval:
    """Return the interval of the mean value; values that are possible and were not seen widen it too.

    The reaches of Wilson's intervals of the shares are joined with the correlations that shares of one sample have.

    Source: G. Zou, A. Donner, Statistics in Medicine 27 (2008), 1693-1702.
    """
    mean = weighted_mean(strata)
    down = sqrt(sum(own.weight**2 * _variance(own, level, upwards=False) for own in strata))
    up = sqrt(sum(own.weight**2 * _variance(own, level, upwards=True) for own in strata))
    return Interval(mean - down, mean + up, level, "Wilson, joined by MOVER")


def _variance(stratum: Stratum, level: float, *, upwards: bool) -> float:
    """Return the square of a stratum's reach: upwards, or downwards."""
    n = float(stratum.counts.sum())
    most = int(np.argmax(stratum.counts))  # shares add up to 1: the most frequent follows from the others
    weights = np.delete(stratum.values - stratum.values[most], most)
    counts = np.delete(stratum.counts, most)
    if not len(weights):
        return 0.0
    shares = counts / n
    ends = np.asarray([wilson(float(own), n, level)[:2] for own in counts])
    rises = (weights > 0) == upwards
    reach = weights * np.where(rises, ends[:, 1] - shares, shares - ends[:, 0])
    odds = np.sqrt(shares / (1 - shares))
    correlation = -np.outer(odds, odds)
    np.fill_diagonal(correlation, 1.0)
    return max(float(reach @ correlation @ reach), 0.0)
