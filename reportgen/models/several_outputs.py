"""Predictions of several targets at once, and the scores behind them, with everything expensive computed once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.models.answer_form import AnswerForm
from reportgen.models.answers import Codes, for_all_classes, largest
from reportgen.models.model_spec import Estimator, ModelSpec
from reportgen.models.pipeline_steps import final_step, is_wrapper, transformed
from reportgen.models.respond import UNKNOWN, informed_neighbours, respond

#: Answers of one output, and its scores in the shape that is kept (None where the model has none).
Single = tuple[Codes, NDArray[np.float64] | None]


def respond_several(
    spec: ModelSpec, estimator: Estimator, features: Any, form: AnswerForm
) -> tuple[Codes, NDArray[np.float64] | None]:
    """Return what a fitted estimator of several outputs predicts, and the scores behind it.

    Parameters
    ----------
    spec : ModelSpec
    estimator : Estimator
        Bare, wrapped or a Pipeline, as `pipeline_steps.prepare` makes it, fitted on codes of shape (n_samples,
        n_outputs).
    features : ndarray or DataFrame of shape (n_samples, n_features)
    form : AnswerForm

    Returns
    -------
    answers : ndarray of shape (n_samples, n_outputs)
        Codes, equal to `estimator.predict(features)`.
    scores : ndarray of shape (n_samples, n_columns), or None
        Side by side for each output what `respond` keeps of one: a column for two classes, otherwise a column
        for each class.
    """
    final, features = final_step(estimator), transformed(estimator, features)
    if is_wrapper(final) and hasattr(final, "order_"):
        found = _along_chain(spec, final, features)
    elif is_wrapper(final):
        found = [
            respond(spec, own, features, classes)
            for own, classes in zip(final.estimators_, form.outputs, strict=True)
        ]
    else:
        found = _at_once(spec, final, features, form)
    answers = np.column_stack([own for own, _ in found]).astype(np.int64)
    columns = [scores for _, scores in found if scores is not None]
    return answers, np.column_stack(columns) if len(columns) == len(found) else None


def _along_chain(spec: ModelSpec, final: Estimator, features: Any) -> list[Single]:
    """Ask each estimator of a ClassifierChain in turn, with the predictions of those before it as further features."""
    known = np.asarray(features)
    found: dict[int, Single] = {}
    for label, own in zip(final.order_, final.estimators_, strict=True):
        found[int(label)] = respond(spec, own, known, 2)
        known = np.column_stack([known, found[int(label)][0]])
    return [found[label] for label in sorted(found)]


def _at_once(spec: ModelSpec, final: Estimator, features: Any, form: AnswerForm) -> list[Single]:
    """Ask an estimator that predicts all targets itself: its probabilities, from which its predictions follow."""
    if spec.score != "predict_proba":
        return [(own, None) for own in np.asarray(final.predict(features)).astype(np.int64).T]
    weighted = spec.answers == "neighbours" and getattr(final, "weights", None) not in ("uniform", None)
    asked = informed_neighbours(final, features) if weighted else final
    found = asked.predict_proba(features)
    if isinstance(found, np.ndarray):  # of labels alone: the probability of each, as MLPClassifier gives them
        return [((yes > 0.5).astype(np.int64), yes) for yes in found.T.astype(np.float64)]
    known = [np.asarray(own).astype(np.int64) for own in final.classes_]
    answers = (
        np.asarray(asked.predict(features)).astype(np.int64).T
        if weighted or spec.answers == "predict"
        else [own[largest(np.asarray(scores))] for own, scores in zip(known, found, strict=True)]
    )
    kept = [
        for_all_classes(np.asarray(scores), own, classes, unknown=UNKNOWN[spec.score])
        for scores, own, classes in zip(found, known, form.outputs, strict=True)
    ]
    return list(zip(answers, kept, strict=True))
