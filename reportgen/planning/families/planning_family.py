"""PlanningFamily: how tasks of one kind are encoded for fitting, and what their predictions are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import Model
from reportgen.models.model_spec import ModelSpec
from reportgen.planning.target import Target
from reportgen.predictions.scores import ScoreKind, Scores
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.registry import Registry

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Predicted:
    """What a fit predicted for some rows: codes or pixels, and scores of a kind."""

    rows: Rows
    predicted: NDArray[Any]
    scores: Scores | None
    score_kind: ScoreKind | None


@dataclass(frozen=True)
class PlanningFamily:
    """How tasks of one kind are encoded and fitted; how they are scored says the scoring family of the same task.

    Attributes
    ----------
    claims : callable
        Whether a dataset, as the configuration asks for it, is of this kind. Families are asked in their order.
    encode : callable
        Returns the dataset that is fitted on (it may be changed, by noise for one) and its target.
    form : callable
        What is predicted for one sample.
    predictions : callable
        The predictions of a fit with the truth beside them: from (dataset, target, predicted).
    class_counts : callable
        Samples by class, label or other unit among some rows.
    refuses : callable
        Why a model cannot do it, for a reader; None where it can. Such a model is skipped.
    variant : callable
        Returns what takes the place of a model of classes for such tasks.
    baselines : tuple of ModelSpec
        Naive models besides the one that is part of every analysis.
    models : tuple of str
        Keys of those fitted where none are asked for.
    """

    id: str
    claims: Callable[[Dataset, RunConfig], bool]
    encode: Callable[[Dataset, RunConfig], tuple[Dataset, Target]]
    form: Callable[[Target, RunConfig], AnswerForm]
    predictions: Callable[[Dataset, Target, Predicted], SplitPredictions]
    class_counts: Callable[[Target, Rows], dict[str, int]]
    refuses: Callable[[Model], str | None] = lambda _: None
    variant: Callable[[ModelSpec], ModelSpec] = lambda spec: spec
    baselines: tuple[ModelSpec, ...] = ()
    models: tuple[str, ...] = ("sgd", "rf", "svc")
    order: int = 50


PLANNING_FAMILIES: Registry[PlanningFamily] = Registry(
    "planning families", "reportgen.planning.families", sort=lambda family: family.order
)


def family_of(dataset: Dataset, config: RunConfig) -> PlanningFamily:
    """Return the family that the data and the task asked for belong to."""
    return next(family for family in PLANNING_FAMILIES if family.claims(dataset, config))
