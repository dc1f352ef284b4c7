"""From the fits of one analysis to its record: everything is derived from the answers kept."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from reportgen.bundle.schema import Analysis, Confusion, Curve, DatasetInfo, ModelInfo, Score, Timings
from reportgen.datasets.dataset import Dataset
from reportgen.evaluation.choice import choose
from reportgen.evaluation.fitting.job import FitResult
from reportgen.evaluation.outcomes import ModelOutcomes, gather
from reportgen.evaluation.packing import (
    Arrays,
    pack_answers,
    pack_confusion,
    pack_curves,
    pack_pixels,
    pack_samples,
)
from reportgen.evaluation.plan import Plan
from reportgen.evaluation.scoring import score_split
from reportgen.evaluation.splits import Division
from reportgen.evaluation.target import Target
from reportgen.progress import JobLabel


def conclude(plan: Plan, results: Mapping[JobLabel, FitResult]) -> tuple[Analysis, Arrays]:
    """Derive everything that an analysis measures from the answers of its fits.

    Returns
    -------
    Analysis
        The record, without findings.
    dict
        The arrays it refers to, and the answers and scores of every sample judged.
    """
    outcomes = [gather(model, results, plan) for model in plan.models]
    arrays: Arrays = {}
    pack_samples(plan, arrays)
    if plan.config.samples:
        pack_pixels(plan, arrays)
    analysis = _record(plan, outcomes)
    measured = [_measure(found, plan, arrays) for found in outcomes]
    analysis = msgspec.structs.replace(
        analysis,
        scores=[row for model in measured for row in model.scores],
        confusions=[matrix for model in measured for matrix in model.confusions],
        curves=[curve for model in measured for curve in model.curves],
    )
    chosen, chosen_on = choose(analysis)
    return msgspec.structs.replace(analysis, chosen=chosen, chosen_on=chosen_on), arrays


def _record(plan: Plan, outcomes: Sequence[ModelOutcomes]) -> Analysis:
    """Return the analysis as far as it is known before anything is measured."""
    return Analysis(
        id=plan.id,
        title=plan.config.title or plan.dataset.name,
        task=plan.target.task,
        positive=None,
        dataset=_dataset_info(plan.dataset, plan.target, plan.division),
        protocol=plan.division.protocol,
        models=[_model_info(found) for found in outcomes],
        scores=[],
        confusions=[],
        curves=[],
        main_metric=plan.main_metric,
        main_metric_reason=plan.main_metric_reason,
        chosen=None,
        chosen_on=None,
    )


class _Measured(NamedTuple):
    scores: list[Score]
    confusions: list[Confusion]
    curves: list[Curve]


def _measure(found: ModelOutcomes, plan: Plan, arrays: Arrays) -> _Measured:
    """Return a model's rows, matrices and curves; their coordinates, answers and scores go into `arrays`."""
    measured = _Measured([], [], [])
    model, independent = found.model.id, plan.dataset.groups is None
    for split, outcome in found.pooled.items():
        folds = found.folds if split == "cv" else []
        measured.scores.extend(
            score_split(model, split, plan.target.task, outcome, folds, intervals=independent)
        )
        measured.confusions.append(pack_confusion(plan.id, model, split, outcome, arrays))
        measured.curves.extend(pack_curves(plan.id, model, split, outcome, arrays))
        pack_answers(plan.id, model, split, outcome, arrays)
    return measured


def _dataset_info(dataset: Dataset, target: Target, division: Division) -> DatasetInfo:
    splits = (
        {"train": division.train, "test": division.test} if len(division.test) else {"train": division.train}
    )
    counts = {
        split: dict(
            zip(
                target.classes,
                np.bincount(target.codes[rows], minlength=len(target.classes)).tolist(),
                strict=True,
            )
        )
        for split, rows in splits.items()
    }
    return DatasetInfo(
        name=dataset.name,
        source=dataset.source,
        fingerprint=dataset.fingerprint,
        samples=len(target.codes),
        features=dataset.features.shape[1],
        classes=list(target.classes),
        image_shape=None if dataset.image_shape is None else list(dataset.image_shape),
        splits={split: len(rows) for split, rows in splits.items()},
        class_counts=counts,
        notes=list(dataset.notes),
        kind=dataset.kind,
        columns=list(dataset.columns),
        noun=dataset.noun,
        ink_is_high=dataset.ink_is_high,
    )


def _model_info(found: ModelOutcomes) -> ModelInfo:
    spec, shown = found.model.spec, found.representative
    every = found.fits if found.test_fit is None else [*found.fits, found.test_fit]
    return ModelInfo(
        id=found.model.id,
        title=found.model.title,
        estimator=shown.estimator,
        parameters=shown.parameters,
        baseline=spec.baseline,
        status="failed" if found.error else "ok",
        reason=found.error,
        timings=None if found.error else _timings(found),
        size_bytes=next((fit.size_bytes for fit in every if fit.size_bytes is not None), None),
        score_kind=next(iter(found.pooled.values())).score_kind if found.pooled else None,
        description=spec.description,
        notes=list(dict.fromkeys(note for fit in every for note in fit.notes)),
    )


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
