"""Rates: shares of samples, by themselves."""

from math import sqrt

from reportgen.statistics.interval import LEVEL, Interval, enclosing, normal_quantile


def wilson(successes: float, trials: float, level: float = LEVEL) -> Interval:
    """Return Wilson's interval of a rate. Agrees with statsmodels' proportion_confint(method="wilson").

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no rate")
    rate, z = successes / trials, normal_quantile(level)
    low, high = score_bounds(rate, trials, z)
    return enclosing(rate, low, high, level, "Wilson", (0.0, 1.0))


def score_bounds(rate: float, trials: float, z: float) -> tuple[float, float]:
    """Return the rates from which a rate seen in so many trials is just z standard errors away."""
    centre = (rate + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z * sqrt(rate * (1 - rate) / trials + z**2 / (4 * trials**2)) / (1 + z**2 / trials)
    return centre - half, centre + half
