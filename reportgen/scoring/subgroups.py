"""Figures and errors by subgroup: main metrics of every model in each, and where the recommended one errs more."""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.query import judged_split
from reportgen.bundle.schema import Analysis, Score
from reportgen.bundle.subgroup_records import Subgroup
from reportgen.metrics.metric_spec import METRICS, MetricSpec, metrics_for
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.score_rows import SplitScoring
from reportgen.scoring.subgroup_values import FEWEST, SubgroupValues, subgroups_of
from reportgen.statistics.exact_tails import hypergeometric_tail
from reportgen.statistics.holm import holm
from reportgen.statistics.interval import ALPHA, Interval
from reportgen.statistics.other_level import interval_at

#: What is given by subgroup besides the main metric, of a task's metrics those that have one figure.
BESIDE = ("accuracy", "recall", "precision", "specificity", "f1", "f1_macro", "ece", "subset_accuracy")

Rows = NDArray[np.int64]


def with_subgroups(analysis: Analysis, predictions: Predictions, data: SampleData | None) -> Analysis:
    """Return an analysis with the figures of its subgroups, where some were asked for and the columns are at hand."""
    if not predictions.question.by or data is None:
        return analysis
    split = judged_split(analysis)
    columns = {column: _values(data, column, split) for column in predictions.question.by}
    scores = [
        row
        for model in predictions.usable
        if split in model.whole
        for column, values in columns.items()
        for row in _scores(model, split, column, values, predictions)
    ]
    found = list(_errors(analysis, predictions, split, columns))
    return msgspec.structs.replace(analysis, scores=[*analysis.scores, *scores], subgroups=found)


def _values(data: SampleData, column: str, split: Split) -> SubgroupValues:
    frame = data.features
    series = frame[column].iloc[data.judged[split]]  # type: ignore[union-attr]
    return subgroups_of(series.reset_index(drop=True))


def slice_name(column: str, value: str) -> str:
    """Return what rows of a subgroup are called, in `scores` and in gates."""
    return f"{column}={value}"


def _metrics(predictions: Predictions, split: Split) -> list[MetricSpec]:
    """Return the metrics of subgroups; scores of different folds are on different scales, and not pooled."""
    question = predictions.question
    wanted = {question.main_metric, *BESIDE}
    known = [metric for metric in metrics_for(question.task) if metric.id in wanted]
    return [metric for metric in known if split == "test" or metric.pooled]


def _scores(
    model: ModelPredictions, split: Split, column: str, values: SubgroupValues, predictions: Predictions
) -> Iterator[Score]:
    """Yield the rows of one model in the subgroups of a column, with intervals that hold for all of these together."""
    groups = predictions.samples.groups_on(split)
    level = 1 - ALPHA / len(values.names)
    for place, name in enumerate(values.names):
        rows = np.flatnonzero(values.codes == place)
        own = SplitScoring(
            model.id, split, model.whole[split].take(rows), (), None if groups is None else groups[rows]
        )
        for metric in _metrics(predictions, split):
            for row in own.whole(metric, set()):
                sliced = msgspec.structs.replace(row, slice=slice_name(column, name))
                yield _at_level(sliced, metric, level, len(rows))


def _at_level(row: Score, metric: MetricSpec, level: float, n: int) -> Score:
    """Return a row with its interval at another level; of a handful of samples without."""
    if row.low is None or row.high is None or row.value is None or row.level is None:
        return row
    if n < FEWEST:
        reason = f"no interval: fewer than {FEWEST} samples"
        return msgspec.structs.replace(row, low=None, high=None, level=None, method=None, reason=reason)
    known = Interval(row.low, row.high, row.level, row.method or "")
    wider = interval_at(level, row.value, known, METRICS.get(metric.id).info.range)
    return msgspec.structs.replace(row, low=wider.low, high=wider.high, level=level)


def _errors(
    analysis: Analysis, predictions: Predictions, split: Split, columns: dict[str, SubgroupValues]
) -> Iterator[Subgroup]:
    """Yield the errors of the recommended model in every subgroup, tested against all others."""
    model = next((own for own in predictions.usable if own.id == analysis.chosen), None)
    if model is None or split not in model.whole or not hasattr(model.whole[split], "wrong"):
        return
    wrong = model.whole[split].wrong
    wrong = wrong if wrong.ndim == 1 else wrong.any(axis=1)
    total, errors = len(wrong), int(wrong.sum())
    found = [
        (column, name, values.codes == place)
        for column, values in columns.items()
        for place, name in enumerate(values.names)
    ]
    independent = predictions.samples.groups is None
    adjusted = (
        adjusted_p_values(wrong, [mask for _, _, mask in found]) if independent else [None] * len(found)
    )
    for (column, name, mask), p in zip(found, adjusted, strict=True):
        n, own = int(mask.sum()), int(wrong[mask].sum())
        rest = total - n
        yield Subgroup(
            slice=slice_name(column, name),
            column=column,
            value=name,
            model=model.id,
            split=split,
            n=n,
            errors=own,
            rate=own / n,
            rest=(errors - own) / rest if rest else None,
            p_adjusted=p,
        )


def adjusted_p_values(wrong: NDArray[np.bool_], masks: Sequence[NDArray[np.bool_]]) -> list[float]:
    """Return for each part how easily chance explains so many errors in it, adjusted for all parts (Holm).

    By Fisher's exact test of the part against all other samples, one-sided; samples are independent of each other.
    """
    total, errors = len(wrong), int(wrong.sum())
    tails = [hypergeometric_tail(wrong[mask].sum(), total, errors, mask.sum()) for mask in masks]
    return [float(p) for p in holm([float(tail) for tail in tails]).tolist()] if tails else []
