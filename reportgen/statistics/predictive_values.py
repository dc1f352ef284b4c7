"""Predictive values where classes are as frequent as somebody says, not as they were sampled."""

from math import inf, sqrt
from typing import NamedTuple

from reportgen.statistics.interval import LEVEL, Interval, enclosing


class Rate(NamedTuple):
    """A rate and the ends of its interval."""

    value: float
    low: float
    high: float

    @property
    def complement(self) -> "Rate":
        """The rate of everything else."""
        return Rate(1 - self.value, 1 - self.high, 1 - self.low)


def predictive_value(
    found: Rate, alarms: Rate, share: float, level: float = LEVEL
) -> tuple[float, Interval] | None:
    """Return which share of what is called so is so, with its interval; None where nothing is called so.

    Parameters
    ----------
    found : Rate
        Of those that are so, how many are called so: the sensitivity, or the specificity.
    alarms : Rate
        Of the others, how many are called so: of other samples, so independent of `found`.
    share : float
        How many are so, between 0 and 1.

    Notes
    -----
    It depends on the ratio of the two rates alone, which has the interval of A. Donner and G. Zou, Statistical Methods
    in Medical Research 21 (2012), 347-359, from those of the rates.
    """
    if found.value == alarms.value == 0:
        return None
    if alarms.value > 0:
        ratio, low, high = _ratio(found, alarms)
        value, below, above = (_of_ratio(own, share) for own in (ratio, low, high))
    else:
        ratio, low, high = _ratio(alarms, found)
        value, above, below = (1 - _of_ratio(own, 1 - share) for own in (ratio, low, high))
    return value, enclosing(value, below, above, level, "MOVER of the ratio of rates", (0.0, 1.0))


def _of_ratio(ratio: float, share: float) -> float:
    return 1.0 if ratio == inf else ratio * share / (ratio * share + 1 - share)


def _ratio(a: Rate, b: Rate) -> tuple[float, float, float]:
    """Return a / b and the ends of its interval; b is above 0."""
    product = a.value * b.value
    below = product**2 - a.low * b.high * (2 * a.value - a.low) * (2 * b.value - b.high)
    above = product**2 - a.high * b.low * (2 * a.value - a.high) * (2 * b.value - b.low)
    # The lower end in the form that has no pole where the interval of b reaches twice its value.
    start = a.low * (2 * a.value - a.low)
    low = start / (product + sqrt(max(below, 0.0))) if start > 0 else 0.0
    top = b.low * (2 * b.value - b.low)
    high = (product + sqrt(max(above, 0.0))) / top if top > 0 else inf
    return a.value / b.value, low, high
