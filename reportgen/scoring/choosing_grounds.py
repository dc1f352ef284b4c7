"""What a threshold is chosen on: samples whose scores, of several fits, are brought to one scale.

Probabilities are on one scale already. Decision scores are not: another fit may give all of them times ten. So each
fit's are counted in standard deviations from their mean on the samples that it did not learn from, a threshold is
chosen among those, and carried to another fit by the mean and the standard deviation of its own scores. That takes no
labels, and presumes that samples are of the same kind, with about as many positives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.ranked_scores import Ranked, rank
from reportgen.predictions.class_predictions import ClassPredictions

Floats = NDArray[np.float64]


class ScoreScale(NamedTuple):
    """The mean and the standard deviation of a fit's scores, and of how many samples they are."""

    centre: float
    width: float
    number: int

    def standardized(self, scores: Floats) -> Floats:
        """Return scores in standard deviations from the mean, of shape (n_samples,)."""
        return (scores - self.centre) / self.width


def scale_of(scores: Floats) -> ScoreScale:
    """Return the scale of a fit's scores, of shape (n_samples,); scores that are all equal have a width of 1."""
    return ScoreScale(float(scores.mean()), float(scores.std()) or 1.0, len(scores))


def mean_scale(folds: Sequence[ClassPredictions]) -> ScoreScale:
    """Return the mean of the folds' scales, as good as the smallest of them: that of a fit which is not there."""
    scales = [scale_of(np.asarray(fold.scores)) for fold in folds]
    centre, width = (float(np.mean([scale[part] for scale in scales])) for part in range(2))
    return ScoreScale(centre, width, min(scale.number for scale in scales))


@dataclass(frozen=True, eq=False)
class Grounds:
    """Samples that a threshold is chosen on.

    Attributes
    ----------
    is_positive, scores : ndarray of shape (n_samples,)
        On the common scale where `rescaled`.
    groups : ndarray of shape (n_samples,), optional
        Which samples belong together.
    rescaled : bool
        Whether scores are in standard deviations from the mean of each fit's.
    fit_of : ndarray of shape (n_samples,)
        The number of the fit that judged each sample.
    """

    is_positive: NDArray[np.bool_]
    scores: Floats
    groups: NDArray[Any] | None
    rescaled: bool
    fit_of: NDArray[np.int64]

    @cached_property
    def ranked(self) -> Ranked:
        """The samples counted at each score."""
        return rank(self.is_positive, self.scores)

    def carried(self, threshold: float, scale: ScoreScale | None, highest: float) -> float:
        """Return a threshold on the scale of a fit, whose highest score is given; one above all stays so."""
        if not self.rescaled or scale is None:
            return threshold
        found = scale.centre + scale.width * threshold
        return max(found, float(np.nextafter(highest, np.inf))) if self._is_never(threshold) else found

    def _is_never(self, threshold: float) -> bool:
        return bool(threshold > self.ranked.thresholds[0])

    def doubt(self, threshold: float, scale: ScoreScale | None) -> float:
        """Return the standard error of a threshold on the common scale, from those of means and deviations; 0 if exact.

        Source: the influence of a sample z on mean + threshold * deviation is z + threshold * (z**2 - 1) / 2.
        """
        if not self.rescaled or scale is None:
            return 0.0
        influence = self.scores + threshold * (self.scores**2 - 1) / 2
        return sqrt(float(np.mean(influence**2)) * (1 / scale.number + 1 / len(self.scores)))


def grounds_of(
    fits: Sequence[ClassPredictions], groups: Sequence[NDArray[Any] | None], *, for_another: bool
) -> Grounds:
    """Return what a threshold is chosen on: samples judged by each of some fits, and which of them belong together.

    `for_another`: whether the threshold is for a fit that is none of them.
    """
    scores = [np.asarray(fit.scores) for fit in fits]
    rescaled = for_another and fits[0].score_kind == "decision"
    if rescaled:
        scores = [scale_of(own).standardized(own) for own in scores]
    known = [own for own in groups if own is not None]
    return Grounds(
        np.concatenate([fit.truth == 1 for fit in fits]),
        np.concatenate(scores),
        np.concatenate(known) if len(known) == len(fits) else None,
        rescaled,
        np.repeat(np.arange(len(fits)), [len(own) for own in scores]),
    )
