"""Fold by fold, and seed by seed, in numbers: what each model, and the naive baseline, scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from reportgen.bundle.schema import ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.wording.analysis_words import split_in_words
from reportgen.wording.grammar import Name, label
from reportgen.wording.numbers import UNDEFINED, fixed
from reportgen.wording.quantity import MOST_DECIMALS, Quantity, quantity, score_decimals

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
    """One metric fold by fold or seed by seed; `corner` says which, `heads` are their numbers."""

    title: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[FoldsRow, ...]

    @property
    def is_narrow(self) -> bool:
        """Whether half a page is wide enough."""
        return len(self.heads) <= NARROW


def fold_tables(index: ScoreIndex) -> tuple[FoldsTable, ...]:
    """Return a table of accuracy, one of the main metric where that is another, and one of several seeds."""
    wanted = dict.fromkeys(("accuracy", index.analysis.main_metric))
    tables = [_table(index, quantity(m, index.metrics)) for m in wanted if m in index.metrics]
    return tuple(table for table in (*tables, _seeds(index)) if table is not None)


def _table(index: ScoreIndex, how: Quantity) -> FoldsTable | None:
    models = [*index.candidates, *([index.baseline] if index.baseline else [])]
    by_model = [(model, index.folds(model.id, how.metric)) for model in models]
    by_model = [(model, rows) for model, rows in by_model if rows]
    if not by_model or len(by_model[0][1]) > MOST_FOLDS:
        return None
    heads = tuple(str(row.fold) for row in by_model[0][1])
    return _filled(index, how, "Fold", f"{how.axis}, fold by fold", heads, by_model)


def _seeds(index: ScoreIndex) -> FoldsTable | None:
    """Return the main metric of every seed where judged; None where there is one seed or too many for a table."""
    repeats = index.analysis.protocol.repeats
    if not 1 < repeats <= MOST_FOLDS:
        return None
    how = quantity(index.analysis.main_metric, index.metrics)
    by_model = [(model, _by_seed(index, model, how.metric)) for model in index.candidates]
    by_model = [(model, rows) for model, rows in by_model if rows]
    where = split_in_words(index.analysis, index.judged_on)
    heads = tuple(str(number + 1) for number in range(repeats))
    return (
        _filled(index, how, "Seed", f"{how.axis}, seed by seed {where}", heads, by_model)
        if by_model
        else None
    )


def _by_seed(index: ScoreIndex, model: ModelInfo, metric: str) -> list[Score]:
    """Return a model's headline figure of each seed, the first one's first; a model without seeds has one."""
    first = index.headline(model.id, metric)
    if first is None:
        return []
    alike = (first.model, first.split, first.metric, first.average)
    others = [
        row
        for row in index.analysis.scores
        if (row.model, row.split, row.metric, row.average) == alike
        and row.repeat is not None
        and (row.label, row.output, row.fold, row.slice, row.threshold) == (None,) * 5
    ]
    return [first, *sorted(others, key=lambda row: row.repeat or 0)]


def _filled(
    index: ScoreIndex,
    how: Quantity,
    corner: str,
    title: str,
    heads: tuple[str, ...],
    by_model: Sequence[tuple[ModelInfo, Sequence[Score]]],
) -> FoldsTable:
    known = marks(index.analysis)
    decimals = max(_decimals(how, row.n) for _, rows in by_model for row in rows)
    rows = tuple(_row(model, known[model.id], found, how, decimals, len(heads)) for model, found in by_model)
    return FoldsTable(title, corner, heads, rows)


def _decimals(how: Quantity, n: int) -> int:
    """Return the decimals that show a single sample of `n` where these are shares of samples."""
    if how.unit != "%":
        return score_decimals(n)
    return min(max(ceil(log10(max(n, 1) / 100)), 0), MOST_DECIMALS)


def _row(
    model: ModelInfo, mark: Mark, rows: Sequence[Score], how: Quantity, decimals: int, columns: int
) -> FoldsRow:
    values = [None if row.value is None else how.scale * row.value for row in rows]
    known = [value for value in values if value is not None]
    mean = sum(known) / len(known) if known and len(known) == len(values) else None
    cells = (*(_shown(value, decimals) for value in values), *[""] * (columns - len(values)))
    return FoldsRow(label(model.title), mark, cells, _shown(mean, decimals))


def _shown(value: float | None, decimals: int) -> str:
    return UNDEFINED if value is None else fixed(value, decimals)
