"""How far probabilities can be trusted: log loss, Brier score, calibration error."""

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import MeanOf, Resampled
from reportgen.metrics.metric_spec import BestScores, Outcome, Value, metric

#: Equal-width bins of the calibration error.
ECE_BINS = 15


def true_probabilities(outcome: Outcome) -> NDArray[np.float64]:
    """Return the probability given to each sample's true class, of shape (n_samples,)."""
    scores = outcome.scores
    if isinstance(scores, BestScores):
        return scores.true_scores
    scores = np.asarray(scores)
    if scores.ndim == 1:
        return np.where(outcome.truth == 1, scores, 1 - scores)
    chosen: NDArray[np.float64] = scores[np.arange(len(scores)), outcome.truth]
    return chosen


def top_answers(outcome: Outcome) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the probability of each sample's most probable class, and whether that class is the true one."""
    scores = outcome.scores
    if isinstance(scores, BestScores):
        return scores.scores[:, 0], scores.classes[:, 0] == outcome.truth
    scores = np.asarray(scores)
    if scores.ndim == 1:
        return np.maximum(scores, 1 - scores), (scores > 0.5) == (outcome.truth == 1)
    return scores.max(axis=1), scores.argmax(axis=1) == outcome.truth


def surprises(outcome: Outcome) -> NDArray[np.float64]:
    """Return the negative logarithm of each sample's true class's probability, of shape (n_samples,)."""
    smallest = np.finfo(np.float64).eps  # an answer ruled out wrongly would otherwise cost infinity
    return np.asarray(-np.log(np.clip(true_probabilities(outcome), smallest, 1 - smallest)))


def squared_distances(outcome: Outcome) -> NDArray[np.float64]:
    """Return the squared distance of each sample's probabilities from the truth, of shape (n_samples,)."""
    scores = outcome.scores
    if isinstance(scores, np.ndarray) and scores.ndim == 1:
        return np.square(scores - outcome.truth)
    squares = scores.squares if isinstance(scores, BestScores) else np.square(np.asarray(scores)).sum(axis=1)
    return np.asarray(squares - 2 * true_probabilities(outcome) + 1)


def gaps(outcome: Outcome) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return each sample's bin of confidence, and its confidence less whether it was right; of shape (n_samples,)."""
    confidence, right = top_answers(outcome)
    bins = np.clip(np.ceil(confidence * ECE_BINS).astype(int) - 1, 0, ECE_BINS - 1)
    return bins, confidence - right


def weighted_ece(outcome: Outcome, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the calibration errors, of shape (n_draws,), by weights of shape (n_draws, n_samples)."""
    bins, own = gaps(outcome)
    order = np.argsort(bins, kind="stable")
    starts = np.flatnonzero(np.diff(bins[order], prepend=-1))
    by_bin = np.add.reduceat((weights * own)[:, order], starts, axis=1)
    return np.asarray(np.abs(by_bin).sum(axis=1) / weights.sum(axis=1))


@metric(
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
def log_loss(outcome: Outcome) -> list[Value]:
    """Return the mean negative logarithm of the true classes' probabilities."""
    return [Value(float(surprises(outcome).mean()))]


@metric(
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
def brier(outcome: Outcome) -> list[Value]:
    """Return the mean squared error of the probabilities; over all classes where there are more than two."""
    return [Value(float(squared_distances(outcome).mean()))]


@metric(
    "ece",
    title="Calibration error",
    range=(0.0, 1.0),
    greater_is_better=False,
    description="How far stated confidence and the share of right answers lie apart on average, in 15 equal bins.",
    source="Naeini, Cooper, Hauskrecht: Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015",
    needs="probabilities",
    kind=Resampled(weighted_ece),
    order=60,
)
def ece(outcome: Outcome) -> list[Value]:
    """Return the expected calibration error of the top answers."""
    bins, own = gaps(outcome)
    return [Value(float(np.abs(np.bincount(bins, weights=own)).sum() / outcome.n_samples))]
