"""Rates of the same samples under two or more treatments, such as models."""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, Interval, enclosing, normal_quantile

#: Halvings of the span of differences, until bounds are exact to twelve digits.
HALVINGS = 40

#: Samples that tell models apart below which Cochran's Q does not have about a chi-square distribution.
FEWEST_TELLING = 24

#: Permutations by which its p-value is found there; by chance it is off by 0.002 at 0.05.
PERMUTATIONS = 9_999


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


class Cochran(NamedTuple):
    """Cochran's Q and its p-value; `permuted`: it is that of answers shuffled among the models, not of chi-square."""

    statistic: float
    p_value: float
    permuted: bool = False


def cochran_q(right: NDArray[np.bool_]) -> Cochran:
    """Return Cochran's Q and its p-value: whether several models are right equally often on the same samples.

    Agrees with statsmodels' cochrans_q, but where fewer than 24 samples tell the models apart: there chi-square says
    too often that they differ (of 3 samples on which one of three models is wrong in 11 % of cases at p < 0.05), and
    the p-value is that of permutations. Samples on which all agree say nothing; without others Q is 0, p is 1.

    Parameters
    ----------
    right : ndarray of shape (n_samples, n_models)

    Sources: W. G. Cochran, Biometrika 37 (1950), 256-266; M. W. Tate, S. M. Brown, Journal of the American Statistical
    Association 65 (1970), 155-160, on few samples.
    """
    from scipy.special import chdtrc

    models = right.shape[1]
    by_model, by_sample = right.sum(axis=0).astype(float), right.sum(axis=1).astype(float)
    spread = models * by_sample.sum() - float(by_sample @ by_sample)
    if models < 2 or spread == 0:
        return Cochran(0.0, 1.0)
    q = float((models - 1) * (models * float(by_model @ by_model) - by_model.sum() ** 2) / spread)
    telling = right[(by_sample > 0) & (by_sample < models)]
    if len(telling) < FEWEST_TELLING:
        return Cochran(q, _permuted(telling), permuted=True)
    return Cochran(q, float(chdtrc(models - 1, q)))


def _permuted(right: NDArray[np.bool_]) -> float:
    """Return the share of permutations, each sample's answers shuffled among the models, with as large a Q.

    What was seen counts as one of them. With the samples' sums given, Q grows with the sum of squares over models. The
    seed follows from the counts.
    """
    samples, models = right.shape
    random = np.random.default_rng([models, *sorted(right.sum(axis=1).tolist())])
    rows = np.sort(right, axis=1)[np.argsort(right.sum(axis=1))].astype(np.int8)
    shuffled = random.permuted(np.broadcast_to(rows, (PERMUTATIONS, samples, models)), axis=2)
    squares = np.square(shuffled.sum(axis=1, dtype=np.int64)).sum(axis=1)
    seen = np.square(right.sum(axis=0)).sum()
    return (1 + int((squares >= seen).sum())) / (1 + PERMUTATIONS)
