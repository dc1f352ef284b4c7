"""Brier score: the mean squared distance of the probabilities from the truth."""

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import metric_by_kind
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores


def squared_distances(predictions: ClassPredictions) -> NDArray[np.float64]:
    """Return the squared distance of each sample's probabilities from the truth, of shape (n_samples,).

    Over all classes where there are more than two.
    """
    scores, truth = predictions.scores, predictions.truth
    assert isinstance(scores, Scores)  # noqa: S101 - the metric needs probabilities
    if scores.is_of_two:
        return np.square(scores.values - truth)
    return np.asarray(scores.sum_of_squares() - 2 * scores.probability_of(truth) + 1)


metric_by_kind(
    "brier",
    title="Brier score",
    range=(0.0, 2.0),
    greater_is_better=False,
    description="Mean squared distance of the probabilities from the truth: 0 is best, 2 (of two classes 1) worst.",
    source="sklearn.metrics.brier_score_loss",
    needs="probabilities",
    kind=MeanOf(squared_distances),
    order=60,
)
