"""Repeats: the same model fitted with several seeds; what each predicted, and its figures."""

from collections.abc import Sequence

import msgspec
import numpy as np

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FOLD_MEAN
from reportgen.bundle.schema import Score
from reportgen.metrics.metric_spec import MetricSpec, metrics_for
from reportgen.predictions.analysis_predictions import ModelPredictions
from reportgen.predictions.packing import Arrays, pack
from reportgen.predictions.question import Question
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.tasks import Task


def keep_repeats(model: ModelPredictions, question: Question, arrays: Arrays) -> None:
    """Put the predictions of all repeats but the first into `arrays`."""
    for repeat, again in enumerate(model.further, start=1):
        for split, whole in again.whole.items():
            pack(keys.of_repeat(question.id, repeat), model.id, split, whole, arrays)


def repeated_scores(model: ModelPredictions, task: Task) -> list[Score]:
    """Return the headline rows of all repeats but the first, and those of their folds."""
    rows: list[Score] = []
    for repeat, again in enumerate(model.further, start=1):
        for split, whole in again.whole.items():
            own = _rows(model.id, split, task, whole, again.folds if split == "cv" else ())
            rows += [msgspec.structs.replace(row, repeat=repeat) for row in own]
    return rows


def _rows(
    model: str, split: Split, task: Task, whole: SplitPredictions, folds: Sequence[SplitPredictions]
) -> list[Score]:
    """Return the figures of the whole: of all samples, of each fold, and means where they are headlines."""
    rows: list[Score] = []
    for metric in metrics_for(task):
        by_fold = [
            _row(metric, model, split, predictions, fold=fold) for fold, predictions in enumerate(folds)
        ]
        found = [row for row in (_row(metric, model, split, whole), *by_fold) if row is not None]
        values = [row.value for row in found[1:] if row.value is not None]
        rows += found
        if not metric.pooled and values:
            mean = float(np.mean(values))
            rows.append(msgspec.structs.replace(found[0], value=mean, average=FOLD_MEAN, reason=None))
    return rows


def _row(
    metric: MetricSpec, model: str, split: Split, predictions: SplitPredictions, fold: int | None = None
) -> Score | None:
    found = metric.figure(predictions)
    if found is None:
        return None
    return Score(
        model=model,
        split=split,
        metric=metric.id,
        value=found.value,
        n=predictions.n_samples if found.trials is None else found.trials,
        fold=fold,
        reason=found.reason,
    )
