"""An interval at another level than the one it was made at, from what is stored of it: the figure and its ends.

Some intervals can be had again: Wilson's and others that are made on the scale of scores or of logits follow from an
end and the figure, and Tango's from the difference, the samples and the width. All others are scaled: where their
errors are normal, or follow Student's t, on the scale that they are scaled on, it is the same interval too.
"""

from math import exp, inf, log, sqrt

from reportgen.statistics.interval import Bounds, Interval, enclosing, normal_quantile
from reportgen.statistics.means import t_quantile
from reportgen.statistics.paired_proportions import tango
from reportgen.statistics.proportions import score_bounds

#: Of an interval that is made again: how far from what is stored it may lie and still be the same.
SAME = 1e-9


def interval_at(
    level: float, value: float, known: Interval, bounds: Bounds = (None, None), degrees: float | None = None
) -> Interval:
    """Return the interval of a figure at another level.

    Parameters
    ----------
    level : float
        The level wanted, such as 0.999.
    known : Interval
        As it was made, at its own level and by its own method.
    bounds : tuple of float or None
        The range of the figure. Where it has two ends, the interval is scaled as a score's is, or as a logit where its
        method says so: of Wilson's that is exact. Else the distances to both ends are scaled.
    degrees : float, optional
        The degrees of freedom where it follows Student's t, as of few groups; without them it is normal.
    """
    growth = quantile_of(level, degrees) / quantile_of(known.level, degrees)
    lowest, highest = bounds
    if lowest is None or highest is None:
        down, up = growth * (value - known.low), growth * (known.high - value)
        return enclosing(value, value - down, value + up, level, known.method, bounds)
    scaled = _logit_end if "logit" in known.method else _score_end
    span = highest - lowest
    share = (value - lowest) / span
    low, high = (lowest + span * scaled(share, (end - lowest) / span, growth) for end in known[:2])
    return enclosing(value, low, high, level, known.method, bounds)


def quantile_of(level: float, degrees: float | None = None) -> float:
    """Return the two-sided quantile of Student's t, without degrees of freedom the normal one."""
    return normal_quantile(level) if degrees is None else t_quantile(level, degrees)


def _score_end(share: float, end: float, growth: float) -> float:
    """Return the end that is `growth` times as many standard errors away, these being those of a rate at the end.

    An end of Wilson's solves (share - end)² = z² end (1 - end) / n, so that z² / n follows from it.
    """
    if end in (0.0, 1.0) or end == share:
        return end
    z = growth * abs(share - end) / sqrt(end * (1 - end))
    return score_bounds(share, 1.0, z)[int(end > share)]


def _logit_end(share: float, end: float, growth: float) -> float:
    if share in (0.0, 1.0) or end in (0.0, 1.0):
        return _score_end(share, end, growth)
    middle = _logit(share)
    return 1 / (1 + exp(-(middle + growth * (_logit(end) - middle))))


def _logit(share: float) -> float:
    return log(share / (1 - share))


def tango_at(level: float, difference: float, known: Interval, n: int) -> Interval | None:
    """Return Tango's interval at another level; None where what is known is none of so many samples.

    How many samples tell the two rates apart is found by halving, as the interval is the wider the more they are.
    """
    surplus = round(difference * n)
    if n < 1 or abs(surplus - difference * n) > SAME * n:
        return None
    fewest, most = 0, (n - abs(surplus)) // 2
    while fewest < most:
        middle = (fewest + most) // 2
        if _width(_tango(surplus, middle, n, known.level)) < _width(known) - SAME:
            fewest = middle + 1
        else:
            most = middle
    if _apart(_tango(surplus, fewest, n, known.level), known) > SAME:
        return None
    return _tango(surplus, fewest, n, level)


def _tango(surplus: int, both_ways: int, n: int, level: float) -> Interval:
    """Return the interval where so many samples count for either rate, and the surplus for one of them alone."""
    return tango(max(surplus, 0) + both_ways, max(-surplus, 0) + both_ways, n, level)


def _width(interval: Interval) -> float:
    return interval.high - interval.low


def _apart(one: Interval, other: Interval) -> float:
    gaps = [abs(a - b) for a, b in zip(one[:2], other[:2], strict=True)]
    return max(gaps, default=inf)
