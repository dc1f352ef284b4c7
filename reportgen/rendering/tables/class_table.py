"""The table of classes of one model: recall and precision with their intervals, weakest recall first."""

from dataclasses import dataclass

from reportgen.bundle.schema import ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.rendering.tables.confusion_matrix import COMPACT
from reportgen.rendering.tables.interval_bars import Bar, scale_of
from reportgen.tasks import MANY_CLASSES
from reportgen.wording.grammar import Name, label
from reportgen.wording.numbers import common_decimals, count, shown
from reportgen.wording.quantity import quantity

SHOWN = ("recall", "precision")


@dataclass(frozen=True)
class ClassFigure:
    """A figure with its bar where it has one."""

    value: str
    interval: str
    bar: Bar | None
    reason: str


@dataclass(frozen=True)
class ClassRow:
    """A class: recall, precision, and how many samples it has."""

    name: Name
    recall: ClassFigure
    precision: ClassFigure
    samples: str


@dataclass(frozen=True)
class ClassTable:
    """The table; `low` and `high` are the ends of its bars, `left_out` says which classes are not in it."""

    low: str
    high: str
    rows: tuple[ClassRow, ...]
    left_out: str
    has_intervals: bool


def class_table(index: ScoreIndex, model: ModelInfo) -> ClassTable | None:
    """Return the table on the judged split; None where no class has a row."""
    names = index.labels(model.id, "recall")
    if not names:
        return None
    columns = {metric: {name: index.of_class(model.id, metric, name) for name in names} for metric in SHOWN}
    how = quantity("recall", index.metrics)
    widest = 6.0 if len(names) <= COMPACT else 24.0
    scale = scale_of([*columns["recall"].values(), *columns["precision"].values()], how, (0.0, 1.0))
    decimals = {metric: common_decimals(column.values(), index.metrics) for metric, column in columns.items()}

    def figure(metric: str, name: str) -> ClassFigure:
        score = columns[metric][name]
        text = shown(score, index.metrics, decimals[metric])
        return ClassFigure(text.text, text.interval, scale.bar(score, how), text.reason)

    rows = [
        ClassRow(
            name=label(name, widest),
            recall=figure("recall", name),
            precision=figure("precision", name),
            samples=_samples(columns["recall"][name]),
        )
        for name in sorted(names, key=lambda name: _weakest_first(columns["recall"][name]))
    ]
    some_interval = any(row.recall.interval or row.precision.interval for row in rows)
    return ClassTable(
        scale.low_text, scale.high_text, tuple(rows), _left_out(index, len(rows)), some_interval
    )


def _weakest_first(score: Score | None) -> tuple[float, int]:
    if score is None or score.value is None:
        return 2.0, 0
    return score.value, -score.n


def _samples(score: Score | None) -> str:
    return count(score.n if score is not None and score.value is not None else 0)


def _left_out(index: ScoreIndex, listed: int) -> str:
    everything = len(index.analysis.dataset.classes)
    if everything <= MANY_CLASSES:
        return ""
    missing = count(everything - listed)
    return f"The worst recognised and the largest of {count(everything)} classes; {missing} are not listed."
