"""Expected calibration error: how far confidence and the share of right predictions lie apart, bin by bin."""

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import BinnedGaps
from reportgen.metrics.metric_spec import metric_by_kind
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores

#: Equal-width bins of confidence.
ECE_BINS = 15


def gaps(predictions: ClassPredictions) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return each sample's bin of confidence, and its confidence less whether it was right; of shape (n_samples,)."""
    assert isinstance(predictions.scores, Scores)  # noqa: S101 - the metric needs probabilities
    confidence, top = predictions.scores.top()
    bins = np.clip(np.ceil(confidence * ECE_BINS).astype(int) - 1, 0, ECE_BINS - 1)
    return bins, confidence - (top == predictions.truth)


metric_by_kind(
    "ece",
    title="Calibration error",
    range=(0.0, 1.0),
    greater_is_better=False,
    description="How far confidence and the share of correct predictions lie apart on average, in 15 equal bins.",
    source="Naeini, Cooper, Hauskrecht: Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015",
    needs="probabilities",
    kind=BinnedGaps(gaps, ECE_BINS),
    order=60,
)
