"""The table of classes of one model: recall and precision with their intervals, weakest recall first."""

from dataclasses import dataclass

from reportgen.bundle.readings import Readings
from reportgen.bundle.schema import ModelInfo, Score
from reportgen.figures.quantity import quantity
from reportgen.render.bars import Bar, scale_of
from reportgen.render.numbers import common_decimals, count, shown
from reportgen.tasks import MANY_CLASSES

METRICS = ("recall", "precision", "f1")


@dataclass(frozen=True)
class Figure:
    """A figure with its bar where it has one."""

    value: str
    interval: str
    bar: Bar | None
    reason: str


@dataclass(frozen=True)
class ClassRow:
    """A class: recall, precision, F1, and how many samples it has."""

    name: str
    recall: Figure
    precision: Figure
    f1: str
    samples: str


@dataclass(frozen=True)
class ClassTable:
    """The table; `low` and `high` are the ends of its bars, `left_out` says which classes are not in it."""

    low: str
    high: str
    rows: tuple[ClassRow, ...]
    left_out: str
    has_intervals: bool


def class_table(readings: Readings, model: ModelInfo) -> ClassTable | None:
    """Return the table on the judged split; None where no class has a row."""
    labels = readings.labels(model.id, "recall")
    if not labels:
        return None
    columns = {name: {label: readings.of_class(model.id, name, label) for label in labels} for name in METRICS}
    how = quantity("recall", readings.metrics)
    scale = scale_of([*columns["recall"].values(), *columns["precision"].values()], how, (0.0, 1.0))
    decimals = {name: common_decimals(column.values(), readings.metrics) for name, column in columns.items()}

    def figure(metric: str, label: str) -> Figure:
        score = columns[metric][label]
        text = shown(score, readings.metrics, decimals[metric])
        return Figure(text.text, text.interval, scale.bar(score, how), text.reason)

    rows = [
        ClassRow(
            name=label,
            recall=figure("recall", label),
            precision=figure("precision", label),
            f1=shown(columns["f1"][label], readings.metrics, decimals["f1"]).text,
            samples=_samples(columns["recall"][label]),
        )
        for label in sorted(labels, key=lambda label: _weakest_first(columns["recall"][label]))
    ]
    some_interval = any(row.recall.interval or row.precision.interval for row in rows)
    return ClassTable(scale.low_text, scale.high_text, tuple(rows), _left_out(readings, len(rows)), some_interval)


def _weakest_first(score: Score | None) -> tuple[float, int]:
    if score is None or score.value is None:
        return 2.0, 0
    return score.value, -score.n


def _samples(score: Score | None) -> str:
    return count(score.n if score is not None and score.value is not None else 0)


def _left_out(readings: Readings, listed: int) -> str:
    everything = len(readings.analysis.dataset.classes)
    if everything <= MANY_CLASSES:
        return ""
    return f"The worst recognised and the largest of {count(everything)} classes; {count(everything - listed)} are not listed."
