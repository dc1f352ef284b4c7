"""How many labels of a class are wrong, by where its samples lie among all others: a floor that overlap does not leave.

Model: by some increasing function of the scores both kinds of samples are normal (binormal ROC curve), and a share of
each kind carries the other label, wherever it lies. Members of a class that overlaps with others grow rarer and rarer
towards the others' end; wrong labels stay as frequent there as elsewhere.

Sources: D. D. Dorfman, K. S. Berbaum, "A contaminated binormal model for ROC data: Part II", Academic Radiology 7
(2000), 427-437, here with both kinds contaminated; N. Natarajan et al., "Learning with Noisy Labels", NIPS 26 (2013),
for labels that depend on the class alone; J. A. Hoeting et al., "Bayesian Model Averaging: A Tutorial", Statistical
Science 14 (1999), 382-401, for the mean over all curves.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: How far apart the two kinds may lie, in standard deviations of the others, and the deviation of the class in them.
DISTANCES = np.arange(0.4, 5.6, 0.3)
DEVIATIONS = (0.8, 1.0, 1.25, 1.6)

#: The share of the others that is labelled as the class.
RATES = np.r_[0.0, np.geomspace(0.0005, 0.5, 24)]

#: What no wrong labels at all count for before the data are seen; the rest is spread evenly over all other rates.
NO_ERRORS = 0.8

#: At least this share of the labels of either kind is right: which kind is which can be told.
MOSTLY_RIGHT = 0.5

#: Where the normal distributions are evaluated.
GRID = np.linspace(-8.0, 16.0, 481)

#: Keeps logarithms and quotients of empty tails finite.
TINY = 1e-12


class LabelNoise(NamedTuple):
    """What is known of wrong labels of a class.

    Attributes
    ----------
    wrong : ndarray of shape (n_bins,)
        The expected share of wrong labels among those of the class up to and including each bin.
    separation : float
        The expected area under the ROC curve of the two kinds, by their true labels.
    """

    wrong: Floats
    separation: float


class _Curves(NamedTuple):
    """The curves tried, (n_curves, ...): log-likelihood, rate of errors, area, expected wrong labels up to each bin."""

    likelihood: Floats
    rates: Floats
    areas: Floats
    wrong: Floats


def label_noise(samples: Floats, labelled: Floats) -> LabelNoise:
    """Return how many of the labels of a class are wrong, from the end where its members are rarest.

    Parameters
    ----------
    samples : ndarray of shape (n_bins,)
        How many samples fall into each bin, from the lowest scores of the class to the highest; none is empty.
    labelled : ndarray of shape (n_bins,)
        How many of these carry the label of the class.
    """
    tried = [
        _curves(samples, labelled, share, distance, deviation)
        for share in _true_shares(labelled.sum() / samples.sum())
        for distance in DISTANCES
        for deviation in DEVIATIONS
    ]
    curves = _Curves(*(np.concatenate(part) for part in zip(*tried, strict=True)))
    weights = np.exp(curves.likelihood - curves.likelihood.max())
    none = curves.rates == 0
    weights[none] *= NO_ERRORS / none.sum()
    weights[~none] *= (1 - NO_ERRORS) / max(1, (~none).sum())
    weights /= weights.sum()
    wrong = weights @ curves.wrong / np.maximum(np.cumsum(labelled), 1)
    return LabelNoise(wrong, float(weights @ curves.areas))


def _true_shares(labelled: float) -> Floats:
    """Return shares of the samples that may truly be of a class of which so many carry the label."""
    fewer = labelled * np.array([0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0, 1.1, 1.25])
    more = labelled + (1 - labelled) * np.array([0.01, 0.03, 0.06, 0.1])
    return np.unique(np.clip(np.r_[fewer, more], 1e-6, 1 - 1e-6))


def _curves(samples: Floats, labelled: Floats, share: float, distance: float, deviation: float) -> _Curves:
    """Return the curves of one true share, distance and deviation, for every rate of errors that these allow."""
    from scipy.special import ndtr

    # So many of the class are labelled as it.
    kept = (labelled.sum() / samples.sum() - (1 - share) * RATES) / share
    allowed = (kept >= MOSTLY_RIGHT) & (kept <= 1 + 1e-9) & (kept > RATES)
    allowed &= share * kept >= MOSTLY_RIGHT * labelled.sum() / samples.sum()
    rates, kept = RATES[allowed, None], kept[allowed, None]
    others_below = (1 - share) * ndtr(GRID)
    class_below = share * ndtr((GRID - distance) / deviation)
    ends = np.interp(np.cumsum(samples)[:-1] / samples.sum(), others_below + class_below, GRID)
    others = np.diff(np.r_[0.0, ndtr(ends), 1.0]) * (1 - share) + TINY
    own = np.diff(np.r_[0.0, ndtr((ends - distance) / deviation), 1.0]) * share
    part = others / (others + own)
    wrong, right = part * rates, (1 - part) * kept
    chance = np.clip(wrong + right, TINY, 1 - TINY)
    likelihood = (labelled * np.log(chance) + (samples - labelled) * np.log1p(-chance)).sum(axis=1)
    area = float(ndtr(distance / np.hypot(1.0, deviation)))
    return _Curves(
        likelihood,
        rates[:, 0],
        np.full(len(rates), area),
        np.cumsum(labelled * wrong / np.maximum(wrong + right, TINY), axis=1),
    )
