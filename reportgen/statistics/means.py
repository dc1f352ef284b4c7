"""Means of a figure of each sample, and figures in which each sample has a known influence."""

from math import copysign, sqrt

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, Bounds, Interval, enclosing
from reportgen.statistics.proportions import score_bounds

#: Of the size of figures: what lies between them is rounding alone where it is no more.
ROUNDING = 1e-12

Floats = NDArray[np.float64]


def t_quantile(level: float, degrees: float) -> float:
    """Return the quantile of Student's t of a two-sided interval."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2))


def t_share(value: float, degrees: float) -> float:
    """Return the share of Student's t below a value."""
    from scipy.special import stdtr

    return float(stdtr(degrees, value))


def are_equal(values: Floats, *parts: Floats) -> bool:
    """Say whether figures are all the same but for rounding; `parts` are what they are differences of."""
    if len(values) == 0:
        return True
    size = max(float(np.abs(own).max()) for own in (values, *parts))
    return float(np.ptp(values)) <= ROUNDING * size


def deviations(values: Floats, *parts: Floats) -> Floats:
    """Return how far figures lie from their mean: 0 where they are all the same but for rounding (`are_equal`)."""
    return np.zeros(len(values)) if are_equal(values, *parts) else values - values.mean()


def mean_interval(values: Floats, level: float = LEVEL, bounds: Bounds = (None, None)) -> Interval | None:
    """Return the interval of a mean by Student's t, corrected for skewness; None for a single sample.

    Without skewness it is the plain t interval. Values that are all the same have an interval without width.

    Parameters
    ----------
    values : ndarray of shape (n_samples,)

    Source: P. Hall, On the removal of skewness by transformation, J. R. Statist. Soc. B 54 (1992), 221-228.
    """
    n = len(values)
    if n < 2:
        return None
    mean, deviations = float(values.mean()), values - values.mean()
    spread = float(deviations.std())
    error, t = spread / sqrt(n - 1), t_quantile(level, n - 1)
    skewness = float(((deviations / spread) ** 3).mean()) if spread > 0 else 0.0
    low, high = (mean - error * _straightened(side, skewness / sqrt(n)) for side in (t, -t))
    return enclosing(mean, low, high, level, "t, corrected for skewness", bounds)


def _straightened(t: float, skewness: float) -> float:
    """Return the deviation, in standard errors, that Hall's cubic makes a symmetric one of."""
    if abs(skewness) < 1e-9:
        return t
    cube = 1 + skewness * (t - skewness / 6)
    return 3 / skewness * (copysign(abs(cube) ** (1 / 3), cube) - 1)


def share_interval(
    value: float, variance: float, units: float, level: float = LEVEL, method: str = "Wilson, effective size"
) -> Interval | None:
    """Return Wilson's interval of a figure between 0 and 1 whose variance is known; None for a single unit.

    Its effective sample size is that of a rate with the same variance; where nothing varies, the number of units, as
    each of them then counts as a single sample.

    Parameters
    ----------
    units : float
        Samples, or groups of them, that are independent of each other.

    Source: E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998), 193-201, with Wilson's bounds.
    """
    if units < 2:
        return None
    size = value * (1 - value) / variance if variance > 0 else units
    low, high = score_bounds(value, max(size, 1.0), t_quantile(level, units - 1))
    return enclosing(value, low, high, level, method, (0.0, 1.0))
