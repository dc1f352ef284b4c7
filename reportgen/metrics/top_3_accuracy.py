"""Top-3 accuracy: the share of samples whose true class is among the three with the highest scores."""

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import MANY_CLASSES_ONLY, metric_by_kind
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores


def among_best_three(predictions: ClassPredictions) -> NDArray[np.bool_]:
    """Return whether each sample's true class is among the three highest scores, of shape (n_samples,)."""
    assert isinstance(predictions.scores, Scores)  # noqa: S101 - the metric needs scores
    return np.asarray((predictions.scores.highest(3) == predictions.truth[:, None]).any(axis=1))


def too_few_classes(predictions: ClassPredictions) -> str | None:
    """Say that three classes are always among the best three."""
    few = len(predictions.classes) <= 3
    return "not applicable: there are three classes or fewer" if few else None


metric_by_kind(
    "top_3_accuracy",
    title="Top-3 accuracy",
    description="The share of samples whose true class is among the three with the highest scores.",
    source="sklearn.metrics.top_k_accuracy_score",
    unit=SHARE,
    tasks=MANY_CLASSES_ONLY,
    needs="scores",
    kind=MeanOf(among_best_three, refuses=too_few_classes),
    order=40,
)
