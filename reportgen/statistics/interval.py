"""Interval: a confidence interval, and what all methods share about levels and bounds."""

from functools import cache
from statistics import NormalDist
from typing import NamedTuple

#: The level of the intervals that a report shows.
LEVEL = 0.95


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
    bounds: tuple[float | None, float | None] = (None, None),
) -> Interval:
    """Return an interval that stays inside the bounds of its figure and contains the figure itself."""
    lowest, highest = bounds
    low = low if lowest is None else max(lowest, low)
    high = high if highest is None else min(highest, high)
    return Interval(min(low, value), max(high, value), level, method)
