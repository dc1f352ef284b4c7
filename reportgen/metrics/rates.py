"""Accuracy, and precision, recall and F1 of single classes and averaged: all from counts by class."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import Formula, FromCounts, MeanOf
from reportgen.metrics.metric_spec import AVERAGED, BINARY_ONLY, Compute, Outcome, Value, metric
from reportgen.tasks import Task

#: hits, answered and actual counts of each class -> numerators and denominators of the rate.
Rate = Callable[
    [NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], tuple[NDArray[np.int64], NDArray[np.int64]]
]

RATES: dict[str, tuple[str, Rate, str, str]] = {
    "precision": (
        "Precision",
        lambda hits, predicted, _actual: (hits, predicted),
        "Of the samples that were given this answer, the share that really are of the class.",
        "was never the answer",
    ),
    "recall": (
        "Recall",
        lambda hits, _predicted, actual: (hits, actual),
        "Of the samples that really are of the class, the share that was recognised.",
        "has no samples here",
    ),
    "f1": (
        "F1",
        lambda hits, predicted, actual: (2 * hits, predicted + actual),
        "The harmonic mean of precision and recall: high only where both are.",
        "has no samples here and was never the answer",
    ),
}

Counts = NDArray[Any]


def class_formula(rate_id: str) -> Formula:
    """Return the formula of a rate of each class; NaN where it is undefined."""

    def formula(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
        top, bottom = RATES[rate_id][1](hits, predicted, actual)
        return np.asarray(np.divide(top, bottom, out=np.full(bottom.shape, np.nan), where=bottom > 0))

    return formula


def average_formula(rate_id: str, average: str) -> Formula:
    """Return the formula of a rate averaged over the classes that occur in truth or answers."""

    def formula(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
        top, bottom = RATES[rate_id][1](hits, predicted, actual)
        if average == "micro":
            return np.asarray(top.sum(axis=-1) / bottom.sum(axis=-1))
        values = np.divide(top, bottom, out=np.zeros(bottom.shape), where=bottom > 0)
        weights = actual if average == "weighted" else (actual + predicted > 0).astype(float)
        return np.asarray((values * weights).sum(axis=-1) / weights.sum(axis=-1))

    return formula


def mean_recall(hits: Counts, _: Counts, actual: Counts) -> Counts:
    """Return the mean recall over the classes that have samples."""
    present = actual > 0
    values = np.divide(hits, actual, out=np.zeros(actual.shape), where=present)
    return np.asarray(values.sum(axis=-1) / present.sum(axis=-1))


AVERAGES = {
    "macro": "the plain mean over classes or labels, each counting the same",
    "micro": "over the counts of all classes or labels together",
    "weighted": "the mean over classes or labels, weighted by their number of samples",
}


@metric(
    "accuracy",
    title="Accuracy",
    description="The share of samples that were answered correctly.",
    source="sklearn.metrics.accuracy_score",
    unit=SHARE,
    kind=MeanOf(lambda outcome: outcome.truth == outcome.answers),
    order=0,
)
def accuracy(outcome: Outcome) -> list[Value]:
    """Return the share of right answers."""
    right, n = int(outcome.hits.sum()), outcome.n_samples
    return [Value(right / n, successes=right, trials=n)]


@metric(
    "balanced_accuracy",
    title="Balanced accuracy",
    description="The mean of the classes' recalls: accuracy as if all classes were equally frequent.",
    source="sklearn.metrics.balanced_accuracy_score",
    unit=SHARE,
    kind=FromCounts(mean_recall, averaged=True),
    order=1,
)
def balanced_accuracy(outcome: Outcome) -> list[Value]:
    """Return the mean recall over the classes that have samples."""
    present = outcome.actual > 0
    value = float((outcome.hits[present] / outcome.actual[present]).mean())
    missing = [name for name, here in zip(outcome.classes, present, strict=True) if not here]
    return [Value(value, reason=left_out(missing) if missing else None)]


def left_out(classes: list[str]) -> str:
    """Say which classes an average leaves out."""
    named = ", ".join(classes[:3]) + (f" and {len(classes) - 3} more" if len(classes) > 3 else "")
    return f"without classes that have no samples here: {named}"


def _by_class(rate_id: str) -> Compute:
    _, rate, _, undefined = RATES[rate_id]

    def compute(outcome: Outcome) -> list[Value]:
        numerators, denominators = rate(outcome.hits, outcome.predicted, outcome.actual)
        own = [
            _class_value(name, int(top), int(bottom), undefined, is_share=rate_id != "f1")
            for name, top, bottom in zip(outcome.classes, numerators, denominators, strict=True)
        ]
        # Of two classes the positive one is also the headline.
        return [own[1]._replace(label=None), *own] if len(own) == 2 else own

    return compute


def _class_value(name: str, top: int, bottom: int, undefined: str, *, is_share: bool) -> Value:
    if bottom == 0:
        return Value(None, name, f"undefined: the class {undefined}")
    if is_share:
        return Value(top / bottom, name, successes=top, trials=bottom)
    return Value(top / bottom, name)


def _averaged(rate_id: str, average: str) -> Compute:
    _, rate, _, undefined = RATES[rate_id]

    def average_of(outcome: Outcome) -> Value:
        numerators, denominators = rate(outcome.hits, outcome.predicted, outcome.actual)
        if average == "micro":
            total = int(denominators.sum())
            if not total:
                return Value(None, reason=f"undefined: no sample has or was given any {outcome.unit}")
            return _as_rate(Value(float(numerators.sum() / total)), outcome)
        # scikit-learn's defaults: over the classes that occur in truth or answers, undefined ones as 0.
        occurs = outcome.counted
        values = np.divide(numerators, denominators, out=np.zeros(len(occurs)), where=denominators > 0)
        weights = outcome.actual[occurs] if average == "weighted" else None
        if weights is not None and not weights.sum():
            return Value(None, reason=f"undefined: no sample has any {outcome.unit}")
        zeros = [outcome.classes[int(i)] for i in np.flatnonzero(occurs & (denominators == 0))]
        reason = f"counted as 0: {', '.join(zeros[:3])}, which {undefined}" if zeros else None
        value = Value(float(np.average(values[occurs], weights=weights)), reason=reason)
        return _as_rate(value, outcome) if (rate_id, average) == ("recall", "weighted") else value

    def compute(outcome: Outcome) -> list[Value]:
        own = [average_of(part) for part in outcome.parts]
        return own if len(own) == 1 else [_mean(own)]

    return compute


def _as_rate(value: Value, outcome: Any) -> Value:
    """Return a figure that is the accuracy by another name with its counts, unless a sample has several answers."""
    if not isinstance(outcome, Outcome):
        return value
    return value._replace(successes=int(outcome.hits.sum()), trials=outcome.n_samples)


def _mean(own: list[Value]) -> Value:
    """Return the mean over several outputs; undefined where one of them is."""
    undefined = next((value.reason for value in own if value.value is None), None)
    if undefined is not None:
        return Value(None, reason=undefined)
    reasons = dict.fromkeys(value.reason for value in own if value.reason)
    return Value(
        float(np.mean([value.value for value in own])), reason="; ".join(filter(None, reasons)) or None
    )


for _place, (_metric, (_title, _rate, _description, _undefined)) in enumerate(RATES.items()):
    _source, _unit = f"sklearn.metrics.{_metric}_score", None if _metric == "f1" else SHARE
    metric(
        _metric,
        title=_title,
        description=_description,
        source=_source,
        unit=_unit,
        kind=FromCounts(
            class_formula(_metric), by_class=True, among="actual" if _metric == "recall" else None
        ),
        order=10 + _place,
        ranks=BINARY_ONLY,
    )(_by_class(_metric))
    for _step, (_average, _meaning) in enumerate(AVERAGES.items()):
        metric(
            f"{_metric}_{_average}",
            title=f"{_title}, {_average}",
            description=f"{_title} as {_meaning}.",
            source=_source,
            unit=_unit,
            kind=FromCounts(average_formula(_metric, _average), averaged=_average == "macro"),
            tasks=AVERAGED if _average == "micro" else AVERAGED | {Task.MULTIOUTPUT},
            order=20 + 3 * _place + _step,
        )(_averaged(_metric, _average))
