"""Accuracy, and precision, recall and F1 of single classes and averaged: all from counts by class."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import MetricInfo
from reportgen.evaluation.metrics.spec import METRICS, MetricSpec, Outcome, Value
from reportgen.tasks import Task

CLASSIFICATION = frozenset({Task.BINARY, Task.MULTICLASS})
UNIT_RANGE = (0.0, 1.0)

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

AVERAGES = {
    "macro": "the plain mean over classes, each counting the same",
    "micro": "over all classes' counts together",
    "weighted": "the mean over classes, weighted by their number of samples",
}


def _accuracy(outcome: Outcome) -> list[Value]:
    right, n = int(outcome.hits.sum()), outcome.n_samples
    return [Value(right / n, successes=right, trials=n)]


def _balanced_accuracy(outcome: Outcome) -> list[Value]:
    present = outcome.actual > 0
    value = float((outcome.hits[present] / outcome.actual[present]).mean())
    missing = [name for name, here in zip(outcome.classes, present, strict=True) if not here]
    return [Value(value, reason=left_out(missing) if missing else None)]


def left_out(classes: list[str]) -> str:
    """Say which classes an average leaves out."""
    named = ", ".join(classes[:3]) + (f" and {len(classes) - 3} more" if len(classes) > 3 else "")
    return f"without classes that have no samples here: {named}"


def _by_class(metric: str) -> Callable[[Outcome], list[Value]]:
    _, rate, _, undefined = RATES[metric]

    def compute(outcome: Outcome) -> list[Value]:
        numerators, denominators = rate(outcome.hits, outcome.predicted, outcome.actual)
        own = [
            _class_value(name, int(top), int(bottom), undefined, is_share=metric != "f1")
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


def _averaged(metric: str, average: str) -> Callable[[Outcome], list[Value]]:
    _, rate, _, undefined = RATES[metric]

    def compute(outcome: Outcome) -> list[Value]:
        numerators, denominators = rate(outcome.hits, outcome.predicted, outcome.actual)
        if average == "micro":
            return [Value(float(numerators.sum() / denominators.sum()))]
        # scikit-learn's defaults: over the classes that occur in truth or answers, undefined ones as 0.
        occurs = (outcome.actual + outcome.predicted) > 0
        values = np.divide(numerators, denominators, out=np.zeros(len(occurs)), where=denominators > 0)
        weights = outcome.actual[occurs] if average == "weighted" else None
        zeros = [outcome.classes[int(i)] for i in np.flatnonzero(occurs & (denominators == 0))]
        reason = f"counted as 0: {', '.join(zeros[:3])}, which {undefined}" if zeros else None
        return [Value(float(np.average(values[occurs], weights=weights)), reason=reason)]

    return compute


def _register() -> None:
    METRICS.register(
        MetricSpec(
            id="accuracy",
            info=MetricInfo(
                title="Accuracy",
                unit=None,
                greater_is_better=True,
                range=UNIT_RANGE,
                description="The share of samples that were answered correctly.",
                source="sklearn.metrics.accuracy_score",
            ),
            tasks=CLASSIFICATION,
            compute=_accuracy,
            order=0,
        )
    )
    METRICS.register(
        MetricSpec(
            id="balanced_accuracy",
            info=MetricInfo(
                title="Balanced accuracy",
                unit=None,
                greater_is_better=True,
                range=UNIT_RANGE,
                description="The mean of the classes' recalls: accuracy as if all classes were equally frequent.",
                source="sklearn.metrics.balanced_accuracy_score",
            ),
            tasks=CLASSIFICATION,
            compute=_balanced_accuracy,
            order=1,
        )
    )
    for place, (metric, (title, _, description, _)) in enumerate(RATES.items()):
        METRICS.register(
            MetricSpec(
                id=metric,
                info=_rate_info(metric, title, description),
                tasks=CLASSIFICATION,
                compute=_by_class(metric),
                order=10 + place,
            )
        )
        for step, (average, meaning) in enumerate(AVERAGES.items()):
            METRICS.register(
                MetricSpec(
                    id=f"{metric}_{average}",
                    info=_rate_info(metric, f"{title}, {average}", f"{title} as {meaning}."),
                    tasks=frozenset({Task.MULTICLASS}),
                    compute=_averaged(metric, average),
                    order=20 + 3 * place + step,
                )
            )


def _rate_info(metric: str, title: str, description: str) -> MetricInfo:
    return MetricInfo(
        title=title,
        unit=None,
        greater_is_better=True,
        range=UNIT_RANGE,
        description=description,
        source=f"sklearn.metrics.{metric}_score",
    )


_register()
