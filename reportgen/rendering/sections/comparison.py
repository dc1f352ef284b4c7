"""Section 3, the comparison: every metric of every model, folds as points, curves of all, quality against cost."""

from dataclasses import dataclass

from reportgen.bundle.record import Split
from reportgen.figures.captions import split_in_words
from reportgen.figures.quantity import quantity
from reportgen.rendering.folds import FoldsTable, fold_tables
from reportgen.rendering.marks import Mark, marks
from reportgen.rendering.numbers import UNDEFINED, common_decimals, shown
from reportgen.rendering.pairwise import Pairwise, pairwise_tables
from reportgen.rendering.pictures import Picture
from reportgen.rendering.spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.words import Name, in_letters, label
from reportgen.tasks import Task

#: Columns of the table of metrics by the kind of task; those that no model has a value of are left out.
METRICS = {
    Task.BINARY: (
        "accuracy",
        "balanced_accuracy",
        "precision",
        "recall",
        "f1",
        "mcc",
        "roc_auc",
        "average_precision",
        "log_loss",
        "brier",
    ),
    Task.MULTICLASS: (
        "accuracy",
        "balanced_accuracy",
        "f1_macro",
        "mcc",
        "roc_auc_ovr_macro",
        "average_precision_macro",
        "log_loss",
        "brier",
    ),
    Task.MULTILABEL: (
        "subset_accuracy",
        "hamming_loss",
        "f1_macro",
        "f1_micro",
        "f1_weighted",
        "jaccard_macro",
        "roc_auc_macro",
        "average_precision_macro",
    ),
    Task.MULTIOUTPUT: ("subset_accuracy", "mean_accuracy", "f1_macro", "f1_weighted"),
    Task.DENOISE: ("pixel_mae", "psnr", "ssim", "exact_pixels"),
}


@dataclass(frozen=True)
class Cell:
    """A figure, its interval, and why it is undefined or limited."""

    value: str
    interval: str
    reason: str


@dataclass(frozen=True)
class Row:
    """A model's figures."""

    title: Name
    mark: Mark
    chosen: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """All metrics on one split; figures of different splits never share a table."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    reasons: str


@dataclass(frozen=True)
class ComparisonView:
    """The comparison, ready to show; a narrow table of folds has `below` under it and `beside` on its right."""

    heading: str
    pairwise: tuple[Pairwise, ...]
    tables: tuple[Table, ...]
    folds: tuple[FoldsTable, ...]
    below: tuple[Picture, ...]
    beside: tuple[Picture, ...]
    figures: tuple[Picture, ...]


def view(context: SectionContext) -> ComparisonView:
    """Return the section that compares all models."""
    number = len(context.readings.candidates)
    splits: list[Split] = ["test", "cv"]
    tables = [_table(context, split) for split in splits]
    folds, figures = fold_tables(context.readings), context.pictures.in_section("comparison")
    below, beside = _around(folds, context.pictures.of("folds"), context.pictures.of("cost"))
    return ComparisonView(
        heading=f"{in_letters(number).capitalize()} models by every measure"
        if number > 1
        else "One model by every measure",
        pairwise=pairwise_tables(context.readings),
        tables=tuple(table for table in tables if table is not None),
        folds=folds,
        below=tuple(below),
        beside=tuple(beside),
        figures=tuple(figure for figure in figures if figure not in (*below, *beside)),
    )


def _around(
    tables: tuple[FoldsTable, ...], folds: list[Picture], cost: list[Picture]
) -> tuple[list[Picture], list[Picture]]:
    """Return the figures under and beside the table of folds where it leaves half of the page empty."""
    if len(tables) != 1 or not tables[0].is_narrow or any(figure.full for figure in (*folds, *cost)):
        return [], []
    return (folds, cost) if folds and cost else ([], folds or cost)


def _table(context: SectionContext, split: Split) -> Table | None:
    """Return the table of one split; None where nothing was measured on it."""
    readings = context.readings
    models = [*readings.candidates, *readings.baselines]
    columns = {
        metric: [readings.headline(model.id, metric, split) for model in models]
        for metric in METRICS[Task(context.analysis.task)]
    }
    columns = {
        metric: rows
        for metric, rows in columns.items()
        if any(row is not None and row.value is not None for row in rows)
    }
    if not columns:
        return None
    decimals = {metric: common_decimals(rows, readings.metrics) for metric, rows in columns.items()}
    known = marks(context.analysis)
    rows = []
    for place, model in enumerate(models):
        figures = [
            shown(column[place], readings.metrics, decimals[metric]) for metric, column in columns.items()
        ]
        cells = tuple(Cell(figure.text, figure.interval, figure.reason) for figure in figures)
        rows.append(Row(label(model.title), known[model.id], model.id == context.analysis.chosen, cells))
    heads = tuple(quantity(metric, readings.metrics).axis for metric in columns)
    where = split_in_words(context.analysis, split)
    return Table(
        f"{where[:1].upper()}{where[1:]}",
        heads,
        tuple(rows),
        _footnote([cell for row in rows for cell in row.cells]),
    )


def _footnote(cells: list[Cell]) -> str:
    """Say why figures are missing, and what others leave out."""
    missing = dict.fromkeys(
        c.reason.removeprefix("undefined: ") for c in cells if c.reason and c.value == UNDEFINED
    )
    limited = dict.fromkeys(c.reason for c in cells if c.reason and c.value != UNDEFINED)
    sentences = (
        [f"{UNDEFINED} stands where nothing can be measured: {'; '.join(missing)}."] if missing else []
    )
    return " ".join([*sentences, *(f"{reason[:1].upper()}{reason[1:]}." for reason in limited)])


SECTIONS.register(
    SectionSpec(
        "comparison", "Comparison", view, applies=lambda context: bool(context.readings.candidates), order=30
    )
)
