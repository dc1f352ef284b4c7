"""ScoringFamily: how predictions of one kind of task are scored, and the registry of all families."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.bundle.base_record import Split
from reportgen.bundle.error_records import Errors
from reportgen.bundle.schema import Analysis, Confusion, CoOccurrence, Curve, Score
from reportgen.bundle.threshold_records import Calibration, OperatingPoint
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.packing import Arrays
from reportgen.predictions.sample_data import SampleData
from reportgen.registry import Registry
from reportgen.tasks import Task


class Measured(NamedTuple):
    """What is measured of one model on one split; what is large goes into the bundle's arrays."""

    scores: list[Score]
    confusions: list[Confusion]
    curves: list[Curve]
    co_occurrences: Sequence[CoOccurrence] = ()
    calibrations: Sequence[Calibration] = ()


class Operated(NamedTuple):
    """The operating points of one model, and the curve of counts by threshold that a page can move along."""

    points: list[OperatingPoint]
    curves: list[Curve]


@dataclass(frozen=True)
class ScoringFamily:
    """How predictions of one kind of task are scored.

    Attributes
    ----------
    tasks : frozenset of Task
        No two families share one.
    measure : callable
        All rows, matrices and curves of one model on one split: from (model, split, predictions, data or None, arrays).
        Predictions, scores and coordinates go into the arrays.
    operate : callable
        Operating points of one model: from (model, predictions, arrays).
    keep : callable
        Puts what the bundle shows of the samples themselves into the arrays: from (predictions, data, arrays).
    errors : callable
        What is wrong and why it may be, once a model is chosen: from (predictions, data or None, analysis, arrays).
    """

    id: str
    tasks: frozenset[Task]
    measure: Callable[[ModelPredictions, Split, Predictions, SampleData | None, Arrays], Measured]
    keep: Callable[[Predictions, SampleData, Arrays], None]
    operate: Callable[[ModelPredictions, Predictions, Arrays], Operated] = lambda *_: Operated([], [])
    errors: Callable[[Predictions, SampleData | None, Analysis, Arrays], Errors] = lambda *_: Errors()


SCORING_FAMILIES: Registry[ScoringFamily] = Registry("scoring families", "reportgen.scoring.families")


def family_for(task: Task) -> ScoringFamily:
    """Return how predictions of a task are scored."""
    return next(family for family in SCORING_FAMILIES if task in family.tasks)
