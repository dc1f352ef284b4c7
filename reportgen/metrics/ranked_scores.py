"""Counts above each score: what ROC, precision-recall and threshold curves and their areas all come from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.split_predictions import Classified


@dataclass(frozen=True, eq=False)
class Ranked:
    """Samples sorted by one score, counted at each distinct value of it, highest first.

    Attributes
    ----------
    thresholds : ndarray of shape (n_thresholds,)
        Distinct scores, falling. Predicting yes from `thresholds[i]` on gives the counts at i.
    hits, false_alarms : ndarray of shape (n_thresholds,)
        True and false positives; they agree with sklearn.metrics.roc_curve times the class sizes.
    positives, negatives : int
    """

    thresholds: NDArray[np.float64]
    hits: NDArray[np.int64]
    false_alarms: NDArray[np.int64]
    positives: int
    negatives: int

    def __add__(self, other: "Ranked") -> "Ranked":
        """Return the counts of both sets of samples together."""
        thresholds = np.union1d(self.thresholds, other.thresholds)[::-1]
        hits, false_alarms = (
            sum(own.reached(thresholds, counts) for own, counts in pairs)
            for pairs in (
                ((self, self.hits), (other, other.hits)),
                ((self, self.false_alarms), (other, other.false_alarms)),
            )
        )
        positives, negatives = self.positives + other.positives, self.negatives + other.negatives
        return Ranked(thresholds, np.asarray(hits), np.asarray(false_alarms), positives, negatives)

    def reached(self, thresholds: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return one of the counts at other thresholds, of shape (n_others,)."""
        places = np.searchsorted(-self.thresholds, -thresholds, side="right")
        found: NDArray[np.int64] = np.append(0, counts)[places]
        return found

    @cached_property
    def recall(self) -> NDArray[np.float64]:
        """True positive rate at each threshold."""
        return self.hits / self.positives

    @cached_property
    def precision(self) -> NDArray[np.float64]:
        """Precision at each threshold."""
        return self.hits / (self.hits + self.false_alarms)

    @cached_property
    def roc_auc(self) -> float:
        """Area under the ROC curve; agrees with sklearn.metrics.roc_auc_score."""
        steps = np.diff(self.false_alarms, prepend=0)
        heights = self.hits + np.concatenate([[0], self.hits[:-1]])
        return float((steps * heights).sum()) / (2 * self.positives * self.negatives)

    @cached_property
    def average_precision(self) -> float:
        """Mean of precision over steps of recall; agrees with sklearn.metrics.average_precision_score."""
        return float((np.diff(self.hits, prepend=0) * self.precision).sum()) / self.positives

    def undefined(self, *, without_negatives: bool = False) -> str | None:
        """Return why areas are undefined, or None. Average precision can do without negatives."""
        if not self.positives:
            return "undefined: there are no samples of the class here"
        if not self.negatives and not without_negatives:
            return "undefined: all samples here are of the class"
        return None


def rank(is_positive: NDArray[np.bool_], scores: NDArray[np.float64]) -> Ranked:
    """Count samples above each distinct score.

    Parameters
    ----------
    is_positive, scores : ndarray of shape (n_samples,)
    """
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    ends = np.append(np.flatnonzero(falling[1:] != falling[:-1]), len(falling) - 1)
    hits = np.cumsum(is_positive[order])[ends]
    positives = int(is_positive.sum())
    return Ranked(falling[ends], hits, ends + 1 - hits, positives, len(scores) - positives)


def ranked_classes(predictions: Classified) -> dict[str, Ranked]:
    """Return each class against the rest, by class name; of two classes the positive one alone; of labels each.

    Empty where the model has no scores, or only the best classes' scores are kept.
    """
    if "ranked" not in predictions.cache:
        predictions.cache["ranked"] = _rank_all(predictions)
    ranked: dict[str, Ranked] = predictions.cache["ranked"]
    return ranked


def _rank_all(predictions: Classified) -> dict[str, Ranked]:
    scores = predictions.scores
    if scores is None or not scores.has_all_classes:
        return {}
    codes = [1] if scores.is_of_two else range(len(predictions.classes))
    return {predictions.classes[code]: rank(predictions.is_of(code), scores.column(code)) for code in codes}
