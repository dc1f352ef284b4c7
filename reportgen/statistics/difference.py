"""Difference: how far two figures lie apart, with its interval and its test."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from reportgen.statistics.interval import LEVEL, Interval, normal_quantile

#: The method and the test of what is compared with itself.
IDENTITY = "identity"


class Difference(NamedTuple):
    """A difference a - b; figures that are undefined are None, and `reason` says why.

    `level` is that of the interval, `method` how it was made, `test` what the p-value is of (named wherever there is
    one), `n` the samples judged; of rates `disagreeing` are those on which the two were not alike.
    `is_alike`: both gave the same for every sample, which says nothing of others, so that there is no interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    method: str | None = None
    p_value: float | None = None
    test: str | None = None
    n: int = 0
    reason: str | None = None
    by_t: float = 0.0
    degrees: float | None = None
    disagreeing: int | None = None
    is_alike: bool = False

    def mirrored(self) -> "Difference":
        """Return b - a."""
        return self._replace(value=negated(self.value), low=negated(self.high), high=negated(self.low))


def negated(value: float | None) -> float | None:
    """Return a figure with the other sign; nothing stays nothing, and zero has no sign."""
    return None if value is None else 0.0 - value


def undefined(reason: str, n: int = 0, level: float = LEVEL) -> Difference:
    """Return a difference that has no value."""
    return Difference(None, level=level, n=n, reason=reason)


def alike(reason: str, n: int, level: float = LEVEL) -> Difference:
    """Return the difference of two that gave the same for every sample: zero, and nothing tells how much it varies."""
    return Difference(0.0, level=level, n=n, reason=reason, is_alike=True)


def identical(n: int = 0, level: float = LEVEL, reason: str | None = None) -> Difference:
    """Return the difference of something and itself: zero, and no chance is in it."""
    return Difference(0.0, 0.0, 0.0, level, IDENTITY, 1.0, IDENTITY, n, reason)


def unpaired(
    value_a: float | None,
    interval_a: Interval | None,
    value_b: float | None,
    interval_b: Interval | None,
) -> Difference:
    """Return the difference of two figures of different samples, from the interval of each.

    The bounds' distances add up as independent errors do (MOVER); of two rates with Wilson's intervals it is
    Newcombe's hybrid score interval, and agrees with statsmodels' confint_proportions_2indep(method="newcomb").

    Sources: R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890; G. Zou, A. Donner, Statistics in Medicine 27
    (2008), 1693-1702.
    """
    return combined(value_a, interval_a, value_b, interval_b, 0.0)


def combined(
    value_a: float | None,
    interval_a: Interval | None,
    value_b: float | None,
    interval_b: Interval | None,
    correlation: float,
) -> Difference:
    """Return the difference of two figures whose errors have a correlation; see `unpaired`."""
    if value_a is None or value_b is None:
        return undefined("one of the two figures is undefined")
    value = value_a - value_b
    if interval_a is None or interval_b is None:
        return Difference(value, reason="one of the two figures has no interval")
    if abs(interval_a.level - interval_b.level) > 1e-12:
        raise ValueError("intervals of two levels cannot be combined")
    down = _together(value_a - interval_a.low, interval_b.high - value_b, correlation)
    up = _together(interval_a.high - value_a, value_b - interval_b.low, correlation)
    level, method = interval_a.level, _mover_of(interval_a.method, interval_b.method)
    p_value = reaching_zero(value, down if value > 0 else up, level)
    return Difference(value, value - down, value + up, level, method, p_value, "MOVER")


def _together(first: float, second: float, correlation: float) -> float:
    return sqrt(max(0.0, first**2 + second**2 - 2 * correlation * first * second))


def _mover_of(*methods: str) -> str:
    """Return the name of the method, with those that the intervals were made by, as far as they are known."""
    known = list(dict.fromkeys(filter(None, methods)))
    return f"MOVER of {' and '.join(known)}" if known else "MOVER"


def reaching_zero(value: float, reach: float, level: float) -> float:
    """Return the p-value that follows from an interval, normal in shape: 1 - level where it just reaches 0.

    `reach` is the distance from the value to the end on the side of 0.
    """
    if value == 0:
        return 1.0
    if reach == 0:
        return 0.0
    return 2 * NormalDist().cdf(-abs(value) / reach * normal_quantile(level))
