"""Rates: shares of samples, by themselves."""

from math import ceil, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

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


def lower_bound(successes: ArrayLike, trials: ArrayLike, confidence: float) -> NDArray[np.float64]:
    """Return the one-sided lower bounds of rates by Clopper and Pearson: 0 where there is no success.

    Agrees with the lower end of scipy.stats.binomtest(..., alternative="greater").proportion_ci(confidence, "exact").
    Numbers need not be whole, as effective ones of groups are not.

    Parameters
    ----------
    successes, trials : array_like of shape (n_rates,) or a number
    confidence : float
        0.9 for 90 %.

    Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934), 404-413.
    """
    from scipy.special import betaincinv

    right, number = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), trials)
    found = betaincinv(np.maximum(right, 1e-12), number - right + 1, 1 - confidence)
    return np.asarray(np.where(right > 0, found, 0.0))


def trials_needed(floor: float, confidence: float) -> int | None:
    """Return how many successes, without a failure, put the lower bound of a rate at a floor; None for 1.

    Source: the bound of `lower_bound` without a failure is (1 - confidence) ** (1 / trials).
    """
    return None if floor >= 1 else ceil(log(1 - confidence) / log(floor) - 1e-9)
