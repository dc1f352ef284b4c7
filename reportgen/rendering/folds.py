"""Fold by fold in numbers: what each model, and the naive baseline, scored on every fold of the cross-validation."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from reportgen.bundle.readings import Readings
from reportgen.bundle.schema import ModelInfo, Score
from reportgen.figures.quantity import MOST_DECIMALS, Quantity, quantity, score_decimals
from reportgen.rendering.marks import Mark, marks
from reportgen.rendering.numbers import UNDEFINED, fixed
from reportgen.rendering.words import Name, label

#: More folds than this would not fit side by side.
MOST_FOLDS = 12

#: Of so many folds the table fits in half a page.
NARROW = 4


@dataclass(frozen=True)
class FoldsRow:
    """A model's figures on each fold, and their plain mean."""

    title: Name
    mark: Mark
    cells: tuple[str, ...]
    mean: str


@dataclass(frozen=True)
class FoldsTable:
    """One metric fold by fold; `heads` are the numbers of the folds."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[FoldsRow, ...]

    @property
    def is_narrow(self) -> bool:
        """Whether half a page is wide enough."""
        return len(self.heads) <= NARROW


def fold_tables(readings: Readings) -> tuple[FoldsTable, ...]:
    """Return a table of accuracy, and one of the main metric where that is another."""
    wanted = dict.fromkeys(("accuracy", readings.analysis.main_metric))
    tables = [_table(readings, quantity(m, readings.metrics)) for m in wanted if m in readings.metrics]
    return tuple(table for table in tables if table is not None)


def _table(readings: Readings, how: Quantity) -> FoldsTable | None:
    models = [*readings.candidates, *([readings.baseline] if readings.baseline else [])]
    by_model = [(model, readings.folds(model.id, how.metric)) for model in models]
    by_model = [(model, rows) for model, rows in by_model if rows]
    if not by_model or len(by_model[0][1]) > MOST_FOLDS:
        return None
    known = marks(readings.analysis)
    decimals = max(_decimals(how, row.n) for _, rows in by_model for row in rows)
    return FoldsTable(
        f"{how.axis}, fold by fold",
        tuple(str(row.fold) for row in by_model[0][1]),
        tuple(_row(model, known[model.id], rows, how, decimals) for model, rows in by_model),
    )


def _decimals(how: Quantity, n: int) -> int:
    """Return the decimals that show a single sample of `n` where these are shares of samples."""
    if how.unit != "%":
        return score_decimals(n)
    return min(max(ceil(log10(max(n, 1) / 100)), 0), MOST_DECIMALS)


def _row(model: ModelInfo, mark: Mark, rows: Sequence[Score], how: Quantity, decimals: int) -> FoldsRow:
    values = [None if row.value is None else how.scale * row.value for row in rows]
    known = [value for value in values if value is not None]
    mean = sum(known) / len(known) if known and len(known) == len(values) else None
    cells = tuple(_shown(value, decimals) for value in values)
    return FoldsRow(label(model.title), mark, cells, _shown(mean, decimals))


def _shown(value: float | None, decimals: int) -> str:
    return UNDEFINED if value is None else fixed(value, decimals)
