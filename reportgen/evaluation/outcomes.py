"""From the results of fits to outcomes: what a model answered in each fold, in all of them, and on the test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.bundle.record import Split
from reportgen.evaluation.families.spec import ScoreKind
from reportgen.evaluation.fitting.job import FitResult
from reportgen.evaluation.plan import Plan
from reportgen.models.catalogue import Model
from reportgen.progress import JobLabel


@dataclass(frozen=True, eq=False)
class ModelOutcomes:
    """A model's fits, and the outcomes by split that follow from them; none where a fit failed or was skipped.

    What an outcome is depends on the task's family: `Outcome` where each sample has one class.
    """

    model: Model
    fits: list[FitResult] = field(default_factory=list)
    test_fit: FitResult | None = None
    pooled: dict[Split, Any] = field(default_factory=dict)
    folds: list[Any] = field(default_factory=list)
    score_kind: ScoreKind | None = None
    error: str | None = None
    skipped: str | None = None

    @property
    def every_fit(self) -> list[FitResult]:
        """The fits of the folds, then that for the test."""
        return self.fits if self.test_fit is None else [*self.fits, self.test_fit]

    @property
    def representative(self) -> FitResult | None:
        """The fit whose estimator the report shows: the test's where there is one; None where there is no fit."""
        return self.test_fit or (self.fits[0] if self.fits else None)


def gather(model: Model, results: Mapping[JobLabel, FitResult], plan: Plan) -> ModelOutcomes:
    """Put together what the fits of one model gave."""
    if model.id in plan.skipped:
        return ModelOutcomes(model, skipped=plan.skipped[model.id])
    division, family = plan.division, plan.family
    fits = [results[JobLabel(model.id, fold, plan.label)] for fold in range(len(division.folds))]
    test_fit = results[JobLabel(model.id, None, plan.label)] if len(division.test) else None
    every = fits if test_fit is None else [*fits, test_fit]
    errors = [fit.error for fit in every if fit.error]
    if errors:
        return ModelOutcomes(model, fits, test_fit, error=errors[0])
    kind = score_kind(model, every)
    folds = [
        family.outcome(plan, held_out, fit, kind)
        for (_, held_out), fit in zip(division.folds, fits, strict=True)
    ]
    pooled: dict[Split, Any] = {}
    if folds:
        pooled["cv"] = family.pool(folds)
    if test_fit is not None:
        pooled["test"] = family.outcome(plan, division.test, test_fit, kind)
    return ModelOutcomes(model, fits, test_fit, pooled, folds, kind)


def score_kind(model: Model, fits: Sequence[FitResult]) -> ScoreKind | None:
    """Return what the model's scores are; None where a fit gave none."""
    if any(fit.scores is None for fit in fits):
        return None
    return "probability" if model.spec.score == "predict_proba" else "decision"
