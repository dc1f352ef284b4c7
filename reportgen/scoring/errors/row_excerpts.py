"""What is unusual about single rows of a table: the columns in which few training rows are like them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import ColumnValue, RowExcerpt
from reportgen.bundle.value_text import shortened
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.feature_columns import MISSING, FeatureColumn, feature_columns
from reportgen.scoring.errors.telling_words import TellingWords

Rows = NDArray[np.int64]

#: Columns named of a row, columns looked at, and training rows that they are compared with.
NAMED, MOST_COLUMNS, COMPARED = 4, 1000, 5000

#: Characters of a value shown.
VALUE_CHARACTERS = 30

#: Characters shown of the words of a text.
TEXT_CHARACTERS = 60

_Describe = Callable[[FeatureColumn, Rows, list[int]], Iterable[tuple[float, float, ColumnValue]]]


def excerpts(data: SampleData, rows: Iterable[int], seed: int) -> list[RowExcerpt]:
    """Return the most unusual columns of each row, most unusual first.

    How unusual a value is, is the share of training rows with one at least as unusual: for numbers twice the share at
    least as high or as low, whichever is less; for categories that of all values which are no more frequent. Equal
    shares are told apart by the robust z (distance from the median by 1.4826 times the median absolute deviation).
    Compared with COMPARED training rows, drawn with the seed.
    """
    chosen = sorted(set(rows))
    train = data.train
    if len(train) > COMPARED:
        train = np.sort(np.random.default_rng(seed).choice(train, COMPARED, replace=False))
    described: dict[int, list[tuple[float, float, ColumnValue]]] = {row: [] for row in chosen}
    for column in feature_columns(data, MOST_COLUMNS):
        describe: _Describe = _numbers if column.numbers is not None else _categories
        if column.name in data.texts:
            describe = partial(_texts, data.codes)
        for row, entry in zip(chosen, describe(column, train, chosen), strict=True):
            described[row].append(entry)
    return [
        RowExcerpt(
            sample=int(data.sample_ids[row]),
            columns=[value for _, _, value in sorted(found, key=lambda entry: entry[:2])[:NAMED]],
            own_id=None if data.own_ids is None else str(data.own_ids[row]) or None,
        )
        for row, found in described.items()
    ]


def _numbers(
    column: FeatureColumn, train: Rows, rows: list[int]
) -> Iterable[tuple[float, float, ColumnValue]]:
    assert column.numbers is not None  # noqa: S101 - it is asked for numbers alone
    known = np.sort(column.numbers[train])
    known = known[~np.isnan(known)]
    n, median = len(train), float(np.median(known)) if len(known) else 0.0
    spread = 1.4826 * float(np.median(np.abs(known - median))) if len(known) else 0.0
    for row in rows:
        value = column.numbers[row]
        if np.isnan(value):
            yield _entry(column, row, (n - len(known)) / n, 0.0)
            continue
        high = float(len(known) - np.searchsorted(known, value, side="left")) / n
        low = float(np.searchsorted(known, value, side="right")) / n
        distance = abs(value - median) / spread if spread else abs(value - median)
        yield _entry(
            column, row, min(1.0, 2 * min(high, low)), -distance, side="high" if high < low else "low"
        )


def _texts(
    codes: NDArray[Any], column: FeatureColumn, train: Rows, rows: list[int]
) -> Iterable[tuple[float, float, ColumnValue]]:
    """Give the words of each text that tell most, before all other columns."""
    one_class = codes if codes.ndim == 1 else np.zeros(len(codes), dtype=np.int64)
    telling = TellingWords([column.text(row) for row in train.tolist()], one_class[train])
    for row in rows:
        said = shortened(telling.of(column.text(row)) or MISSING, TEXT_CHARACTERS)
        yield 0.0, 0.0, ColumnValue(column=column.name, value=said, share=1.0, side=None)


def _categories(
    column: FeatureColumn, train: Rows, rows: list[int]
) -> Iterable[tuple[float, float, ColumnValue]]:
    counts = np.bincount(column.codes[train] + 1, minlength=len(column.values) + 1)
    for row in rows:
        own = counts[column.codes[row] + 1]
        yield _entry(column, row, float(counts[counts <= own].sum()) / len(train), 0.0)


def _entry(
    column: FeatureColumn, row: int, share: float, tie: float, side: str | None = None
) -> tuple[float, float, ColumnValue]:
    value = shortened(column.text(row), VALUE_CHARACTERS)
    return share, tie, ColumnValue(column=column.name, value=value, share=share, side=side)  # type: ignore[arg-type]
