"""What a report says of a model besides its predictions: its pipeline, parameters, search, and what its fits cost."""

from dataclasses import dataclass, field

import msgspec

from reportgen.bundle.schema import ModelInfo, Timings
from reportgen.bundle.search_records import Search, SearchChoice
from reportgen.fitting.fit_result import FitResult
from reportgen.models.catalogue import Model
from reportgen.predictions.scores import ScoreKind

#: What is said of a model that is fitted once although repeats are asked for.
UNSEEDED = "Its fit does not depend on the seed, so that it was fitted once and not repeated."


@dataclass(frozen=True, eq=False)
class ModelFits:
    """A model's fits by the first seed: of the folds, and that for the test; or why there are none.

    `seeds` are those of the first fit and of its repeats.
    """

    model: Model
    folds: list[FitResult] = field(default_factory=list)
    test: FitResult | None = None
    score_kind: ScoreKind | None = None
    error: str | None = None
    skipped: str | None = None
    seeds: tuple[int, ...] = ()

    @property
    def every(self) -> list[FitResult]:
        """The fits of the folds, then that for the test."""
        return self.folds if self.test is None else [*self.folds, self.test]

    @property
    def representative(self) -> FitResult | None:
        """The fit whose estimator the report shows: the test's where there is one; None where there is no fit."""
        return self.test or (self.folds[0] if self.folds else None)


def model_info(fits: ModelFits, repeats: int, *, times: bool) -> ModelInfo:
    """Return the record of a model; `repeats` is how many seeds were asked for."""
    model, shown = fits.model, fits.representative
    reason = fits.error or fits.skipped
    return ModelInfo(
        id=model.id,
        title=model.title,
        estimator=shown.estimator if shown else model.id,
        parameters=shown.parameters if shown else {},
        baseline=model.spec.baseline,
        status="failed" if fits.error else "skipped" if fits.skipped else "ok",
        reason=reason,
        timings=_timings(fits) if times and not reason else None,
        size_bytes=shown.size_bytes if shown else None,
        search=_search(fits),
        score_kind=fits.score_kind,
        description=model.description,
        notes=_notes(fits, repeats),
        seeds=list(fits.seeds),
    )


def _notes(fits: ModelFits, repeats: int) -> list[str]:
    once = [UNSEEDED] if repeats > 1 and len(fits.seeds) == 1 else []
    return list(dict.fromkeys([*(note for fit in fits.every for note in fit.notes), *once]))


def _search(fits: ModelFits) -> Search | None:
    """Return the search of the fit that is shown, with what the search inside each fold chose."""
    shown = fits.representative
    if shown is None or shown.search is None:
        return None
    choices = [
        SearchChoice(fold=fold, parameters=best.parameters, mean=best.mean)
        for fold, fit in enumerate(fits.folds)
        if fit.search is not None
        for best in fit.search.candidates
        if best.chosen
    ]
    return msgspec.structs.replace(shown.search, by_fold=choices)


def _timings(fits: ModelFits) -> Timings:
    """Return the cost of the test fit, or the folds' mean without one."""
    counted = fits.folds if fits.test is None else [fits.test]
    samples = sum(len(fit.predicted) for fit in counted)
    predict_seconds = sum(fit.predict_seconds for fit in counted)
    return Timings(
        fit_seconds=sum(fit.fit_seconds for fit in counted) / len(counted),
        predict_seconds=predict_seconds / len(counted),
        predict_microseconds_per_sample=1e6 * predict_seconds / samples if samples else None,
        cores=max(fit.cores for fit in counted),
        taken_up=any(fit.taken_up for fit in counted),
    )
