"""Interval: a confidence interval, and what all methods share about levels and bounds."""

from collections.abc import Sequence
from functools import cache
from math import hypot
from statistics import NormalDist
from typing import NamedTuple, TypeAlias

#: The lowest and highest value that a figure can have; None where unbounded.
Bounds: TypeAlias = tuple[float | None, float | None]

#: The level of the intervals that a report shows.
LEVEL = 0.95

#: The chance, of all tests of one question together, that they find something where there is nothing.
ALPHA = 0.05

#: Confusion matrices that are drawn where nothing else is asked for, as for every report.
DRAWS = 2_000

#: Resamples on which a figure is computed again that follows from no matrix.
RESAMPLES = 200


class Interval(NamedTuple):
    """A confidence interval, with its level (such as 0.95) and method."""

    low: float
    high: float
    level: float
    method: str


@cache
def normal_quantile(level: float) -> float:
    """Return the standard normal quantile of a two-sided interval: 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def enclosing(
    value: float,
    low: float,
    high: float,
    level: float,
    method: str,
    bounds: Bounds = (None, None),
) -> Interval:
    """Return an interval that stays inside the bounds of its figure and contains the figure itself."""
    lowest, highest = bounds
    low = low if lowest is None else max(lowest, low)
    high = high if highest is None else min(highest, high)
    return Interval(min(low, value), max(high, value), level, method)


def mean_of_intervals(
    values: Sequence[float], intervals: Sequence[Interval], bounds: Bounds = (None, None)
) -> Interval:
    """Return the interval of the mean of figures of different samples, such as of folds, from that of each.

    The distances to the bounds add up as independent errors do (MOVER).

    Source: G. Zou, A. Donner, Statistics in Medicine 27 (2008), 1693-1702.
    """
    number, mean = len(values), sum(values) / len(values)
    down = hypot(*(value - own.low for value, own in zip(values, intervals, strict=True))) / number
    up = hypot(*(own.high - value for value, own in zip(values, intervals, strict=True))) / number
    method = f"{intervals[0].method}, mean over {number}"
    return enclosing(mean, mean - down, mean + up, intervals[0].level, method, bounds)
