"""From figures of resampled data to intervals."""

from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, Bounds, Interval, enclosing, normal_quantile
from reportgen.statistics.means import t_quantile

Floats = NDArray[np.float64]

#: Draws beyond a bound below which it is not read from the draws themselves.
FEWEST_BEYOND = 10

#: The least share of a variance that draws are taken to show: half of it, as of classes of two samples.
LEAST_SHOWN = 0.5


def percentile_interval(
    value: float,
    draws: Floats,
    level: float = LEVEL,
    method: str = "bootstrap",
    bounds: Bounds = (None, None),
    widening: float = 1.0,
) -> Interval:
    """Return the percentile interval of resampled figures.

    Where the level leaves fewer than ten draws beyond a bound, as it does when many pairs are compared, the bound is
    that of a lower level, moved out as normal quantiles grow.

    Parameters
    ----------
    draws : ndarray of shape (n_draws,)
    widening : float
        Factor of the distances to the bounds, for draws that spread too little.
    """
    down, up = _reaches(value, draws, level)
    return enclosing(value, value - widening * down, value + widening * up, level, method, bounds)


def _reaches(value: float, draws: Floats, level: float) -> tuple[float, float]:
    """Return how far the interval reaches below and above the value."""
    seen = min(level, 1 - 2 * FEWEST_BEYOND / len(draws))
    low, high = np.quantile(draws, [0.5 - seen / 2, 0.5 + seen / 2])
    scale = normal_quantile(level) / normal_quantile(seen)
    return scale * (value - float(low)), scale * (float(high) - value)


def share_beyond(value: float, draws: Floats, widening: float = 1.0) -> float:
    """Return the p-value of a difference being 0: twice the share of resampled differences on the other side.

    Where fewer than ten are there, it is 1 - the level of the interval that just reaches 0.
    """
    if value == 0:
        return 1.0
    draws = value + widening * (draws - value)
    beyond = int((draws <= 0).sum() if value > 0 else (draws >= 0).sum())
    if beyond >= FEWEST_BEYOND:
        return min(1.0, 2 * beyond / len(draws))
    down, up = _reaches(value, draws, 1 - 2 * FEWEST_BEYOND / len(draws))
    reach = down if value > 0 else up
    if reach <= 0:
        return 0.0
    return 2 * NormalDist().cdf(-abs(value) / reach * normal_quantile(1 - 2 * FEWEST_BEYOND / len(draws)))


def few_units_widening(units: float, level: float = LEVEL, class_sizes: NDArray[Any] | None = None) -> float:
    """Return by how much intervals of resampled figures have to be wider where few units were drawn from.

    Draws from m units show (m - 1) / m of their variance, and Student's quantile is larger than the normal one. In a
    mean over classes each class adds a variance of about 1 / its size, of which its own draws show as much less.

    Parameters
    ----------
    units : float
        Samples, or groups of them, that are independent of each other.
    level : float
    class_sizes : ndarray of shape (n_classes,), optional
        Samples of each class, where the figure is the mean of the classes' own.

    Source: T. C. Hesterberg, The American Statistician 69 (2015), 371-386, on the narrowness bias and the expanded
    percentile interval; by class it is applied to each.
    """
    if units < 2:
        return 1.0
    shown = 1 - 1 / units
    if class_sizes is not None and (class_sizes > 0).any():
        variances = 1 / class_sizes[class_sizes > 0]
        shown = min(shown, 1 - float(np.square(variances).sum() / variances.sum()))
    return t_quantile(level, units - 1) / normal_quantile(level) / sqrt(max(shown, LEAST_SHOWN))


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
