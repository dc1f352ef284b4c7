"""Areas under ROC and precision-recall curves: how much each sample moves them, and intervals that follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.difference import Difference, combined
from reportgen.statistics.interval import LEVEL, Interval, enclosing, normal_quantile
from reportgen.statistics.paired_proportions import HALVINGS

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Area:
    """An area and its parts.

    Attributes
    ----------
    value : float
    influence : ndarray of shape (n_samples,)
        How much each sample moves the area; the sum of their squares is its variance.
    positives, negatives : int
    remainder : float
        What influences do not see of the variance, and matters where samples are few: that of single pairs.
    """

    value: float
    influence: Floats
    positives: int
    negatives: int
    remainder: float

    @property
    def variance(self) -> float:
        """The variance of the area over samples drawn anew."""
        return float(np.square(self.influence).sum())


def roc_area(is_positive: NDArray[np.bool_], scores: Floats) -> Area:
    """Return the area under the ROC curve; the variance agrees with DeLong's. Takes n log n steps.

    Parameters
    ----------
    is_positive, scores : ndarray of shape (n_samples,)
        At least one sample of either kind.

    Sources: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics 44 (1988), 837-845; X. Sun, W. Xu, IEEE
    Signal Processing Letters 21 (2014), 1389-1393.
    """
    order = np.argsort(scores, kind="stable")
    positive = is_positive[order]
    starts = _starts(scores[order])
    m, n = int(positive.sum()), int((~positive).sum())
    own = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(order)))
    here = np.add.reduceat(positive.astype(np.float64), starts)
    there = np.diff(starts, append=len(order)) - here
    # The share of the other kind that each sample is rightly ordered with; ties count half.
    below = (np.cumsum(there) - there / 2) / n
    above = 1 - (np.cumsum(here) - here / 2) / m
    placed = np.where(positive, below[own], above[own])
    value = float(placed[positive].mean())
    weight = np.where(positive, _scale(m), _scale(n))
    influence = np.empty(len(order))
    influence[order] = (placed - value) * weight
    return Area(value, influence, m, n, _remainder(value, m, n) + _of_lone_samples(value, m, n))


def average_precision(is_positive: NDArray[np.bool_], scores: Floats) -> Area:
    """Return the average precision, with the influence of each sample's weight (the infinitesimal jackknife).

    Parameters
    ----------
    is_positive, scores : ndarray of shape (n_samples,)
        At least one positive sample.

    Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 21.
    """
    order = np.argsort(-scores, kind="stable")
    positive = is_positive[order].astype(np.float64)
    starts = _starts(scores[order])
    sizes = np.diff(starts, append=len(order))
    own = np.repeat(np.arange(len(starts)), sizes)
    here = np.add.reduceat(positive, starts)
    answered = np.cumsum(sizes)
    precision = np.cumsum(here) / answered
    m = int(positive.sum())
    value = float((here * precision).sum()) / m
    # A sample changes the precision at every threshold from its own down.
    gain = _from_the_end(here / answered)
    loss = _from_the_end(here * precision / answered)
    influence = np.empty(len(order))
    influence[order] = (positive * (precision[own] - value + gain[own]) - loss[own]) / m
    return Area(value, influence, m, len(order) - m, _remainder(value, m, len(order) - m))


def _starts(ordered: Floats) -> NDArray[np.int64]:
    """Return where each distinct score begins."""
    return np.append(0, 1 + np.flatnonzero(ordered[1:] != ordered[:-1]))


def _from_the_end(values: Floats) -> Floats:
    total: Floats = np.cumsum(values[::-1])[::-1]
    return total


def _of_lone_samples(value: float, positives: int, negatives: int) -> float:
    """Return the variance that a single sample of its kind cannot show, as it has nothing to differ from.

    Source: J. A. Hanley, B. J. McNeil, Radiology 143 (1982), 29-36, whose model of scores gives it from the area.
    """
    of_positive = value / (2 - value) - value**2 if positives == 1 else 0.0
    of_negative = 2 * value**2 / (1 + value) - value**2 if negatives == 1 else 0.0
    return of_positive + of_negative


def _remainder(value: float, positives: int, negatives: int) -> float:
    """Return twice the variance of a pair's order over the number of pairs; by simulation once is too little."""
    return 2 * value * (1 - value) / (positives * max(negatives, 1))


def _scale(number: int) -> float:
    """Return 1 / number, so that squares add up to the unbiased variance of the mean."""
    return 1 / np.sqrt(number * (number - 1)) if number > 1 else 1.0


def mean_area(areas: Sequence[Area]) -> Area:
    """Return the mean of the areas of several classes of the same samples."""
    value = sum(area.value for area in areas) / len(areas)
    influence = np.mean([area.influence for area in areas], axis=0)
    positives = sum(area.positives for area in areas)
    negatives = sum(area.negatives for area in areas)
    remainder = sum(area.remainder for area in areas) / len(areas) ** 2
    return Area(value, influence, positives, negatives, remainder)


def area_interval(area: Area, variance: float, level: float = LEVEL, method: str = "DeLong") -> Interval:
    """Return the interval of an area on the logit scale; at 0 and 1, Newcombe's, which does not collapse there.

    Sources: M. S. Pepe, The Statistical Evaluation of Medical Tests (2003), section 5.2; R. G. Newcombe, Statistics in
    Medicine 25 (2006), 559-573, method 5.
    """
    value, z = area.value, normal_quantile(level)
    if 0 < value < 1 and variance > 0:
        half = z * sqrt(variance + area.remainder) / (value * (1 - value))
        low, high = (1 / (1 + (1 - value) / value * exp(side)) for side in (half, -half))
        return enclosing(value, low, high, level, f"{method}, logit", (0.0, 1.0))
    low, high = (_newcombe_bound(area, z, end) for end in (0.0, 1.0))
    return enclosing(value, low, high, level, "Newcombe", (0.0, 1.0))


def _newcombe_bound(area: Area, z: float, far: float) -> float:
    """Return the area, between the one seen and the far end, that is just z standard errors away."""
    m, n, near = area.positives, area.negatives, area.value
    if near == far or m == 0 or n == 0:  # of samples of one kind alone the area can be nothing else
        return near
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        shape = (1 - middle) / (2 - middle) + middle / (1 + middle)
        variance = middle * (1 - middle) * (1 + max(0.0, (m + n) / 2 - 1) * shape) / (m * n)
        if abs(area.value - middle) < z * sqrt(variance):
            near = middle
        else:
            far = middle
    return (near + far) / 2


def area_difference(
    a: Area, b: Area, variances: Sequence[float], intervals: Sequence[Interval], method: str = "DeLong"
) -> Difference:
    """Return the paired difference of two areas of the same samples, with DeLong's test.

    The interval combines those of the two areas by their correlation (MOVER), so that it also holds near 1. Where the
    variance of the difference is 0, the p-value follows from the interval.

    Parameters
    ----------
    variances : sequence of float
        Of a, of b, and of their sum, from which their covariance follows.
    intervals : sequence of Interval
        Of a and of b.
    """
    of_a, of_b, of_sum = variances
    covariance = (of_sum - of_a - of_b) / 2
    correlation = covariance / sqrt(of_a * of_b) if of_a > 0 and of_b > 0 else 0.0
    found = combined(a.value, intervals[0], b.value, intervals[1], min(1.0, max(-1.0, correlation)))
    spread = of_a + of_b - 2 * covariance
    if spread <= 1e-18:
        return found
    p_value = 2 * NormalDist().cdf(-abs(a.value - b.value) / sqrt(spread))
    return found._replace(p_value=p_value, test=f"{method}, paired")
