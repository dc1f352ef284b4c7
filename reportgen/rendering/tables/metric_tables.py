"""Tables of all measures of all models, one or more for each split; figures of different splits never share a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.figures.intervals import SHOWN
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.tasks import Task
from reportgen.wording.analysis_words import split_in_words
from reportgen.wording.grammar import Name, capital, title_label
from reportgen.wording.numbers import UNDEFINED, common_decimals, shown
from reportgen.wording.quantity import quantity

#: Up to so many models stand in columns, with a line for each measure; more stand in lines.
MOST_IN_COLUMNS = 4

#: More measures than this do not fit side by side with their intervals.
MOST_MEASURES = 7


@dataclass(frozen=True)
class Head:
    """What a column or a line is of: a model with its mark, or a measure."""

    name: Name
    mark: Mark | None = None
    chosen: bool = False


@dataclass(frozen=True)
class MetricCell:
    """A figure, its interval, and why it is undefined or limited; `chosen` is the recommended model's."""

    value: str
    interval: str
    reason: str
    chosen: bool = False


@dataclass(frozen=True)
class MetricRow:
    """A line of figures."""

    head: Head
    cells: tuple[MetricCell, ...]


@dataclass(frozen=True)
class MetricTable:
    """Measures of models on one split; `by_measure` has a line for each measure. A continuation has no title."""

    title: str
    corner: str
    heads: tuple[Head, ...]
    rows: tuple[MetricRow, ...]
    reasons: str
    by_measure: bool


def metric_tables(index: ScoreIndex, split: Split) -> tuple[MetricTable, ...]:
    """Return the tables of one split; none where nothing was measured on it."""
    models = [*index.candidates, *index.baselines]
    measured = {
        metric: cells
        for metric in SHOWN[Task(index.analysis.task)]
        if (cells := _cells(index, metric, models, split))
    }
    if not measured:
        return ()
    title = capital(split_in_words(index.analysis, split))
    reasons = _footnote([cell for cells in measured.values() for cell in cells])
    known, chosen = marks(index.analysis), index.analysis.chosen
    heads = [Head(title_label(one.title, 12), known[one.id], one.id == chosen) for one in models]
    measures = {metric: Head(Name(quantity(metric, index.metrics).axis)) for metric in measured}
    if len(models) <= MOST_IN_COLUMNS:
        rows = tuple(MetricRow(measures[metric], cells) for metric, cells in measured.items())
        return (MetricTable(title, "Measure", tuple(heads), rows, reasons, by_measure=True),)
    parts = _evenly(list(measured))
    return tuple(
        MetricTable(
            "" if place else title,
            "Model",
            tuple(measures[metric] for metric in part),
            tuple(MetricRow(head, tuple(measured[m][line] for m in part)) for line, head in enumerate(heads)),
            reasons if place == len(parts) - 1 else "",
            by_measure=False,
        )
        for place, part in enumerate(parts)
    )


def _evenly(metrics: Sequence[str]) -> list[Sequence[str]]:
    """Cut a list into as few parts as fit a page, of about equal length."""
    number = -(-len(metrics) // MOST_MEASURES)
    length = -(-len(metrics) // number)
    return [metrics[start : start + length] for start in range(0, len(metrics), length)]


def _cells(
    index: ScoreIndex, metric: str, models: Sequence[ModelInfo], split: Split
) -> tuple[MetricCell, ...]:
    """Return each model's figure; none where no model has a value."""
    scores = [index.headline(model.id, metric, split) for model in models]
    if not any(score is not None and score.value is not None for score in scores):
        return ()
    decimals = common_decimals(scores, index.metrics)
    figures = [shown(score, index.metrics, decimals) for score in scores]
    return tuple(
        MetricCell(figure.text, figure.interval, figure.reason, model.id == index.analysis.chosen)
        for model, figure in zip(models, figures, strict=True)
    )


def _footnote(cells: list[MetricCell]) -> str:
    """Say why figures are missing, and what others leave out."""
    missing = dict.fromkeys(
        c.reason.removeprefix("undefined: ") for c in cells if c.reason and c.value == UNDEFINED
    )
    limited = dict.fromkeys(c.reason for c in cells if c.reason and c.value != UNDEFINED)
    sentences = (
        [f"{UNDEFINED} stands where nothing can be measured: {'; '.join(missing)}."] if missing else []
    )
    return " ".join([*sentences, *(f"{capital(reason)}." for reason in limited)])
