"""The unfitted estimator of a model, by what is predicted: bare, or wrapped where it predicts one target at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.models.answer_form import AnswerForm, AnswerKind
from reportgen.models.model_spec import Estimator, ModelSpec

if TYPE_CHECKING:
    from reportgen.models.catalogue import Model

Builder = Callable[["Model", int, AnswerForm], Estimator]

CHAINED = (
    "It predicts one label at a time, in a classifier chain: the fit for each label is also told the labels before it, "
    "and when it predicts, its own predictions of them."
)

#: Labels have two classes each; other outputs may have more.
LABEL_CLASSES = 2


def build(model: "Model", seed: int, form: AnswerForm) -> Estimator:
    """Return the unfitted estimator alone, without what comes in front, able to give such predictions."""
    return _BUILDERS[form.kind](model, seed, form)


def _bare(model: "Model", seed: int, _: AnswerForm) -> Estimator:
    return model.build(seed)


def _for_several(model: "Model", seed: int, form: AnswerForm) -> Estimator:
    """Return an estimator of several targets: one for each target where the model predicts one at a time."""
    from sklearn.multioutput import ClassifierChain, MultiOutputClassifier

    if answers_all_at_once(model.spec, form):
        return model.build(seed)
    return (ClassifierChain if form.chain else MultiOutputClassifier)(model.build(seed))


_BUILDERS: dict[AnswerKind, Builder] = {"class": _bare, "several": _for_several, "image": _bare}


def answers_all_at_once(spec: ModelSpec, form: AnswerForm) -> bool:
    """Return whether the model predicts all targets by itself, without being wrapped."""
    if form.kind != "several":
        return True
    labels = all(classes == LABEL_CLASSES for classes in form.outputs)
    return spec.several == "outputs" or (spec.several == "labels" and labels)


def refuse_constant(spec: ModelSpec, form: AnswerForm, codes: NDArray[Any]) -> None:
    """Raise a ValueError that says which of several targets a wrapped model cannot learn: one that never varies.

    codes has shape (n_samples,) or (n_samples, n_outputs), those of the training samples.
    """
    if answers_all_at_once(spec, form) or not len(codes):
        return
    constant = np.flatnonzero((codes == codes[0]).all(axis=0))
    if len(constant):
        raise ValueError(
            f"target {constant[0] + 1} of {codes.shape[1]} is the same for all training samples, so that there is "
            "nothing to learn for the model of its own that it would get"
        )


def in_front_of(spec: ModelSpec, form: AnswerForm) -> ModelSpec:
    """Return the spec with what is accepted once it is wrapped: a chain takes plain, complete numbers alone."""
    if form.chain and not answers_all_at_once(spec, form):
        return replace(spec, takes_missing=False, takes_categories=False, takes_sparse=False)
    return spec


def wrapping_notes(spec: ModelSpec, form: AnswerForm) -> tuple[str, ...]:
    """Return the sentence that says how a model that predicts one target at a time comes to predict several."""
    if answers_all_at_once(spec, form):
        return ()
    if form.chain:
        return (CHAINED,)
    return ("It predicts one target at a time: one fit for each, independent of the others.",)
