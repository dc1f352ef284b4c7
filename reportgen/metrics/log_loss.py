"""Log loss: the mean surprise at the true class."""

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import metric_by_kind
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores


def surprises(predictions: ClassPredictions) -> NDArray[np.float64]:
    """Return the negative logarithm of each sample's true class's probability, of shape (n_samples,)."""
    assert isinstance(predictions.scores, Scores)  # noqa: S101 - the metric needs probabilities
    smallest = np.finfo(np.float64).eps  # a true class that was ruled out would otherwise cost infinity
    own = predictions.scores.probability_of(predictions.truth)
    return np.asarray(-np.log(np.clip(own, smallest, 1 - smallest)))


metric_by_kind(
    "log_loss",
    title="Log loss",
    range=(0.0, None),
    greater_is_better=False,
    description="The mean surprise at the true class: 0 is certain and right; being certain and wrong costs most.",
    source="sklearn.metrics.log_loss",
    needs="probabilities",
    kind=MeanOf(surprises),
    order=60,
)
