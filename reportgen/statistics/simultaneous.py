"""Simultaneous intervals: of several figures that are read together, each has to be wider."""

from math import hypot, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, normal_quantile
from reportgen.statistics.means import t_quantile

Floats = NDArray[np.float64]

#: How many correlated deviations are drawn.
SIMULATED = 20_000


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


def joint_level(correlations: Floats, level: float = LEVEL) -> float:
    """Return the level that each of several intervals needs, for all to hold together, from how they go together.

    Parameters
    ----------
    correlations : ndarray of shape (n_figures, n_figures)
    level : float
        How often all are to hold.

    Source: T. Hothorn, F. Bretz, P. Westfall, Simultaneous inference in general parametric models, Biometrical Journal
    50 (2008), 346-363: the quantile of the largest of correlated normal deviations, here by simulation.
    """
    largest = np.abs(_deviations(correlations)).max(axis=1)
    return 2 * NormalDist().cdf(float(np.quantile(largest, level))) - 1


def expected_gain(figures: Floats, errors: Floats, correlations: Floats) -> float:
    """Return by how much the best of several figures is expected to exceed what it is of, for having been chosen.

    Parameters
    ----------
    figures, errors : ndarray of shape (n_figures,)
        The higher the better, and their standard errors.
    correlations : ndarray of shape (n_figures, n_figures)
    """
    off = _deviations(correlations) * errors
    best = (figures + off).argmax(axis=1)
    return float(off[np.arange(len(off)), best].mean())


def _deviations(correlations: Floats) -> Floats:
    """Return correlated normal deviations, of shape (SIMULATED, n_figures); the same for the same correlations."""
    values, vectors = np.linalg.eigh(correlations)
    root = vectors * np.sqrt(np.maximum(values, 0))
    return np.asarray(np.random.default_rng(len(values)).standard_normal((SIMULATED, len(values))) @ root.T)
