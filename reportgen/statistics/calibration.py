"""Calibration of predicted probabilities: how large the error is, whether there is any, and of what kind."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import LEVEL, Interval, enclosing, normal_quantile

Floats = NDArray[np.float64]

#: The method of the interval.
DEBIASED = "debiased, score"

#: Newton's steps, of which a handful is enough where there is a solution.
STEPS = 50

#: Probabilities closer to 0 or 1 count as so close: their logarithm of odds would be without bounds.
CLOSEST = 1e-6


class SquaredError(NamedTuple):
    """The debiased mean square of the calibration error over bins, and what its variance follows from.

    `noise` is the sum over bins of the squared weighted variances of their gaps, `cross` that of the squared weights
    times these variances.
    """

    value: float
    noise: float
    cross: float


def squared_error(counts: Floats, totals: Floats, squares: Floats) -> SquaredError:
    """Return the debiased mean square of the gaps between predicted probability and observed frequency, by bin.

    The plain mean square is larger than the truth, as each gap is seen with an error of its own: its variance is taken
    off. A bin of a single sample tells nothing.

    Parameters
    ----------
    counts, totals, squares : ndarray of shape (n_bins,)
        Samples, and the sums of their gaps (probability less outcome) and of the squares of these.

    Source: A. Kumar, P. Liang, T. Ma, Verified uncertainty calibration, NeurIPS 2019, section 4.
    """
    usable = counts >= 2
    n, total, square = (own[usable] for own in (counts, totals, squares))
    gaps = total / n
    variances = np.maximum(square - n * gaps**2, 0) / (n - 1) / n
    return _squared(gaps, variances, n / counts.sum())


def squared_error_by_group(bins: NDArray[np.int64], each: Floats, groups: NDArray[np.int64]) -> SquaredError:
    """Return the same where only whole groups are independent; a bin of a single group tells nothing.

    Parameters
    ----------
    bins, each, groups : ndarray of shape (n_samples,)
        Of each sample its bin, its gap and its group, numbered from 0.
    """
    shape = int(bins.max()) + 1, int(groups.max()) + 1
    cells = np.ravel_multi_index((bins, groups), shape)
    counts, totals = (
        np.bincount(cells, own, shape[0] * shape[1]).reshape(shape).astype(np.float64) for own in (None, each)
    )
    number = (counts > 0).sum(axis=1)
    usable = number >= 2
    n = counts[usable].sum(axis=1)
    gaps = totals[usable].sum(axis=1) / n
    off = (totals[usable] - gaps[:, None] * counts[usable]) / n[:, None]
    variances = np.square(off).sum(axis=1) * number[usable] / (number[usable] - 1)
    return _squared(gaps, variances, n / len(bins))


def _squared(gaps: Floats, variances: Floats, weights: Floats) -> SquaredError:
    value = float((weights * (gaps**2 - variances)).sum())
    noise = float(np.square(weights * variances).sum())
    return SquaredError(value, noise, float((weights**2 * variances).sum()))


#: A mean square of no more than this is zero but for rounding, of which the root would make something.
ROUNDING = 1e-15


def rms_error(found: SquaredError) -> float:
    """Return the root of the mean square; 0 where chance alone explains more than there is."""
    return sqrt(found.value) if found.value > ROUNDING else 0.0


def rms_interval(value: float, found: SquaredError, level: float = LEVEL, method: str = DEBIASED) -> Interval:
    """Return the interval of the root mean square: all errors whose own spread does not exclude what was seen.

    The mean square has a variance of 2 noise + 4 error cross, where the error is about the same in all bins. `value` is
    the figure shown, which the interval contains.
    """
    z = normal_quantile(level)
    middle = found.value + 2 * z**2 * found.cross
    half = sqrt(max(0.0, middle**2 - found.value**2 + 2 * z**2 * found.noise))
    low, high = (sqrt(max(0.0, end)) for end in (middle - half, middle + half))
    return enclosing(value, low, high, level, method, (0.0, 1.0))


def spiegelhalter(outcome: Floats, probability: Floats) -> float | None:
    """Return the p-value of the probabilities being those of the outcomes; None where all are 0 or 1.

    Parameters
    ----------
    outcome, probability : ndarray of shape (n_samples,)
        Whether it came true, 0 or 1, and how probable it was said to be.

    Source: D. J. Spiegelhalter, Probabilistic prediction in patient management and clinical trials, Statistics in
    Medicine 5 (1986), 421-433.
    """
    certain = (probability <= 0) | (probability >= 1)
    if (np.abs(outcome - probability)[certain] > 0).any():
        return 0.0  # what was said to be impossible has happened
    variance = float(((1 - 2 * probability) ** 2 * probability * (1 - probability)).sum())
    if variance <= 0:
        return None
    return 2 * NormalDist().cdf(-abs(float(spiegelhalter_terms(outcome, probability).sum())) / sqrt(variance))


def spiegelhalter_terms(outcome: Floats, probability: Floats) -> Floats:
    """Return what each sample adds to Spiegelhalter's statistic: 0 on average where probabilities are met."""
    terms: Floats = (outcome - probability) * (1 - 2 * probability)
    return terms


@dataclass(frozen=True, eq=False)
class Recalibration:
    """How probabilities have to be stretched and shifted, on the scale of the logarithm of odds, to be right.

    Attributes
    ----------
    slope : float
        1 is right; below it probabilities are too extreme (over-confident), above it not extreme enough.
    intercept : float
        With a slope of 1: 0 is right; below it they are too high on the whole, above it too low.
    of_slope, of_intercept : ndarray of shape (n_samples,)
        The influence of each sample on either.
    """

    slope: float
    intercept: float
    of_slope: Floats
    of_intercept: Floats


def recalibration(outcome: Floats, probability: Floats) -> Recalibration | None:
    """Return the calibration slope and intercept; None where a slope is undefined.

    So it is where outcomes are all the same, or probabilities, or where some threshold separates the outcomes.

    Parameters
    ----------
    outcome, probability : ndarray of shape (n_samples,)

    Sources: D. R. Cox, Two further applications of a model for binary regression, Biometrika 45 (1958), 562-565; B. Van
    Calster et al., Calibration: the Achilles heel of predictive analytics, BMC Medicine 17 (2019), 230.
    """
    clipped = np.clip(probability, CLOSEST, 1 - CLOSEST)
    odds = np.log(clipped / (1 - clipped))
    if np.ptp(outcome) == 0 or np.ptp(odds) == 0 or _is_separated(outcome, odds):
        return None
    design = np.column_stack([np.ones(len(odds)), odds])
    both = _logistic(design, outcome, np.zeros(len(odds)))
    shift = _logistic(design[:, :1], outcome, odds)
    if both is None or shift is None:
        return None
    return Recalibration(float(both[0][1]), float(shift[0][0]), both[1][:, 1], shift[1][:, 0])


def _is_separated(outcome: Floats, odds: Floats) -> bool:
    true, false = odds[outcome == 1], odds[outcome == 0]
    return bool(true.min() >= false.max() or true.max() <= false.min())


def _logistic(design: Floats, outcome: Floats, offset: Floats) -> tuple[Floats, Floats] | None:
    """Return the coefficients of a logistic regression and the influence of each sample on them."""
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        fitted = 1 / (1 + np.exp(-(design @ weights + offset)))
        information = design.T @ (design * (fitted * (1 - fitted))[:, None])
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e14:
            return None
        step = np.linalg.solve(information, design.T @ (outcome - fitted))
        # A long step overshoots where probabilities are far from right.
        weights = weights + step * min(1.0, 2.0 / float(np.abs(step).max() or 1.0))
        if np.abs(step).max() < 1e-10:
            break
    else:
        return None
    influence = (design * (outcome - fitted)[:, None]) @ np.linalg.inv(information)
    return weights, influence
