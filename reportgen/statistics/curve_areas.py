"""Areas under ROC and precision-recall curves, and how much each sample moves them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: With so many positive samples half of a rate's variance is added to that of an average precision.
FEW_POSITIVES = 5


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
    is_positive : ndarray of shape (n_samples,), optional
        Which samples are positive, of one area under a ROC curve; None of other areas.
    left_out : callable, optional
        Takes the groups of the samples and returns by how much the area changes as each is left out, exactly; None
        where a group holds all of a kind, or it would take too long.
    trials : float, optional
        As how many trials of a rate it counts where it is 0 or 1, so that its influences show nothing; None of areas
        under ROC curves.
    is_constant : bool
        Whether all scores are equal: the area is then known, and no chance is in it.
    """

    value: float
    influence: Floats
    positives: int
    negatives: int
    remainder: float
    is_positive: NDArray[np.bool_] | None = None
    is_constant: bool = False
    trials: float | None = None
    left_out: Callable[[NDArray[np.int64]], Floats | None] | None = None

    @property
    def variance(self) -> float:
        """The variance of the area over samples drawn anew."""
        return float(np.square(self.influence).sum())

    @cached_property
    def seen(self) -> tuple[float, float] | None:
        """What the positive samples add to the variance, and what the negative ones do, of one ROC curve."""
        return None if self.is_positive is None else by_kind(self.influence, self.influence, self.is_positive)


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
    return Area(value, influence, m, n, _remainder(value, m, n), is_positive, len(starts) == 1)


def by_kind(first: Floats, second: Floats, is_positive: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the sum of the products of two influences over positive samples, and over negative ones."""
    products = first * second
    of_positives = float(products[is_positive].sum())
    return of_positives, float(products.sum()) - of_positives


def average_precision(is_positive: NDArray[np.bool_], scores: Floats) -> Area:
    """Return the average precision, with the influence of each sample's weight (the infinitesimal jackknife).

    Parameters
    ----------
    is_positive, scores : ndarray of shape (n_samples,)
        At least one positive sample.

    Few positives show too little of its variance: what m of them show is taken as m / (m - 1) times as large, and a
    part of a rate's variance in m trials is added, which fades as they grow.

    Sources: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 21; K. Boyd, K. Eng, C. D. Page,
    Area under the precision-recall curve, ECML PKDD 2013, for the interval on the logit scale.
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
    seen = float(np.square(influence).sum())
    remainder = seen / max(m - 1, 1) + FEW_POSITIVES / (FEW_POSITIVES + m) * value * (1 - value) / m
    return Area(value, influence, m, len(order) - m, remainder, is_constant=len(starts) == 1, trials=m)


def _starts(ordered: Floats) -> NDArray[np.int64]:
    """Return where each distinct score begins."""
    return np.append(0, 1 + np.flatnonzero(ordered[1:] != ordered[:-1]))


def _from_the_end(values: Floats) -> Floats:
    total: Floats = np.cumsum(values[::-1])[::-1]
    return total


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
    is_constant = all(area.is_constant for area in areas)

    def left_out(groups: NDArray[np.int64]) -> Floats | None:
        found = [None if area.left_out is None else area.left_out(groups) for area in areas]
        known = [own for own in found if own is not None]
        return np.mean(known, axis=0) if len(known) == len(areas) else None

    trials = [area.trials for area in areas if area.trials]
    return Area(
        value,
        influence,
        positives,
        negatives,
        remainder,
        is_constant=is_constant,
        trials=len(areas) ** 2 / sum(1 / own for own in trials) if len(trials) == len(areas) else None,
        left_out=left_out,
    )
