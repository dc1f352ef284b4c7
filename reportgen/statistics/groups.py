"""Groups of samples that belong together: only whole groups are independent of each other."""

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.curve_areas import average_precision, roc_area

Floats = NDArray[np.float64]

#: Of the size of what is summed up: a sum is zero but for rounding where it is no more.
SUM_ROUNDING = 1e-9

#: A figure without a formula is computed again without each group, if that looks at no more samples than this; of many
#: groups their influences tell enough.
MOST_LOOKED_AT = 2_000_000


def effective_groups(groups: NDArray[np.int64]) -> float:
    """Return how many groups of equal size would tell as much: fewer than there are where sizes differ.

    Parameters
    ----------
    groups : ndarray of shape (n_samples,)
        Numbered from 0.

    Source: L. Kish, Survey Sampling (1965), on unequal weights.
    """
    sizes = np.bincount(groups).astype(np.float64)
    return float(sizes.sum() ** 2 / np.square(sizes).sum())


def left_out(influence: Floats, groups: NDArray[np.int64]) -> Floats:
    """Return by how much a figure changes as each group is left out, from the influence of each sample.

    A large group pulls the figure towards itself, so that without it the change is larger than its influence. Groups
    that are equally good, but for rounding, change nothing.
    """
    sums = np.bincount(groups, weights=influence)
    sizes = np.bincount(groups, weights=np.abs(influence))
    if np.abs(sums).max() <= SUM_ROUNDING * sizes.max():
        return np.zeros(len(sums))
    shares = np.bincount(groups) / len(groups)
    return -sums / (1 - shares)


def jackknife_covariance(first: Floats, second: Floats) -> float:
    """Return the covariance of two figures from how each changes as each group is left out.

    Source: B. Efron, C. Stein, The jackknife estimate of variance, Annals of Statistics 9 (1981), 586-596.
    """
    return float(first @ second) * (len(first) - 1) / len(first)


def group_variance(influence: Floats, groups: NDArray[np.int64]) -> float:
    """Return the variance of a figure over groups drawn anew, from the influence of each sample."""
    changes = left_out(influence, groups)
    return jackknife_covariance(changes, changes)


def roc_left_out(is_positive: NDArray[np.bool_], scores: Floats, groups: NDArray[np.int64]) -> Floats | None:
    """Return by how much the area under the ROC curve changes as each group is left out, exactly.

    None where a group holds all samples of a kind. Takes n log n steps.
    """
    area = roc_area(is_positive, scores)
    m, n, number = area.positives, area.negatives, int(groups.max()) + 1
    positives = np.bincount(groups[is_positive], minlength=number)
    negatives = np.bincount(groups[~is_positive], minlength=number)
    if positives.max() == m or negatives.max() == n:
        return None
    shares = placements(is_positive, scores)
    pairs = np.bincount(groups, shares * np.where(is_positive, n, m), number)
    within = np.zeros(number)
    order = np.argsort(groups, kind="stable")
    for group, rows in enumerate(np.split(order, np.cumsum(np.bincount(groups, minlength=number))[:-1])):
        if positives[group] and negatives[group]:
            own = roc_area(is_positive[rows], scores[rows])
            within[group] = own.value * positives[group] * negatives[group]
    kept = area.value * m * n - pairs + within
    return _but_rounding(kept / ((m - positives) * (n - negatives)) - area.value)


def _but_rounding(changes: Floats) -> Floats:
    return np.zeros(len(changes)) if np.abs(changes).max() <= SUM_ROUNDING else changes


def placements(is_positive: NDArray[np.bool_], scores: Floats) -> Floats:
    """Return the share of samples of the other kind that each sample is rightly ordered with; ties count half."""
    m, n = int(is_positive.sum()), int((~is_positive).sum())
    ranks, found = mean_ranks(scores), np.empty(len(scores))
    found[is_positive] = (ranks[is_positive] - mean_ranks(scores[is_positive])) / n
    found[~is_positive] = 1 - (ranks[~is_positive] - mean_ranks(scores[~is_positive])) / m
    return found


def mean_ranks(values: Floats) -> Floats:
    """Return the rank of each value, from 1; equal ones share the mean of theirs, as in scipy.stats.rankdata."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[places])


def precision_left_out(
    is_positive: NDArray[np.bool_], scores: Floats, groups: NDArray[np.int64]
) -> Floats | None:
    """Return by how much the average precision changes as each group is left out, computed anew for each.

    None where a group holds all positives, and where that would take too long.
    """
    number = int(groups.max()) + 1
    positives = np.bincount(groups[is_positive], minlength=number)
    if number * len(scores) > MOST_LOOKED_AT or positives.max() == positives.sum():
        return None
    value = average_precision(is_positive, scores).value
    kept = (groups != group for group in range(number))
    without = np.array([average_precision(is_positive[own], scores[own]).value for own in kept])
    return _but_rounding(without - value)
