"""How confident a model was in each prediction, and which samples speak for a group: from the most confident down."""

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.class_predictions import ClassPredictions

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


def predicted_scores(predictions: ClassPredictions) -> Floats | None:
    """Return the score of each sample's predicted class, of shape (n_samples,); None for models without scores.

    For two classes a probability is that of the prediction, a decision score is left as it is: its sign says which
    class.
    """
    scores = predictions.scores
    if scores is None:
        return None
    if scores.is_of_two and predictions.score_kind == "probability":
        return np.where(predictions.predicted == 1, scores.values, 1 - scores.values)
    return scores.of_class(predictions.predicted)


def margins(predictions: ClassPredictions) -> Floats | None:
    """Return how confident the model was in each prediction: its score less the best other, of shape (n_samples,).

    Of two classes it is |p - (1 - p)| of a probability and the distance to zero of a decision score, negative where
    `predict` decides against the score. NaN where the score of the prediction was not kept.
    """
    scores, own = predictions.scores, predicted_scores(predictions)
    if scores is None or own is None:
        return None
    if not scores.is_of_two:
        return np.asarray(own - scores.best_other(predictions.predicted))
    if predictions.score_kind == "decision":
        return np.where(predictions.predicted == 1, own, -own)
    return 2 * own - 1


def most_confident_first(predictions: ClassPredictions, positions: Positions, seed: int) -> Positions:
    """Return positions in order of the margin, largest first; those of equal margin, or of none, in random order.

    The order among equals is drawn with the seed, never that of the data.
    """
    shuffled = np.random.default_rng([seed, len(positions)]).permutation(positions)
    sure = margins(predictions)
    if sure is None:
        return shuffled
    return shuffled[np.argsort(-np.nan_to_num(sure[shuffled], nan=-np.inf), kind="stable")]


def spread(ordered: Positions, most: int) -> Positions:
    """Return up to `most` of ordered positions: the first, the last, and those evenly spaced between them."""
    if len(ordered) <= most:
        return ordered
    return ordered[np.rint(np.linspace(0, len(ordered) - 1, most)).astype(np.int64)]
