"""Exact upper tails of counts: how probable so many or more are by chance."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def binomial_tail(successes: int, n: int, share: float) -> float:
    """Return the probability of at least so many successes in `n` independent trials.

    As scipy.stats.binom.sf(successes - 1, n, share), without scipy.stats, whose import takes half a second.
    """
    from scipy.special import betainc

    if successes <= 0:
        return 1.0
    return float(betainc(successes, n - successes + 1, share)) if successes <= n else 0.0


def hypergeometric_tail(
    marked_drawn: ArrayLike, total: ArrayLike, marked: ArrayLike, drawn: ArrayLike
) -> Floats:
    """Return the probability of at least so many marked samples among those drawn, without replacement.

    Parameters
    ----------
    marked_drawn : array_like of int
    total, marked : array_like of int
        All samples, and the marked ones among them.
    drawn : array_like of int
        How many are drawn. All are broadcast against each other.

    As scipy.stats.hypergeom.sf(marked_drawn - 1, total, marked, drawn).
    """
    least, total, marked, drawn = np.broadcast_arrays(marked_drawn, total, marked, drawn)
    places = np.ndindex(least.shape)
    found = [_tail(int(least[at]), int(total[at]), int(marked[at]), int(drawn[at])) for at in places]
    return np.array(found, dtype=np.float64).reshape(least.shape)


def _tail(least: int, total: int, marked: int, drawn: int) -> float:
    lowest, highest = max(0, drawn - (total - marked)), min(marked, drawn)
    if least <= lowest:
        return 1.0
    counts = np.arange(least, highest + 1)
    if not len(counts):
        return 0.0
    logs = _log_ways(marked, counts) + _log_ways(total - marked, drawn - counts) - _log_ways(total, drawn)
    return min(1.0, float(np.exp(logs).sum()))


def _log_ways(n: int, chosen: ArrayLike) -> Floats:
    """Return the logarithm of the number of ways to choose some of `n`."""
    from scipy.special import gammaln

    k = np.asarray(chosen, dtype=np.float64)
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
