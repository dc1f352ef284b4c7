"""Score: the rows of figures that an outcome gives, in long form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.query import FOLD_MEAN
from reportgen.bundle.schema import Score
from reportgen.metrics.metric_spec import METRICS, MetricSpec, Value
from reportgen.predictions.image_predictions import ImageOutcome
from reportgen.predictions.split_predictions import Judged
from reportgen.scoring.inference import interval_or_reason, mean_over_folds
from reportgen.statistics.interval import Interval
from reportgen.tasks import MANY_CLASSES, Task

#: Why a figure over all folds has no interval where the mean over folds has one.
POOLED = "no interval: scores of different fits are not on one scale; see the mean over folds"

#: Above MANY_CLASSES, this many of the worst and of the largest classes get rows of their own.
SHOWN_CLASSES = 20


def metrics_for(task: Task) -> list[MetricSpec]:
    """Return the metrics that mean something for a task."""
    return [metric for metric in METRICS if task in metric.tasks]


def score_split(
    model: str,
    split: Split,
    task: Task,
    pooled: Judged,
    folds: Sequence[Judged],
    *,
    groups: NDArray[Any] | None = None,
) -> list[Score]:
    """Return all rows of one model on one split.

    Parameters
    ----------
    pooled : Outcome, JointOutcome or ImageOutcome
        Of all samples of the split together.
    folds : sequence of the same
        Of each fold; empty for the test.
    groups : ndarray of shape (n_samples,), optional
        Which samples of `pooled` belong together, so that only whole groups are independent of each other.
    """
    shown = shown_classes(pooled)
    in_folds = shown if len(pooled.classes) <= MANY_CLASSES else set()
    rows: list[Score] = []
    by_fold: list[Score] = []
    means: list[Score] = []
    parts = _Parts(model, split, pooled, folds, groups)
    for metric in metrics_for(task):
        rows += parts.whole(metric, shown)
        own = [metric.values(outcome) for outcome in folds]
        by_fold += parts.by_fold(metric, own, in_folds)
        means += [] if metric.pooled else parts.means(metric, own, in_folds)
    return [*rows, *by_fold, *means]


def shown_classes(outcome: Judged) -> set[str]:
    """Return the classes that get rows of their own: all, or of very many the worst recalled and the largest."""
    if isinstance(outcome, ImageOutcome) or len(outcome.classes) <= MANY_CLASSES:
        return set(outcome.classes)
    actual = outcome.actual
    recall = np.divide(outcome.hits, actual, out=np.full(len(actual), np.inf), where=actual > 0)
    worst = np.lexsort((-actual, recall))[:SHOWN_CLASSES]
    largest = np.argsort(-actual, kind="stable")[:SHOWN_CLASSES]
    return {outcome.classes[code] for code in (*worst, *largest)}


def score_classes(
    metric: MetricSpec,
    model: str,
    split: Split,
    outcome: Judged,
    labels: set[str],
    *,
    groups: NDArray[Any] | None = None,
) -> list[Score]:
    """Return the rows of some classes by one metric, on all samples together, whether or not they are shown."""
    parts = _Parts(model, split, outcome, (), groups)
    return [row for row in parts.whole(metric, labels) if row.label is not None]


@dataclass(frozen=True, eq=False)
class _Parts:
    """The outcomes of one model on one split, whole and by fold."""

    model: str
    split: Split
    pooled: Judged
    folds: Sequence[Judged]
    groups: NDArray[Any] | None

    def whole(self, metric: MetricSpec, shown: set[str]) -> list[Score]:
        """Return the rows of all samples together, with their intervals."""
        of_fits = bool(self.folds) and not metric.pooled
        return [
            _with_interval(
                self._row(metric, value, self.pooled.n_samples),
                POOLED if of_fits else interval_or_reason(metric, self.pooled, value, groups=self.groups),
            )
            for value in metric.values(self.pooled)
            if value.label is None or value.label in shown
        ]

    def by_fold(self, metric: MetricSpec, own: Sequence[list[Value]], shown: set[str]) -> list[Score]:
        """Return the rows of each fold, which have no interval of their own."""
        return [
            msgspec.structs.replace(self._row(metric, value, outcome.n_samples), fold=fold)
            for fold, (outcome, values) in enumerate(zip(self.folds, own, strict=True))
            for value in values
            if value.label is None or value.label in shown
        ]

    def means(self, metric: MetricSpec, own: Sequence[list[Value]], shown: set[str]) -> list[Score]:
        """Return the means over folds of a metric whose scores are not on one scale across fits."""
        labels = dict.fromkeys(value.label for values in own for value in values)
        return [self._mean(metric, own, label) for label in labels if label is None or label in shown]

    def _mean(self, metric: MetricSpec, own: Sequence[list[Value]], label: str | None) -> Score:
        found = {fold: value for fold, values in enumerate(own) for value in values if value.label == label}
        defined = {fold: value for fold, value in found.items() if value.value is not None}
        figures = [value.value for value in defined.values() if value.value is not None]
        missing, groups = len(found) - len(defined), self._groups_by_fold()
        row = Score(
            model=self.model,
            split=self.split,
            metric=metric.id,
            value=float(np.mean(figures)) if figures else None,
            n=self.pooled.n_samples,
            label=label,
            average=FOLD_MEAN,
            reason=f"undefined in {missing} of {len(found)} folds" if missing else None,
        )
        interval = mean_over_folds(
            metric,
            [self.folds[fold] for fold in defined],
            list(defined.values()),
            [groups[fold] for fold in defined],
        )
        return _with_interval(row, interval)

    def _groups_by_fold(self) -> list[NDArray[Any] | None]:
        if self.groups is None:
            return [None] * len(self.folds)
        ends = np.cumsum([fold.n_samples for fold in self.folds])[:-1]
        return [*np.split(self.groups, ends)]

    def _row(self, metric: MetricSpec, value: Value, n: int) -> Score:
        return Score(
            model=self.model,
            split=self.split,
            metric=metric.id,
            value=value.value,
            n=n if value.trials is None else value.trials,
            label=value.label,
            reason=value.reason,
        )


def _with_interval(row: Score, found: Interval | str) -> Score:
    """Return the row with its interval, or with the reason why a figure that is defined has none."""
    if isinstance(found, Interval):
        low, high, level, method = found
        return msgspec.structs.replace(row, low=low, high=high, level=level, method=method)
    if row.value is None:
        return row
    return msgspec.structs.replace(row, reason="; ".join(filter(None, [row.reason, found])))
