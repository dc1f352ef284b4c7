"""Score: the rows of figures that predictions give, in long form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FOLD_MEAN
from reportgen.bundle.schema import Score
from reportgen.metrics.figure_value import Value
from reportgen.metrics.metric_spec import MetricSpec, metrics_for
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.scoring.intervals import handful_of_positives, interval_or_reason, mean_over_folds
from reportgen.statistics.fold_spread import of_recipe
from reportgen.statistics.interval import Interval
from reportgen.tasks import MANY_CLASSES, Task

#: Why a figure over all folds has no interval where the mean over folds has one.
POOLED = "no interval: scores of different fits are not on one scale; see the mean over folds"

#: Above MANY_CLASSES, this many of the worst and of the largest classes get rows of their own.
SHOWN_CLASSES = 20


def score_split(model: ModelPredictions, split: Split, predictions: Predictions) -> list[Score]:
    """Return all rows of one model on one split."""
    folds = model.folds if split == "cv" else ()
    groups = predictions.samples.groups_on(split)
    scoring = SplitScoring(model.id, split, model.whole[split], folds, groups, predictions.recipe_share)
    return scoring.rows(predictions.question.task)


def shown_classes(predictions: SplitPredictions) -> set[str]:
    """Return the classes that get rows of their own: all, or of very many the worst recalled and the largest."""
    if isinstance(predictions, ImagePredictions) or len(predictions.classes) <= MANY_CLASSES:
        return set(predictions.classes)
    actual = predictions.counts.actual
    recall = np.divide(predictions.counts.hits, actual, out=np.full(len(actual), np.inf), where=actual > 0)
    worst = np.lexsort((-actual, recall))[:SHOWN_CLASSES]
    largest = np.argsort(-actual, kind="stable")[:SHOWN_CLASSES]
    return {predictions.classes[code] for code in (*worst, *largest)}


def score_classes(
    metric: MetricSpec,
    model: str,
    split: Split,
    predictions: SplitPredictions,
    labels: set[str],
    *,
    groups: NDArray[Any] | None = None,
) -> list[Score]:
    """Return the rows of some classes by one metric, on all samples together, whether or not they are shown."""
    scoring = SplitScoring(model, split, predictions, (), groups)
    return [row for row in scoring.whole(metric, labels) if row.label is not None]


@dataclass(frozen=True, eq=False)
class SplitScoring:
    """The predictions of one model on one split, whole and by fold, and the rows that they give.

    Attributes
    ----------
    model : str
    split : {"cv", "test"}
    pooled : SplitPredictions
        Of all samples of the split together.
    folds : sequence of the same
        Of each fold; empty for the test.
    groups : ndarray of shape (n_samples,), optional
        Which samples of `pooled` belong together, so that only whole groups are independent of each other.
    recipe_share : float, optional
        Samples judged for each training sample where intervals over all folds are of the recipe; None where they are of
        these fits.
    """

    model: str
    split: Split
    pooled: SplitPredictions
    folds: Sequence[SplitPredictions]
    groups: NDArray[Any] | None
    recipe_share: float | None = None

    def rows(self, task: Task) -> list[Score]:
        """Return the rows by every metric that means something for a task."""
        shown = shown_classes(self.pooled)
        in_folds = shown if len(self.pooled.classes) <= MANY_CLASSES else set()
        rows: list[Score] = []
        by_fold: list[Score] = []
        means: list[Score] = []
        for metric in metrics_for(task):
            own = [metric.values(fold) for fold in self.folds]
            rows += self.whole(metric, shown, own)
            by_fold += self.by_fold(metric, own, in_folds)
            means += [] if metric.pooled else self.means(metric, own, in_folds)
        return [*rows, *by_fold, *means]

    def whole(self, metric: MetricSpec, shown: set[str], own: Sequence[list[Value]] = ()) -> list[Score]:
        """Return the rows of all samples together, with their intervals; `own` are the figures of each fold."""
        of_fits = bool(self.folds) and not metric.pooled
        rows = []
        for value in metric.values(self.pooled):
            if value.label is not None and value.label not in shown:
                continue
            row = self._row(metric, value, self.pooled.n_samples)
            found = POOLED if of_fits else interval_or_reason(metric, self.pooled, value, groups=self.groups)
            rows.append(self._with_interval(metric, row, found, own))
        return rows

    def by_fold(self, metric: MetricSpec, own: Sequence[list[Value]], shown: set[str]) -> list[Score]:
        """Return the rows of each fold, which have no interval of their own."""
        return [
            msgspec.structs.replace(self._row(metric, value, predictions.n_samples), fold=fold)
            for fold, (predictions, values) in enumerate(zip(self.folds, own, strict=True))
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
        reasons = [
            f"undefined in {missing} of {len(found)} folds" if missing else None,
            handful_of_positives(metric, self.folds, label),
        ]
        row = Score(
            model=self.model,
            split=self.split,
            metric=metric.id,
            value=float(np.mean(figures)) if figures else None,
            n=self.pooled.n_samples,
            label=label,
            average=FOLD_MEAN,
            reason="; ".join(filter(None, reasons)) or None,
        )
        interval = mean_over_folds(
            metric,
            [self.folds[fold] for fold in defined],
            list(defined.values()),
            [groups[fold] for fold in defined],
        )
        return self._with_interval(metric, row, interval, own)

    def _with_interval(
        self, metric: MetricSpec, row: Score, found: Interval | str, own: Sequence[list[Value]]
    ) -> Score:
        """Return the row with its interval, in cross-validation of the recipe or of these fits; or why it has none."""
        if not isinstance(found, Interval) or self.split != "cv":
            return _with_interval(row, found)
        figures = [value.value for values in own for value in values if value.label == row.label]
        known = [figure for figure in figures if figure is not None]
        if self.recipe_share is None or row.value is None or len(known) < 2:
            return msgspec.structs.replace(_with_interval(row, found), estimand="model")
        widened = of_recipe(row.value, found, known, self.recipe_share, metric.info.range)
        return msgspec.structs.replace(_with_interval(row, widened), estimand="recipe")

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
