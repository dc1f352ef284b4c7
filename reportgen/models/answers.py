"""From arrays of scores to predictions, without asking the model a second time. numpy only.

Predictions here are positions 0..k-1 among the classes that the model was trained on. Every rule is the one that
the model's own predict() follows, down to its ties; the tests hold them against each other.
"""

from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

ScoreArray = NDArray[np.floating[Any]]
Codes = NDArray[np.int64]


def largest(scores: ScoreArray | Codes) -> Codes:
    """Return the position of each row's largest score, the first of several equal ones.

    scores has shape (n_samples, n_classes), probabilities or decisions.
    """
    codes: Codes = np.argmax(scores, axis=1).astype(np.int64)
    return codes


def above_zero(decisions: ScoreArray) -> Codes:
    """Return 1 where a linear model's decision between two classes is positive; zero gives 0."""
    return (decisions > 0).astype(np.int64)


def from_decisions(decisions: ScoreArray) -> Codes:
    """Return the predictions of a linear model from decisions of shape (n_samples,) or (n_samples, n_classes)."""
    return above_zero(decisions) if decisions.ndim == 1 else largest(decisions)


def not_below_zero(decisions: ScoreArray) -> Codes:
    """Return the predictions of an SVC between two classes.

    libsvm predicts the first class where its value is positive and the second otherwise. scikit-learn's
    decision_function is that value with the sign turned, so that here zero gives 1.
    """
    return (~(decisions < 0)).astype(np.int64)


def pairwise_votes(pairwise: ScoreArray, n_classes: int) -> Codes:
    """Return the predictions of an SVC among more than two classes: the class that wins most pairs.

    Parameters
    ----------
    pairwise : ndarray of shape (n_samples, n_classes * (n_classes - 1) / 2)
        `decision_function` with decision_function_shape="ovo": the pairs (0, 1), (0, 2), ..., (1, 2), ...
        The first class of a pair wins where the value is positive, the second otherwise.
    n_classes : int

    Of several classes with most votes the first is predicted, as in libsvm's svm_predict_values.
    """
    votes = np.zeros((len(pairwise), n_classes), dtype=np.int64)
    for column, (first, second) in enumerate(combinations(range(n_classes), 2)):
        first_wins = pairwise[:, column] > 0
        votes[:, first] += first_wins
        votes[:, second] += ~first_wins
    return largest(votes)


def pairwise_scores(pairwise: ScoreArray, n_classes: int) -> NDArray[np.float64]:
    """Return one score for each class from an SVC's pairwise decisions, of shape (n_samples, n_classes).

    A class's score is its number of votes plus t / (3 (|t| + 1)), t being the sum of its decisions over all
    pairs: the second term stays within a third, so that it orders classes of equal votes and no others. Equal
    to scikit-learn's `decision_function` with decision_function_shape="ovr", to the last bit; there a decision
    of exactly zero is a vote for the first class of the pair.
    """
    votes = np.zeros((len(pairwise), n_classes))
    total = np.zeros((len(pairwise), n_classes))
    for column, (first, second) in enumerate(combinations(range(n_classes), 2)):
        decision = pairwise[:, column]
        total[:, first] += decision
        total[:, second] -= decision
        second_wins = decision < 0
        votes[:, second] += second_wins
        votes[:, first] += ~second_wins
    bounded: NDArray[np.float64] = votes + total / (3 * (np.abs(total) + 1))
    return bounded


def for_all_classes(
    scores: ScoreArray, known: Codes, n_classes: int, *, unknown: float
) -> NDArray[np.float64]:
    """Return scores in the shape that is kept, whatever classes the model was trained on.

    Parameters
    ----------
    scores : ndarray of shape (n_samples,) or (n_samples, n_known)
        One column for each known class. One dimension: decisions between two known classes, positive for the
        second of them.
    known : ndarray of shape (n_known,)
        Codes of the classes seen in training, ascending.
    n_classes : int
        Number of classes of the task.
    unknown : float
        The score of a class that training did not show.

    Returns
    -------
    ndarray of shape (n_samples,) for two classes, the score of code 1, or (n_samples, n_classes)
    """
    if scores.ndim == 1:
        if n_classes == 2:
            return np.ascontiguousarray(scores, dtype=np.float64)
        scores = np.column_stack([-scores, scores])
    if len(known) == n_classes:
        full = scores.astype(np.float64, copy=False)
    else:
        full = np.full((len(scores), n_classes), unknown)
        full[:, known] = scores
    return np.ascontiguousarray(full[:, 1] if n_classes == 2 else full)
