"""What was predicted with which probability, and whether it came true: what calibration is judged by."""

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores

Floats = NDArray[np.float64]


def confidences(predictions: ClassPredictions) -> tuple[Floats, Floats]:
    """Return whether what was predicted came true, 0 or 1, and its probability; both of shape (n_samples,).

    For two classes it is the positive class, otherwise the most probable class of each sample.
    """
    scores = predictions.scores
    assert isinstance(scores, Scores)  # noqa: S101 - asked where there are probabilities
    if scores.is_of_two:
        return (predictions.truth == 1).astype(np.float64), np.asarray(scores.values, dtype=np.float64)
    probability, top = scores.top()
    return (top == predictions.truth).astype(np.float64), np.asarray(probability, dtype=np.float64)
