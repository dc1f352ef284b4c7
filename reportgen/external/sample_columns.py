"""The columns that say which sample a row is, and in which fold, repeat or split it was judged, by which model."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from reportgen.external.given_columns import GivenColumns
from reportgen.external.name_parts import FOLD, ID, MODEL, REPEAT, SPLIT, speaks_of, words
from reportgen.external.prediction_table import ColumnValues, PredictionTable

#: Folds, repeats and models are few.
MOST_FOLDS, MOST_MODELS = 1000, 100

#: Longer texts are what a sample says, not what it is called.
LONGEST_ID = 80

#: What splits are called, and which of them are the test.
TEST_NAMES = frozenset(
    {"test", "testing", "holdout", "hold-out", "eval", "evaluation", "oos", "out-of-sample"}
)
TRAIN_NAMES = frozenset({
    "train", "training", "fit", "cv", "oof", "val", "valid", "validation", "dev", "development", "in-sample",
})  # fmt: skip
SPLIT_NAMES = TEST_NAMES | TRAIN_NAMES


@dataclass(frozen=True)
class SampleColumns:
    """The names of the columns that say which sample a row is of; None where a file has none."""

    id: str | None
    model: str | None
    fold: str | None
    repeat: str | None
    split: str | None

    @property
    def names(self) -> frozenset[str]:
        """The names of those there are."""
        return frozenset(filter(None, (self.id, self.model, self.fold, self.repeat, self.split)))


def find_sample_columns(table: PredictionTable, given: GivenColumns) -> SampleColumns:
    """Return these columns: those that options name, and the others by names and values."""
    fold = given.fold or _first(table, FOLD, _may_be_fold)
    repeat = given.repeat or _first(table, REPEAT, _may_be_fold)
    split = given.split or _first(table, SPLIT, _is_split)
    model = given.model or _first(table, MODEL, _may_be_model)
    parts = [name for name in (model, repeat) if name is not None]
    own = given.id or _id(table, parts, {fold, repeat, split, model})
    return SampleColumns(own, model, fold, repeat, split)


def _first(
    table: PredictionTable, vocabulary: Collection[str], suits: Callable[[ColumnValues], bool]
) -> str | None:
    found = [name for name, column in table.columns.items() if speaks_of(name, vocabulary) and suits(column)]
    return min(found, key=lambda name: len(words(name)), default=None)


def _may_be_fold(column: ColumnValues) -> bool:
    few = 0 < len(column.named.names) <= min(MOST_FOLDS, max(2, len(column.named.codes) // 2))
    return few and not column.missing and not column.is_scored


def _is_split(column: ColumnValues) -> bool:
    return bool(column.distinct) and {text.lower() for text in column.distinct} <= SPLIT_NAMES


def _may_be_model(column: ColumnValues) -> bool:
    names = column.named.names
    return (
        0 < len(names) <= min(MOST_MODELS, len(column.named.codes))
        and column.numbers is None
        and not column.missing
    )


def _id(table: PredictionTable, parts: list[str], taken: Collection[str | None]) -> str | None:
    """Return the column whose values name samples: one called so, each value once for a model and repeat."""
    candidates = [
        name
        for name, column in table.columns.items()
        if name not in taken and not column.is_scored and not column.missing and _is_called_id(name)
    ]
    once = [name for name in candidates if _tells_apart(table, [name, *parts])]
    if once:
        return min(once, key=lambda name: (words(name)[-1:] != ("id",), len(words(name))))
    names = [name for name in table.columns if name not in taken and _may_name_samples(table.columns[name])]
    once = [name for name in names if _tells_apart(table, [name, *parts])]
    return once[0] if len(once) == 1 else None


def _may_name_samples(column: ColumnValues) -> bool:
    """Whether the values of a column are short texts, as names of samples are."""
    texts = column.named.names
    return column.numbers is None and not column.missing and max(map(len, texts), default=0) <= LONGEST_ID


def _is_called_id(name: str) -> bool:
    return speaks_of(name, ID) or name.lower().endswith("id")


def _tells_apart(table: PredictionTable, names: list[str]) -> bool:
    """Whether no two rows have the same values in these columns."""
    codes = np.column_stack([table.columns[name].named.codes for name in names])
    return len(np.unique(codes, axis=0)) == len(codes)
