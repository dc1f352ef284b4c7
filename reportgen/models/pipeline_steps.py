"""What comes in front of a model by itself, and how the whole is shown to a reader."""

import re
from textwrap import indent
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.models.answer_form import AnswerForm
from reportgen.models.building import build, in_front_of, wrapping_notes
from reportgen.models.class_parameters import ClassCode
from reportgen.models.model_spec import Estimator, ModelSpec
from reportgen.models.table_steps import PLAIN, TableColumns, beside_words, vectorizer
from reportgen.tasks import DataKind

if TYPE_CHECKING:
    from reportgen.models.catalogue import Model


ONE_CLASS = AnswerForm()


def prepare(
    model: "Model",
    kind: DataKind,
    has_missing: bool,
    seed: int,
    *,
    only_numbers: bool = False,
    columns: TableColumns = PLAIN,
    form: AnswerForm = ONE_CLASS,
) -> Estimator:
    """Return the unfitted estimator for data of this kind: bare, or a Pipeline that ends in it.

    Whatever comes in front (see `_in_front`) is fitted together with the model, so inside each fold.

    Parameters
    ----------
    model : Model
        As `catalogue.resolve` returns it.
    kind : {"array", "image", "table"}
    has_missing : bool
        Whether any feature of any sample is missing, training and test together. Infinite values are missing
        ones by then: the datasets see to it.
    seed : int
    only_numbers : bool
        Of a table: whether all columns hold numbers or booleans (`table_steps.only_numbers`). It is then not run
        through the encoders of mixed tables, which cost milliseconds a column and the import of skrub.
    columns : TableColumns
        Of a table: its columns of text and of ordered categories.
    form : AnswerForm
        What is predicted for one sample; a model that cannot predict such targets by itself is wrapped.
    """
    estimator = build(model, seed, form)
    if model.spec.baseline and not model.scaled:
        return estimator  # it reads no features
    spec = in_front_of(model.spec, form)
    scaled = model.scaled or (kind == "table" and spec.wants_scaling)
    if kind == "table" and not only_numbers:
        steps = _in_front_of_mixed(spec, seed, columns, scaled=scaled)
    else:
        steps = _in_front(spec, kind, scaled=scaled, missing=has_missing)
    if not steps:
        return estimator
    from sklearn.pipeline import make_pipeline

    return make_pipeline(*steps, estimator)


def _in_front(spec: ModelSpec, kind: DataKind, *, scaled: bool, missing: bool) -> list[Estimator]:
    """Return the steps in front of a model that reads numbers.

    A scaler where the variant asks for one or the model wants it on tables, and the median in place of missing values
    where there are any and the model does not take them; on tables with a column that says which were missing.
    """
    from sklearn.preprocessing import StandardScaler

    steps: list[Estimator] = [StandardScaler()] if scaled else []
    if missing and not spec.takes_missing:
        steps.append(_filled(indicator=kind == "table"))
    return steps


def _in_front_of_mixed(spec: ModelSpec, seed: int, columns: TableColumns, *, scaled: bool) -> list[Estimator]:
    """Return the steps in front of a model on a table of any columns.

    They are turned into numbers, scaled where the model wants it, and missing values replaced by the median, with a
    column that says which were missing. Tree models want no scaling, boosting takes categories as they are, and a
    model that takes sparse matrices the weight of every word of a text.
    """
    every_word = bool(columns.texts) and spec.takes_sparse
    takes_categories = spec.takes_categories and not scaled
    steps = [
        vectorizer(
            seed, scaled=scaled, takes_categories=takes_categories, columns=columns, words=not every_word
        )
    ]
    # The encoders find missing values that the raw table does not show, `N/A` for one.
    if not spec.takes_missing:
        steps.append(_filled(indicator=True))
    return [beside_words(columns, steps)] if every_word else steps


def _filled(*, indicator: bool) -> Estimator:
    """Return the step that fills gaps, which comes after scaling.

    The columns that say what was missing stay 0 and 1, and rare ones do not outweigh all else.
    """
    from sklearn.impute import SimpleImputer

    return SimpleImputer(strategy="median", add_indicator=indicator, keep_empty_features=True)


def front_notes(spec: ModelSpec, *, has_missing: bool, form: AnswerForm = ONE_CLASS) -> tuple[str, ...]:
    """Return sentences on what becomes of missing values in front of this model, and on how it is wrapped."""
    notes = wrapping_notes(spec, form)
    if spec.baseline or not has_missing:
        return notes
    if in_front_of(spec, form).takes_missing:
        return (
            *notes,
            "Missing values are passed to the model as missing; it learns from them.",
        )
    return (
        *notes,
        "Missing values are replaced by the median of their feature in the training data.",
    )


def final_step(estimator: Estimator) -> Estimator:
    """Return the model itself: the last step of a Pipeline, or the estimator where it is none."""
    return estimator.steps[-1][1] if _is_pipeline(estimator) else estimator


def models_within(final: Estimator) -> list[Estimator]:
    """Return the model that a final step wraps and, once fitted, its copy for each target; or the step itself."""
    if not is_wrapper(final):
        return [final]
    return [final.estimator, *getattr(final, "estimators_", [])]


def is_wrapper(final: Estimator) -> bool:
    """Return whether a final step holds one estimator for each of several targets."""
    return (
        type(final).__module__ == "sklearn.multioutput"
    )  # by name: the import costs where nothing is wrapped


def transformed(estimator: Estimator, features: Any) -> Any:
    """Return the features as a fitted Pipeline's last step sees them."""
    if not _is_pipeline(estimator):
        return features
    for _, step in estimator.steps[:-1]:
        if step is not None and step != "passthrough":
            features = step.transform(features)
    return features


def _is_pipeline(estimator: Estimator) -> bool:
    from sklearn.pipeline import Pipeline

    return isinstance(estimator, Pipeline)


def describe(estimator: Estimator) -> str:
    """Return the estimator as Python code that makes it: changed parameters only, a Pipeline's steps on own lines.

    The same for equal estimators in every run: no memory addresses, independent of scikit-learn's settings.
    """
    if not _is_pipeline(estimator):
        return _code(estimator)
    steps = ",\n".join(indent(_code(step), "    ") for _, step in estimator.steps)
    return f"make_pipeline(\n{steps},\n)"


def _code(estimator: Estimator) -> str:
    from sklearn import config_context

    with config_context(print_changed_only=True):
        try:
            text = estimator.__repr__(N_CHAR_MAX=1_000_000)
        except TypeError:  # not every estimator that users bring derives from scikit-learn's
            text = repr(estimator)
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)


def parameters(estimator: Estimator) -> dict[str, Any]:
    """Return all parameters of the model itself as plain values: numbers, text, lists, or code as text."""
    model = models_within(final_step(estimator))[0]
    if not hasattr(model, "get_params"):
        return {}
    return {name: _plain(value) for name, value in sorted(model.get_params(deep=False).items())}


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, ClassCode):
        return value.name
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return _code(value)
