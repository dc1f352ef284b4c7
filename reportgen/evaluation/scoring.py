"""Score: the rows of figures that an outcome gives, in long form."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np

from reportgen.bundle.query import FOLD_MEAN
from reportgen.bundle.record import Split
from reportgen.bundle.schema import Score
from reportgen.evaluation.metrics.spec import METRICS, MetricSpec, Outcome, Value
from reportgen.statistics.rates import wilson
from reportgen.tasks import MANY_CLASSES, Task

if TYPE_CHECKING:
    from reportgen.evaluation.joint import JointOutcome

#: What rows are made of: one answer a sample, or several.
Judged: TypeAlias = "Outcome | JointOutcome"

#: Above MANY_CLASSES, this many of the worst and of the largest classes get rows of their own.
SHOWN_CLASSES = 20


def metrics_for(task: Task) -> list[MetricSpec]:
    """Return the metrics that mean something for a task."""
    return [metric for metric in METRICS if task in metric.tasks]


def score_split(
    model: str, split: Split, task: Task, pooled: Judged, folds: Sequence[Judged], *, intervals: bool = True
) -> list[Score]:
    """Return all rows of one model on one split.

    Parameters
    ----------
    pooled : Outcome
        Of all samples of the split together.
    folds : sequence of Outcome
        Of each fold; empty for the test.
    intervals : bool
        Whether rates get Wilson's interval, which supposes that samples are independent of each other.
    """
    shown = shown_classes(pooled)
    rows = _rows(model, split, task, pooled, shown, None, intervals=intervals)
    by_fold: list[Score] = []
    fold_labels = shown if len(pooled.classes) <= MANY_CLASSES else set()
    for fold, outcome in enumerate(folds):
        by_fold += _rows(model, split, task, outcome, fold_labels, fold, intervals=False)
    return rows + by_fold + _fold_means(model, split, by_fold, pooled.n_samples)


def shown_classes(outcome: Judged) -> set[str]:
    """Return the classes that get rows of their own: all, or of very many the worst recalled and the largest."""
    if len(outcome.classes) <= MANY_CLASSES:
        return set(outcome.classes)
    actual = outcome.actual
    recall = np.divide(outcome.hits, actual, out=np.full(len(actual), np.inf), where=actual > 0)
    worst = np.lexsort((-actual, recall))[:SHOWN_CLASSES]
    largest = np.argsort(-actual, kind="stable")[:SHOWN_CLASSES]
    return {outcome.classes[code] for code in (*worst, *largest)}


def _rows(
    model: str,
    split: Split,
    task: Task,
    outcome: Judged,
    shown: set[str],
    fold: int | None,
    *,
    intervals: bool,
) -> list[Score]:
    return [
        _row(model, split, metric.id, value, outcome.n_samples, fold, intervals=intervals)
        for metric in metrics_for(task)
        for value in metric.values(outcome)
        if value.label is None or value.label in shown
    ]


def _row(
    model: str, split: Split, metric: str, value: Value, n: int, fold: int | None, *, intervals: bool
) -> Score:
    row = Score(
        model=model,
        split=split,
        metric=metric,
        value=value.value,
        n=n if value.trials is None else value.trials,
        label=value.label,
        fold=fold,
        reason=value.reason,
    )
    if not intervals or value.trials is None or value.successes is None:
        return row
    low, high, level, method = wilson(value.successes, value.trials)
    return msgspec.structs.replace(row, low=low, high=high, level=level, method=method)


def _fold_means(model: str, split: Split, rows: Sequence[Score], n: int) -> list[Score]:
    """Return the means over folds of metrics whose scores are not on one scale across fits."""
    means = []
    for metric in METRICS:
        if metric.pooled:
            continue
        labels = dict.fromkeys(row.label for row in rows if row.metric == metric.id)
        for label in labels:
            values = [row.value for row in rows if (row.metric, row.label) == (metric.id, label)]
            defined = [value for value in values if value is not None]
            missing = len(values) - len(defined)
            means.append(
                Score(
                    model=model,
                    split=split,
                    metric=metric.id,
                    value=float(np.mean(defined)) if defined else None,
                    n=n,
                    label=label,
                    average=FOLD_MEAN,
                    reason=f"undefined in {missing} of {len(values)} folds" if missing else None,
                )
            )
    return means
