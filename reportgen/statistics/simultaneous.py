"""Simultaneous intervals: of several figures that are read together, each has to be wider (Bonferroni)."""

from math import hypot, sqrt

from reportgen.statistics.interval import normal_quantile
from reportgen.statistics.means import t_quantile


def simultaneous_level(level: float, number: int) -> float:
    """Return the level that each of so many intervals needs, for all to hold together as often as one by itself."""
    return 1 - (1 - level) / number


def widened_reach(
    reach: float, level: float, wider: float, by_t: float = 0.0, degrees: float | None = None
) -> float:
    """Return how far an interval reaches at a higher level.

    Parameters
    ----------
    reach : float
        From the value to one end, at `level`.
    level, wider : float
        Such as 0.95, and the level wanted.
    by_t : float
        The part of the reach that follows Student's t; it and the rest, which is normal, add up as squares.
    degrees : float or None
        The degrees of freedom of that part; None where there is none.
    """
    growth = normal_quantile(wider) / normal_quantile(level)
    if degrees is None or by_t == 0:
        return growth * reach
    of_t = min(by_t, reach)
    rest = sqrt(max(0.0, reach**2 - of_t**2))
    return hypot(growth * rest, t_quantile(wider, degrees) / t_quantile(level, degrees) * of_t)
