"""Confidence intervals."""

from math import sqrt
from typing import NamedTuple

#: The standard normal quantile of a two-sided 95 % interval.
Z_95 = 1.959963984540054


class Interval(NamedTuple):
    """A confidence interval, with its level (0.95) and method."""

    low: float
    high: float
    level: float
    method: str


def wilson(successes: int, trials: int) -> Interval:
    """Return Wilson's 95 % interval of a rate. Agrees with statsmodels' proportion_confint(method="wilson").

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if trials < 1 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no rate")
    rate, z2 = successes / trials, Z_95**2
    centre = (rate + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z_95 * sqrt(rate * (1 - rate) / trials + z2 / (4 * trials**2)) / (1 + z2 / trials)
    # At 0 and 1 the bound is the rate itself; rounding must not leave it outside its own interval.
    return Interval(min(rate, max(0.0, centre - half)), max(rate, min(1.0, centre + half)), 0.95, "Wilson")
