"""Predictions and scores of a fitted estimator, with everything expensive computed once."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.models.answers import (
    Codes,
    ScoreArray,
    for_all_classes,
    from_decisions,
    largest,
    not_below_zero,
    pairwise_scores,
    pairwise_votes,
)
from reportgen.models.model_spec import DecisionRule, Estimator, ModelSpec
from reportgen.models.pipeline_steps import final_step, transformed

#: A class that training did not show is never answered: impossible, or below every decision. A constant, so that
#: it orders no samples of that class and does not depend on which rows are predicted together.
UNKNOWN = {"predict_proba": 0.0, "decision_function": -np.inf}

#: Codes answered, and scores over the known classes (None where the model has none).
Raw = tuple[Codes, ScoreArray | None]


def respond(
    spec: ModelSpec, estimator: Estimator, features: Any, n_classes: int
) -> tuple[Codes, NDArray[np.float64] | None]:
    """Return what a fitted estimator predicts, and the scores behind it.

    Safe to call from several threads at once with the same estimator, which stays as it is.

    Parameters
    ----------
    spec : ModelSpec
        What is known of the estimator: `answers` says how predictions follow from what is computed once, `score`
        which scores are kept.
    estimator : Estimator
        Bare or a Pipeline, fitted on class codes. Its training data may have lacked some of the codes.
    features : ndarray or DataFrame of shape (n_samples, n_features)
        A Pipeline's steps are applied to it once.
    n_classes : int
        Number of classes of the task; codes are 0..n_classes-1.

    Returns
    -------
    answers : ndarray of shape (n_samples,)
        Codes, equal to `estimator.predict(features)`.
    scores : ndarray of shape (n_samples,) or (n_samples, n_classes), or None
        For two classes the score of code 1: its probability, or the decision. Otherwise a column for each
        class, where one that training did not show has probability 0 or decision -inf. None where the model
        has no scores of the kind that the spec names.
    """
    final, features = final_step(estimator), transformed(estimator, features)
    known = np.asarray(getattr(final, "classes_", np.arange(n_classes))).astype(np.int64)
    if len(known) == 1:
        answers = np.full(_rows(features), known[0])
        return answers, _only_one_class(spec, known, len(answers), n_classes)
    answers, scores = _WAYS[_way(spec, final)](spec, final, features, known)
    if scores is None or spec.score is None:
        return answers, None
    return answers, for_all_classes(scores, known, n_classes, unknown=UNKNOWN[spec.score])


def _rows(features: Any) -> int:
    return int(features.shape[0])


def _only_one_class(spec: ModelSpec, known: Codes, rows: int, n_classes: int) -> NDArray[np.float64] | None:
    """Return the scores of a model whose training data held one class: certain, or a margin of one.

    Not every estimator can be asked: some index a second class that is not there.
    """
    if spec.score is None:
        return None
    if spec.score == "decision_function" and n_classes == 2:
        return np.full(rows, 1.0 if known[0] == 1 else -1.0)
    return for_all_classes(np.ones((rows, 1)), known, n_classes, unknown=UNKNOWN[spec.score])


def _way(spec: ModelSpec, final: Estimator) -> DecisionRule:
    """Return the spec's way to predictions, or `predict` where the fitted estimator's parameters rule it out."""
    if spec.score is None or not hasattr(final, spec.score):
        return "predict"
    if spec.answers == "votes" and getattr(final, "break_ties", False):
        return "predict"
    if spec.answers == "neighbours" and getattr(final, "weights", None) in ("uniform", None):
        return "probability"
    return spec.answers


def _by_probability(_: ModelSpec, final: Estimator, features: Any, known: Codes) -> Raw:
    probabilities = np.asarray(final.predict_proba(features))
    return known[largest(probabilities)], probabilities


def _by_decision(_: ModelSpec, final: Estimator, features: Any, known: Codes) -> Raw:
    decisions = np.asarray(final.decision_function(features))
    return known[from_decisions(decisions)], decisions


def _by_votes(_: ModelSpec, final: Estimator, features: Any, known: Codes) -> Raw:
    """Ask an SVC for its pairwise decisions; both its predictions and its scores follow from them.

    The parameter only changes what decision_function returns, so it can be set after fitting; on a copy, as
    other threads may be predicting with the same estimator.
    """
    pairwise = np.asarray(
        copy.copy(final).set_params(decision_function_shape="ovo").decision_function(features)
    )
    if pairwise.ndim == 1:
        return known[not_below_zero(pairwise)], pairwise
    return known[pairwise_votes(pairwise, len(known))], pairwise_scores(pairwise, len(known))


def _by_neighbours(spec: ModelSpec, final: Estimator, features: Any, known: Codes) -> Raw:
    """Find the neighbours once and let predict and predict_proba both use them.

    With weights by distance the two sum in different orders, so that near ties may end differently.
    """
    return _by_predict(spec, informed_neighbours(final, features), features, known)


def informed_neighbours(final: Estimator, features: Any) -> Estimator:
    """Return a copy of a nearest-neighbour model that knows the neighbours of these samples already."""
    distances, indices = final.kneighbors(features)

    def found(_: Any = None, *, return_distance: bool = True) -> Any:
        return (distances, indices) if return_distance else indices

    informed = copy.copy(final)
    informed.kneighbors = found
    return informed


def _by_predict(spec: ModelSpec, final: Estimator, features: Any, _: Codes) -> Raw:
    answers = np.asarray(final.predict(features)).astype(np.int64)
    score = getattr(final, spec.score, None) if spec.score is not None else None
    return answers, None if score is None else np.asarray(score(features))


_WAYS: dict[DecisionRule, Callable[[ModelSpec, Estimator, Any, Codes], Raw]] = {
    "probability": _by_probability,
    "decision": _by_decision,
    "votes": _by_votes,
    "neighbours": _by_neighbours,
    "predict": _by_predict,
}
