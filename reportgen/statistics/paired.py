"""Rates of the same samples under two or more treatments, such as models."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, Interval, enclosing, normal_quantile

#: Halvings of the span of differences, until bounds are exact to twelve digits.
HALVINGS = 40


def tango(only_a: float, only_b: float, n: int, level: float = LEVEL) -> Interval:
    """Return Tango's score interval of the difference (a - b) of two rates of the same samples.

    It holds where no sample tells the two apart: with n samples it then is about as wide as Wilson's at no error.

    Parameters
    ----------
    only_a, only_b : float
        Samples that count for one of the two alone; no whole numbers where samples count in part.
    n : int
        All samples.

    Source: T. Tango, Statistics in Medicine 17 (1998), 891-908.
    """
    if n < 1 or only_a < 0 or only_b < 0 or only_a + only_b > n:
        raise ValueError(f"{only_a} and {only_b} of {n} are no paired rates")
    difference, z = (only_a - only_b) / n, normal_quantile(level)
    low = _bound(only_a, only_b, n, z, (difference, -1.0))
    high = _bound(only_a, only_b, n, z, (difference, 1.0))
    return enclosing(difference, low, high, level, "Tango", (-1.0, 1.0))


def _bound(only_a: float, only_b: float, n: int, z: float, span: tuple[float, float]) -> float:
    """Return the difference, between what was seen and the far end, that is just z standard errors away."""
    near, far = span
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        if _distance(only_a, only_b, n, middle) < z:
            near = middle
        else:
            far = middle
    return (near + far) / 2


def _distance(only_a: float, only_b: float, n: int, difference: float) -> float:
    """Return how many standard errors what was seen is from a supposed difference, by the constrained estimate."""
    linear = -only_a - only_b + (2 * n - only_a + only_b) * difference
    constant = -only_b * difference * (1 - difference)
    share = (sqrt(max(0.0, linear**2 - 8 * n * constant)) - linear) / (4 * n)
    variance = n * (2 * share + difference * (1 - difference))
    gap = abs(only_a - only_b - n * difference)
    return 0.0 if gap == 0 else gap / sqrt(variance) if variance > 0 else float("inf")


def mcnemar(only_a: int, only_b: int) -> float:
    """Return the p-value of McNemar's exact test; agrees with statsmodels' mcnemar(exact=True).

    Parameters
    ----------
    only_a, only_b : int
        Samples that count for one of the two alone.
    """
    from scipy.special import bdtr

    discordant = only_a + only_b
    return min(1.0, 2 * float(bdtr(min(only_a, only_b), discordant, 0.5))) if discordant else 1.0


def cochran_q(right: NDArray[np.bool_]) -> tuple[float, float]:
    """Return Cochran's Q and its p-value: whether several models are right equally often on the same samples.

    Agrees with statsmodels' cochrans_q. Samples on which all agree say nothing; without others Q is 0, p is 1.

    Parameters
    ----------
    right : ndarray of shape (n_samples, n_models)

    Source: W. G. Cochran, Biometrika 37 (1950), 256-266.
    """
    from scipy.special import chdtrc

    models = right.shape[1]
    by_model, by_sample = right.sum(axis=0).astype(float), right.sum(axis=1).astype(float)
    spread = models * by_sample.sum() - float(by_sample @ by_sample)
    if models < 2 or spread == 0:
        return 0.0, 1.0
    q = (models - 1) * (models * float(by_model @ by_model) - by_model.sum() ** 2) / spread
    return float(q), float(chdtrc(models - 1, q))
