"""One analysis: divide the data, fit every model once, derive everything else from the answers kept."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from reportgen.bundle.schema import Analysis, Confusion, Curve, DatasetInfo, ModelInfo, Score, Timings
from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.evaluation.choice import choose, main_metric
from reportgen.evaluation.environment import available_cores
from reportgen.evaluation.fitting.cache import FitCache
from reportgen.evaluation.fitting.job import FitData, FitJob, FitResult
from reportgen.evaluation.fitting.run import fit_all
from reportgen.evaluation.outcomes import ModelOutcomes, evaluated_rows, gather
from reportgen.evaluation.packing import (
    Arrays,
    pack_answers,
    pack_confusion,
    pack_curves,
    pack_pixels,
    pack_samples,
)
from reportgen.evaluation.scoring import score_split
from reportgen.evaluation.splits import Division, divide
from reportgen.evaluation.target import Target, encode_target
from reportgen.models.catalogue import Model
from reportgen.models.tables import only_numbers
from reportgen.progress import Progress

ANALYSIS_ID = "main"


def analyse(
    dataset: Dataset, models: Sequence[Model], config: RunConfig, progress: Progress
) -> tuple[Analysis, Arrays]:
    """Evaluate the models on the dataset as the configuration says.

    Returns
    -------
    Analysis
        The record, without findings.
    dict
        The arrays it refers to, and the answers and scores of every sample judged.
    """
    name = f"the target `{config.target[0]}`" if config.target else "the target"
    target = encode_target(dataset.target, config.task, name)
    ranked_by = main_metric(config.metric, target)
    division = divide(dataset, target, config)
    data = _fit_data(dataset, target)
    cores = config.jobs or available_cores()
    cache = FitCache(Path(config.cache_dir), fresh=config.fresh)
    results = fit_all(_jobs(models, division, config), data, cores, cache, progress)
    outcomes = [gather(model, results, division, target) for model in models]
    arrays: Arrays = {}
    pack_samples(ANALYSIS_ID, dataset, target, division, evaluated_rows(division), arrays)
    if config.samples:
        pack_pixels(ANALYSIS_ID, dataset, target, division, config.seed, arrays)
    analysis = _record(dataset, target, division, outcomes, ranked_by, config)
    measured = [_measure(found, target, arrays, independent=dataset.groups is None) for found in outcomes]
    analysis = msgspec.structs.replace(
        analysis,
        scores=[row for model in measured for row in model.scores],
        confusions=[matrix for model in measured for matrix in model.confusions],
        curves=[curve for model in measured for curve in model.curves],
    )
    chosen, chosen_on = choose(analysis)
    return msgspec.structs.replace(analysis, chosen=chosen, chosen_on=chosen_on), arrays


def _record(
    dataset: Dataset,
    target: Target,
    division: Division,
    outcomes: Sequence[ModelOutcomes],
    ranked_by: tuple[str, str],
    config: RunConfig,
) -> Analysis:
    """Return the analysis as far as it is known before anything is measured."""
    return Analysis(
        id=ANALYSIS_ID,
        title=config.title or dataset.name,
        task=target.task,
        positive=None,
        dataset=_dataset_info(dataset, target, division),
        protocol=division.protocol,
        models=[_model_info(found) for found in outcomes],
        scores=[],
        confusions=[],
        curves=[],
        main_metric=ranked_by[0],
        main_metric_reason=ranked_by[1],
        chosen=None,
        chosen_on=None,
    )


def _fit_data(dataset: Dataset, target: Target) -> FitData:
    features = dataset.features
    has_missing = (
        bool(features.isna().to_numpy().any())
        if not isinstance(features, np.ndarray)
        else features.dtype.kind == "f" and bool(np.isnan(features).any())
    )
    described = (dataset.fingerprint, dataset.kind, str(features.shape), repr(dataset.feature_names))
    content = hashlib.sha256("\0".join(described).encode() + target.codes.tobytes()).hexdigest()
    numbers = dataset.kind == "table" and only_numbers(features)
    return FitData(features, target.codes, len(target.classes), dataset.kind, has_missing, numbers, content)


def _jobs(models: Sequence[Model], division: Division, config: RunConfig) -> list[FitJob]:
    """Return every fit there is to do; each model is weighed once."""
    parts = [(fold, train, held_out) for fold, (train, held_out) in enumerate(division.folds)]
    has_test = len(division.test) > 0
    whole = [(None, division.train, division.test)] if has_test else []
    return [
        FitJob(model, fold, train, held_out, config.seed, weigh=fold is None or (fold == 0 and not has_test))
        for model in models
        for fold, train, held_out in [*parts, *whole]
    ]


class _Measured(NamedTuple):
    scores: list[Score]
    confusions: list[Confusion]
    curves: list[Curve]


def _measure(found: ModelOutcomes, target: Target, arrays: Arrays, *, independent: bool) -> _Measured:
    """Return a model's rows, matrices and curves; their coordinates, answers and scores go into `arrays`."""
    measured = _Measured([], [], [])
    model = found.model.id
    for split, outcome in found.pooled.items():
        folds = found.folds if split == "cv" else []
        measured.scores.extend(score_split(model, split, target.task, outcome, folds, intervals=independent))
        measured.confusions.append(pack_confusion(ANALYSIS_ID, model, split, outcome, arrays))
        measured.curves.extend(pack_curves(ANALYSIS_ID, model, split, outcome, arrays))
        pack_answers(ANALYSIS_ID, model, split, outcome, arrays)
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
