"""Outcomes made at random, for comparing figures with their references."""

import numpy as np

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores


def random_outcome(
    n_classes: int = 4, n_samples: int = 300, seed: int = 0, *, ties: bool = True
) -> ClassPredictions:
    """Probabilities that lean towards the truth, with ties where asked for, and their argmax as answers."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, n_classes, n_samples)
    weights = random.gamma(1.0, size=(n_samples, n_classes))
    weights[np.arange(n_samples), truth] += 1
    scores = weights / weights.sum(axis=1, keepdims=True)
    if ties:
        scores = np.round(scores, 1)
        scores[:, 0] += 1 - scores.sum(axis=1)
        scores = np.clip(scores, 0, 1)
        scores /= scores.sum(axis=1, keepdims=True)
    answers = scores.argmax(axis=1)
    classes = tuple(str(code) for code in range(n_classes))
    return ClassPredictions(
        classes, truth, answers, Scores(scores[:, 1] if n_classes == 2 else scores), "probability"
    )
