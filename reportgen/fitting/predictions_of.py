"""From the results of fits to outcomes: what a model answered in each fold, in all of them, and on the test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.bundle.base_record import Split
from reportgen.models.catalogue import Model
from reportgen.planning.fit_job import FitResult
from reportgen.planning.fit_plan import Plan
from reportgen.progress import JobLabel
from reportgen.scoring.families.scoring_family import ScoreKind


@dataclass(frozen=True, eq=False)
class Repeat:
    """What a model answered once more, fitted with another seed: on the test, or in the folds where there is none."""

    pooled: dict[Split, Any]
    folds: list[Any]


@dataclass(frozen=True, eq=False)
class ModelOutcomes:
    """A model's fits, and the outcomes by split that follow from them; none where a fit failed or was skipped.

    What an outcome is depends on the task's family: `Outcome` where each sample has one class. `seeds` are those of
    the first fit and of the `repeats`.
    """

    model: Model
    fits: list[FitResult] = field(default_factory=list)
    test_fit: FitResult | None = None
    pooled: dict[Split, Any] = field(default_factory=dict)
    folds: list[Any] = field(default_factory=list)
    score_kind: ScoreKind | None = None
    error: str | None = None
    skipped: str | None = None
    seeds: tuple[int, ...] = ()
    repeats: list[Repeat] = field(default_factory=list)

    def by_repeat(self, split: Split) -> list[Any]:
        """Return the outcomes on a split by seed: the first fit's, then those of its repeats."""
        return [self.pooled[split], *(again.pooled[split] for again in self.repeats if split in again.pooled)]

    @property
    def folds_by_repeat(self) -> list[list[Any]]:
        """The outcomes of the folds by seed."""
        return [self.folds, *(again.folds for again in self.repeats if again.folds)]

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
    seeds = plan.seeds(model)
    has_test = len(plan.division.test) > 0
    fits = _fits(model, results, plan, 0)
    test_fit = results[JobLabel(model.id, None, plan.label)] if has_test else None
    first = fits if test_fit is None else [*fits, test_fit]
    further = [
        [results[JobLabel(model.id, None, plan.label, repeat)]]
        if has_test
        else _fits(model, results, plan, repeat)
        for repeat in range(1, len(seeds))
    ]
    every = [*first, *(fit for fits in further for fit in fits)]
    errors = [fit.error for fit in every if fit.error]
    if errors:
        return ModelOutcomes(model, fits, test_fit, error=errors[0], seeds=seeds)
    kind = score_kind(model, every)
    once = _repeat(plan, fits, test_fit, kind)
    repeats = [
        _repeat(plan, [], again[0], kind) if has_test else _repeat(plan, again, None, kind)
        for again in further
    ]
    return ModelOutcomes(model, fits, test_fit, once.pooled, once.folds, kind, seeds=seeds, repeats=repeats)


def _fits(model: Model, results: Mapping[JobLabel, FitResult], plan: Plan, repeat: int) -> list[FitResult]:
    """Return the fits of all folds with one seed."""
    folds = range(len(plan.division.folds))
    return [results[JobLabel(model.id, fold, plan.label, repeat)] for fold in folds]


def _repeat(
    plan: Plan, fits: Sequence[FitResult], test_fit: FitResult | None, kind: ScoreKind | None
) -> Repeat:
    """Return the outcomes of fits with one seed: those of the folds, all or none, and that for the test."""
    division, family = plan.division, plan.family
    held_out = [rows for _, rows in division.folds] if fits else []
    folds = [family.outcome(plan, rows, fit, kind) for rows, fit in zip(held_out, fits, strict=True)]
    pooled: dict[Split, Any] = {}
    if folds:
        pooled["cv"] = family.pool(folds)
    if test_fit is not None:
        pooled["test"] = family.outcome(plan, division.test, test_fit, kind)
    return Repeat(pooled, folds)


def score_kind(model: Model, fits: Sequence[FitResult]) -> ScoreKind | None:
    """Return what the model's scores are; None where a fit gave none."""
    if any(fit.scores is None for fit in fits):
        return None
    return "probability" if model.spec.score == "predict_proba" else "decision"
