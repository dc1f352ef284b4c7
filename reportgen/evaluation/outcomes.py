"""From the results of fits to outcomes: what a model answered in each fold, in all of them, and on the test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Split
from reportgen.evaluation.fitting.fit import join_best
from reportgen.evaluation.fitting.job import FitResult
from reportgen.evaluation.metrics.spec import BestScores, Outcome
from reportgen.evaluation.plan import Plan
from reportgen.evaluation.splits import Division
from reportgen.evaluation.target import Target
from reportgen.models.catalogue import Model
from reportgen.progress import JobLabel

Rows = NDArray[np.int64]
ScoreKind = Literal["probability", "decision"]


@dataclass(frozen=True, eq=False)
class ModelOutcomes:
    """A model's fits, and the outcomes by split that follow from them; none where a fit failed."""

    model: Model
    fits: list[FitResult]
    test_fit: FitResult | None
    pooled: dict[Split, Outcome]
    folds: list[Outcome]
    error: str | None

    @property
    def representative(self) -> FitResult:
        """The fit whose estimator the report shows: the test's where there is one."""
        return self.test_fit or self.fits[0]


def evaluated_rows(division: Division) -> dict[Split, Rows]:
    """Return the rows of each split that are judged, in the order of their outcomes."""
    rows: dict[Split, Rows] = {}
    if division.folds:
        rows["cv"] = np.concatenate([held_out for _, held_out in division.folds])
    if len(division.test):
        rows["test"] = division.test
    return rows


def gather(model: Model, results: Mapping[JobLabel, FitResult], plan: Plan) -> ModelOutcomes:
    """Put together what the fits of one model gave."""
    division, target = plan.division, plan.target
    fits = [results[JobLabel(model.id, fold, plan.label)] for fold in range(len(division.folds))]
    test_fit = results[JobLabel(model.id, None, plan.label)] if len(division.test) else None
    every = fits if test_fit is None else [*fits, test_fit]
    errors = [fit.error for fit in every if fit.error]
    if errors:
        return ModelOutcomes(model, fits, test_fit, {}, [], errors[0])
    kind = score_kind(model, every)
    folds = [
        _outcome(target, held_out, fit, kind) for (_, held_out), fit in zip(division.folds, fits, strict=True)
    ]
    pooled: dict[Split, Outcome] = {}
    if folds:
        pooled["cv"] = _pool(folds)
    if test_fit is not None:
        pooled["test"] = _outcome(target, division.test, test_fit, kind)
    return ModelOutcomes(model, fits, test_fit, pooled, folds, None)


def score_kind(model: Model, fits: Sequence[FitResult]) -> ScoreKind | None:
    """Return what the model's scores are; None where a fit gave none."""
    if any(fit.scores is None for fit in fits):
        return None
    return "probability" if model.spec.score == "predict_proba" else "decision"


def _outcome(target: Target, rows: Rows, fit: FitResult, kind: ScoreKind | None) -> Outcome:
    return Outcome(target.classes, target.codes[rows], fit.answers, fit.scores if kind else None, kind)


def _pool(folds: Sequence[Outcome]) -> Outcome:
    best = [fold.scores for fold in folds if isinstance(fold.scores, BestScores)]
    arrays = [fold.scores for fold in folds if isinstance(fold.scores, np.ndarray)]
    scores = join_best(best) if best else (np.concatenate(arrays) if arrays else None)
    return Outcome(
        folds[0].classes,
        np.concatenate([fold.truth for fold in folds]),
        np.concatenate([fold.answers for fold in folds]),
        scores,
        folds[0].score_kind,
    )
