"""From the results of fits to predictions: what a model predicted in each fold, in all of them, and on the test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.bundle.base_record import Split
from reportgen.fitting.fit_result import FitResult
from reportgen.fitting.model_info import ModelFits, model_info
from reportgen.models.catalogue import Model
from reportgen.planning.families.planning_family import Predicted, Rows
from reportgen.planning.fit_plan import FitPlan
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions, Repeat
from reportgen.predictions.scores import ScoreKind
from reportgen.predictions.split_predictions import SplitPredictions, join
from reportgen.progress import JobLabel

Results = Mapping[JobLabel, FitResult]


def predictions_of(plan: FitPlan, results: Results, *, times: bool = True) -> Predictions:
    """Return what the models of an analysis predicted; without `times` nothing is told of what anything took."""
    models = tuple(_ModelResults(model, results, plan).predictions(times=times) for model in plan.models)
    return Predictions(plan.question, plan.samples, models)


@dataclass(frozen=True, eq=False)
class _ModelResults:
    """The results of one model's fits."""

    model: Model
    results: Results
    plan: FitPlan

    def predictions(self, *, times: bool) -> ModelPredictions:
        """Return what the model predicted by each seed; nothing where a fit failed or it was skipped."""
        plan, model = self.plan, self.model
        if model.id in plan.skipped:
            return ModelPredictions(
                model_info(ModelFits(model, skipped=plan.skipped[model.id]), 1, times=False)
            )
        seeds = plan.seeds(model)
        has_test = len(plan.division.test) > 0
        folds = self._folds(0)
        test = self.results[JobLabel(model.id, None, plan.label)] if has_test else None
        further = [
            [self.results[JobLabel(model.id, None, plan.label, repeat)]] if has_test else self._folds(repeat)
            for repeat in range(1, len(seeds))
        ]
        every = [*folds, *([] if test is None else [test]), *(fit for fits in further for fit in fits)]
        error = next((fit.error for fit in every if fit.error), None)
        kind = None if error else score_kind(model, every)
        fits = ModelFits(model, folds, test, kind, error, seeds=seeds)
        info = model_info(fits, plan.config.repeats, times=times)
        if error:
            return ModelPredictions(info)
        repeats = [
            self._repeat([], own[0], kind) if has_test else self._repeat(own, None, kind) for own in further
        ]
        return ModelPredictions(info, self._repeat(folds, test, kind), tuple(repeats))

    def _folds(self, repeat: int) -> list[FitResult]:
        """Return the fits of all folds with one seed."""
        folds = range(len(self.plan.division.folds))
        return [self.results[JobLabel(self.model.id, fold, self.plan.label, repeat)] for fold in folds]

    def _repeat(self, folds: Sequence[FitResult], test: FitResult | None, kind: ScoreKind | None) -> Repeat:
        """Return the predictions of fits with one seed: those of the folds, all or none, and that for the test."""
        division = self.plan.division
        held_out = [rows for _, rows in division.folds] if folds else []
        in_folds = [self._predicted(rows, fit, kind) for rows, fit in zip(held_out, folds, strict=True)]
        whole: dict[Split, SplitPredictions] = {}
        if in_folds:
            whole["cv"] = join(in_folds)
        if test is not None:
            whole["test"] = self._predicted(division.test, test, kind)
        return Repeat(whole, tuple(in_folds))

    def _predicted(self, rows: Rows, fit: FitResult, kind: ScoreKind | None) -> SplitPredictions:
        plan = self.plan
        predicted = Predicted(rows, fit.predicted, fit.scores, kind)
        return plan.family.predictions(plan.dataset, plan.target, predicted)


def score_kind(model: Model, fits: Sequence[FitResult]) -> ScoreKind | None:
    """Return what the model's scores are; None where a fit gave none."""
    if any(fit.scores is None for fit in fits):
        return None
    return "probability" if model.spec.score == "predict_proba" else "decision"
