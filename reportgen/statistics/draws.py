"""From figures of resampled data to intervals."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, Bounds, Interval, enclosing, normal_quantile

Floats = NDArray[np.float64]


def percentile_interval(
    value: float,
    draws: Floats,
    level: float = LEVEL,
    method: str = "bootstrap",
    bounds: Bounds = (None, None),
) -> Interval:
    """Return the percentile interval of resampled figures.

    Parameters
    ----------
    draws : ndarray of shape (n_draws,)
    """
    low, high = np.quantile(draws, [0.5 - level / 2, 0.5 + level / 2])
    return enclosing(value, float(low), float(high), level, method, bounds)


def share_beyond(draws: Floats) -> float:
    """Return the p-value of a difference being 0: twice the share of resampled differences on the other side."""
    n = len(draws)
    smaller = min(int((draws <= 0).sum()), int((draws >= 0).sum()))
    return min(1.0, 2 * (smaller + 1) / (n + 1))


def normal_interval(
    value: float,
    draws: Floats,
    level: float = LEVEL,
    method: str = "bootstrap",
    bounds: Bounds = (None, None),
) -> Interval:
    """Return the normal interval by the standard deviation of resampled figures, corrected for their bias.

    Few draws are enough for it. The bias of a figure shows as that of its resamples.

    Source: A. C. Davison, D. V. Hinkley, Bootstrap Methods and their Application (1997), section 5.2.
    """
    bias, half = float(draws.mean()) - value, normal_quantile(level) * float(draws.std(ddof=1))
    return enclosing(value, value - bias - half, value - bias + half, level, method, bounds)


def normal_p_value(value: float, draws: Floats) -> float:
    """Return the p-value of a difference being 0, by the same reckoning."""
    bias, error = float(draws.mean()) - value, float(draws.std(ddof=1))
    if error == 0:
        return 1.0 if value == 0 else 0.0
    return 2 * NormalDist().cdf(-abs(value - bias) / error)
