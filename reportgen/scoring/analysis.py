"""From the fits of one analysis to its record: everything is derived from the answers kept."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from reportgen.bundle.data_records import DatasetInfo, OutputInfo
from reportgen.bundle.schema import Analysis, ModelInfo, Timings
from reportgen.bundle.search_records import Search, SearchChoice
from reportgen.fitting.predictions_of import ModelOutcomes, gather
from reportgen.planning.fit_job import FitResult
from reportgen.planning.fit_plan import Plan
from reportgen.planning.target import Target
from reportgen.progress import JobLabel
from reportgen.scoring.comparing.model_pairs import compare_models, compare_together
from reportgen.scoring.comparing.repeated_fits import UNSEEDED, keep_repeats, repeated_scores
from reportgen.scoring.families.scoring_family import Arrays, Rows
from reportgen.scoring.recommended_model import choose


def conclude(
    plan: Plan, results: Mapping[JobLabel, FitResult], *, times: bool = True
) -> tuple[Analysis, Arrays]:
    """Derive everything that an analysis measures from the answers of its fits.

    With `times` False what anything took is left out, and nothing is decided by it.

    Returns
    -------
    Analysis
        The record, without findings.
    dict
        The arrays it refers to, and the answers and scores of every sample judged.
    """
    outcomes = [gather(model, results, plan) for model in plan.models]
    arrays: Arrays = {}
    plan.family.keep(plan, arrays)
    analysis = _with_measurements(_record(plan, outcomes, times=times), plan, outcomes, arrays)
    choice = choose(analysis)
    analysis = msgspec.structs.replace(
        analysis, chosen=choice.model, chosen_on=choice.split, best=choice.best
    )
    errors = plan.family.errors(plan, outcomes, analysis, arrays)
    return msgspec.structs.replace(analysis, errors=errors), arrays


def _with_measurements(
    analysis: Analysis, plan: Plan, outcomes: Sequence[ModelOutcomes], arrays: Arrays
) -> Analysis:
    """Return the analysis with what follows from the answers alone, before any model is chosen."""
    measured = [
        plan.family.measure(found.model.id, split, plan, pooled, found.folds if split == "cv" else [], arrays)
        for found in outcomes
        for split, pooled in found.pooled.items()
    ]
    for found in outcomes:
        keep_repeats(found, plan, arrays)
    operated = [
        plan.family.operate(found.model.id, plan, found.pooled, found.folds, arrays)
        for found in outcomes
        if found.pooled and not found.model.spec.baseline
    ]
    return msgspec.structs.replace(
        analysis,
        scores=[
            *(row for part in measured for row in part.scores),
            *(row for found in outcomes for row in repeated_scores(found, plan.target.task)),
        ],
        confusions=[matrix for part in measured for matrix in part.confusions],
        curves=[curve for part in measured for curve in part.curves]
        + [curve for part in operated for curve in part.curves],
        co_occurrences=[together for part in measured for together in part.co_occurrences],
        operating_points=[point for part in operated for point in part.points],
        comparisons=compare_models(plan, outcomes),
        together=compare_together(plan, outcomes),
    )


def _record(plan: Plan, outcomes: Sequence[ModelOutcomes], *, times: bool) -> Analysis:
    """Return the analysis as far as it is known before anything is measured."""
    return Analysis(
        id=plan.id,
        title=plan.config.title or plan.dataset.name,
        task=plan.target.task,
        positive=plan.target.positive,
        dataset=_dataset_info(plan),
        protocol=plan.division.protocol,
        models=[_model_info(found, plan.config.repeats, times=times) for found in outcomes],
        scores=[],
        confusions=[],
        curves=[],
        main_metric=plan.main_metric,
        main_metric_reason=plan.main_metric_reason,
        chosen=None,
        chosen_on=None,
    )


def _dataset_info(plan: Plan) -> DatasetInfo:
    dataset, target, division = plan.dataset, plan.target, plan.division
    splits = {"train": division.train, "test": division.test}
    splits = {split: rows for split, rows in splits.items() if split == "train" or len(rows)}
    return DatasetInfo(
        name=dataset.name,
        source=dataset.source,
        fingerprint=dataset.fingerprint,
        samples=len(target.codes),
        features=dataset.features.shape[1],
        classes=list(target.classes),
        image_shape=None if dataset.image_shape is None else list(dataset.image_shape),
        splits={split: len(rows) for split, rows in splits.items()},
        class_counts={split: plan.family.class_counts(target, rows) for split, rows in splits.items()},
        notes=list(dataset.notes),
        kind=dataset.kind,
        columns=list(dataset.columns),
        noun=dataset.noun,
        ink_is_high=dataset.ink_is_high,
        outputs=_outputs(target, splits),
    )


def _outputs(target: Target, splits: Mapping[str, Rows]) -> list[OutputInfo]:
    """Return the labels or outputs with their classes and how often each occurs; none where there is one answer."""
    return [
        OutputInfo(
            name=output.name,
            classes=list(output.classes),
            counts={
                split: np.bincount(target.codes[rows, place], minlength=len(output.classes)).tolist()
                for split, rows in splits.items()
            },
        )
        for place, output in enumerate(target.outputs)
    ]


def _model_info(found: ModelOutcomes, repeats: int, *, times: bool) -> ModelInfo:
    spec, shown = found.model.spec, found.representative
    reason = found.error or found.skipped
    return ModelInfo(
        id=found.model.id,
        title=found.model.title,
        estimator=shown.estimator if shown else found.model.id,
        parameters=shown.parameters if shown else {},
        baseline=spec.baseline,
        status="failed" if found.error else "skipped" if found.skipped else "ok",
        reason=reason,
        timings=_timings(found) if times and not reason else None,
        size_bytes=shown.size_bytes if shown else None,
        search=_search(found),
        score_kind=found.score_kind,
        description=found.model.description,
        notes=_notes(found, repeats),
        seeds=list(found.seeds),
    )


def _notes(found: ModelOutcomes, repeats: int) -> list[str]:
    once = [UNSEEDED] if repeats > 1 and len(found.seeds) == 1 else []
    return list(dict.fromkeys([*(note for fit in found.every_fit for note in fit.notes), *once]))


def _search(found: ModelOutcomes) -> Search | None:
    """Return the search of the fit that is shown, with what the search inside each fold chose."""
    shown = found.representative
    if shown is None or shown.search is None:
        return None
    choices = [
        SearchChoice(fold=fold, parameters=best.parameters, mean=best.mean)
        for fold, fit in enumerate(found.fits)
        if fit.search is not None
        for best in fit.search.candidates
        if best.chosen
    ]
    return msgspec.structs.replace(shown.search, by_fold=choices)


def _timings(found: ModelOutcomes) -> Timings:
    """Return the cost of the test fit, or the folds' mean without one."""
    fits: list[FitResult] = found.fits if found.test_fit is None else [found.test_fit]
    samples = sum(len(fit.answers) for fit in fits)
    predict_seconds = sum(fit.predict_seconds for fit in fits)
    return Timings(
        fit_seconds=sum(fit.fit_seconds for fit in fits) / len(fits),
        predict_seconds=predict_seconds / len(fits),
        predict_microseconds_per_sample=1e6 * predict_seconds / samples if samples else None,
        cores=max(fit.cores for fit in fits),
        taken_up=any(fit.taken_up for fit in fits),
    )
