"""Predictions made from plain arrays: no estimator, no training data, no features."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.bundle.data_records import CrossValidation, DatasetInfo, Protocol, TestSplit
from reportgen.bundle.schema import ModelInfo
from reportgen.config import parse_rule
from reportgen.predictions.analysis_predictions import JudgedSamples, ModelPredictions, Predictions, Repeat
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.question import Question
from reportgen.predictions.scores import Scores
from reportgen.tasks import Task


def plain_info(model: str, score_kind: str | None = "probability", *, baseline: bool = False) -> ModelInfo:
    """What is known of a model of which there are predictions alone."""
    return ModelInfo(
        id=model,
        title=model,
        estimator=model,
        parameters={},
        baseline=baseline,
        status="ok",
        reason=None,
        timings=None,
        size_bytes=None,
        score_kind=score_kind,  # type: ignore[arg-type]
        seeds=[42],
    )


def plain_question(
    classes: Sequence[str] = ("0", "1"),
    counts: Mapping[str, int] | None = None,
    *,
    folds: int = 0,
    test: int = 0,
    repeats: int = 1,
    main_metric: str = "accuracy",
    rules: Sequence[str] = (),
    threshold: float | None = None,
) -> Question:
    """Return a question about classes; `counts` are samples by split."""
    info = DatasetInfo(
        name="plain",
        source="arrays",
        fingerprint="0" * 64,
        samples=sum((counts or {}).values()),
        features=0,
        classes=list(classes),
        image_shape=None,
        splits=dict(counts or {}),
        class_counts={},
        notes=[],
    )
    cv = CrossValidation(folds=folds, stratified=True, shuffled=True) if folds else None
    protocol = Protocol(
        cv=cv, test=TestSplit(size=test, source="own") if test else None, seed=42, repeats=repeats
    )
    return Question(
        id="main",
        title="plain",
        task=Task.BINARY if len(classes) == 2 else Task.MULTICLASS,
        dataset=info,
        protocol=protocol,
        main_metric=main_metric,
        main_metric_reason="it was asked for",
        rules=tuple(map(parse_rule, rules)),
        threshold=threshold,
    )


def model_of(
    model: str, whole: Mapping[Split, Any], folds: Sequence[Any] = (), *, baseline: bool = False
) -> ModelPredictions:
    """Return a model with its predictions on each split and in each fold."""
    kind = next((own.score_kind for own in whole.values()), None)
    return ModelPredictions(plain_info(model, kind, baseline=baseline), Repeat(whole, tuple(folds)))


def asked(question: Question, *models: ModelPredictions, groups: Any = None) -> Predictions:
    """Return predictions of models, asked a question, with the samples that the first was judged on."""
    truth = {split: own.truth for split, own in models[0].whole.items()}
    positions = {split: np.arange(len(own)) for split, own in truth.items()}
    most = max(map(len, truth.values()))
    return Predictions(question, JudgedSamples(np.arange(most), positions, truth, groups), models)


def on_test(
    models: Mapping[str, ClassPredictions],
    *,
    main_metric: str = "accuracy",
    repeats: int = 1,
    groups: Any = None,
) -> Predictions:
    """Return predictions on a test alone; a model called dummy is the naive baseline."""
    first = next(iter(models.values()))
    n = first.n_samples
    question = plain_question(
        first.classes, {"train": 0, "test": n}, test=n, repeats=repeats, main_metric=main_metric
    )
    samples = JudgedSamples(np.arange(n), {"test": np.arange(n)}, {"test": first.truth}, groups)
    made = tuple(model_of(name, {"test": own}, baseline=name == "dummy") for name, own in models.items())
    return Predictions(question, samples, made)


def from_scores(classes: Sequence[str], truth: np.ndarray, scores: np.ndarray) -> ClassPredictions:
    """Return predictions of probabilities; predicted is the most probable class."""
    codes = (scores > 0.5).astype(int) if scores.ndim == 1 else scores.argmax(axis=1)
    return ClassPredictions(classes, truth, codes, Scores(scores), "probability")
