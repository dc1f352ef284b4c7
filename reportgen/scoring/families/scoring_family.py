"""Family: how tasks of one kind are fitted and measured, and the registry of all families."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.error_records import Errors
from reportgen.bundle.schema import Analysis, Confusion, CoOccurrence, Curve, OperatingPoint, Score
from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import Model
from reportgen.models.model_spec import ModelSpec
from reportgen.planning.fit_job import FitResult
from reportgen.planning.target import Target
from reportgen.predictions.packing import pack_samples
from reportgen.registry import Registry

if TYPE_CHECKING:
    from reportgen.fitting.predictions_of import ModelOutcomes
    from reportgen.planning.fit_plan import Plan

Rows = NDArray[np.int64]
Arrays = dict[str, NDArray[Any]]
ScoreKind = Literal["probability", "decision"]


class Measured(NamedTuple):
    """What is measured of one model on one split; what is large goes into the bundle's arrays."""

    scores: list[Score]
    confusions: list[Confusion]
    curves: list[Curve]
    co_occurrences: Sequence[CoOccurrence] = ()


class Operated(NamedTuple):
    """The operating points of one model, and the curve of counts by threshold that a page can move along."""

    points: list[OperatingPoint]
    curves: list[Curve]


@dataclass(frozen=True)
class Family:
    """How tasks of one kind are encoded, fitted and measured.

    Attributes
    ----------
    claims : callable
        Whether a dataset, as the configuration asks for it, is of this kind. Families are asked in their order.
    encode : callable
        Returns the dataset that is fitted on (it may be changed, by noise for one) and its target.
    form : callable
        What one answer is.
    errors : callable
        What is wrong and why it may be, once a model is chosen: from (plan, outcomes of all models, analysis, arrays).
    refuses : callable
        Why a model cannot do it, for a reader; None where it can. Such a model is skipped.
    outcome : callable
        What a fit answered on some rows: from (plan, rows, fit result, kind of score).
    pool : callable
        One outcome from those of all folds.
    measure : callable
        All rows, matrices and curves of one model on one split: from (model id, split, plan, outcome, outcomes of
        the folds, arrays). Answers, scores and coordinates go into the arrays.
    class_counts : callable
        Samples by class, label or other unit among some rows.
    operate : callable
        Operating points of one model: from (model id, plan, outcomes by split, outcomes of the folds, arrays).
    pack : callable
        Puts what a model answered on a split into the arrays, below a prefix: from (prefix, model id, split, outcome,
        arrays). What is measured does so by itself; repeats have nothing else to keep.
    keep : callable
        Puts what the bundle keeps of the samples themselves into the arrays.
    variant : callable
        Returns what takes the place of a model of classes for such tasks.
    baselines : tuple of ModelSpec
        Naive answers besides the one that is part of every analysis.
    models : tuple of str
        Keys of those fitted where none are asked for.
    """

    id: str
    claims: Callable[[Dataset, RunConfig], bool]
    encode: Callable[[Dataset, RunConfig], tuple[Dataset, Target]]
    form: Callable[[Target, RunConfig], AnswerForm]
    outcome: "Callable[[Plan, Rows, FitResult, ScoreKind | None], Any]"
    pool: Callable[[Sequence[Any]], Any]
    measure: "Callable[[str, Split, Plan, Any, Sequence[Any], Arrays], Measured]"
    class_counts: Callable[[Target, Rows], dict[str, int]]
    pack: "Callable[[str, str, Split, Any, Arrays], None]"
    errors: "Callable[[Plan, Sequence[ModelOutcomes], Analysis, Arrays], Errors]" = lambda *_: Errors()
    refuses: Callable[[Model], str | None] = lambda _: None
    operate: "Callable[[str, Plan, Mapping[Split, Any], Sequence[Any], Arrays], Operated]" = lambda *_: (
        Operated([], [])
    )
    keep: "Callable[[Plan, Arrays], None]" = pack_samples
    variant: Callable[[ModelSpec], ModelSpec] = lambda spec: spec
    baselines: tuple[ModelSpec, ...] = ()
    models: tuple[str, ...] = ("sgd", "rf", "svc")
    order: int = 50


FAMILIES: Registry[Family] = Registry(
    "families", "reportgen.scoring.families", sort=lambda family: family.order
)


def family_of(dataset: Dataset, config: RunConfig) -> Family:
    """Return the family that the data and the task asked for belong to."""
    return next(family for family in FAMILIES if family.claims(dataset, config))
