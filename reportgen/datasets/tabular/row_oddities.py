"""Rows of delimited text that are no data, or lack values: found only once all are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted
from reportgen.datasets.tabular.delimited_text import Dialect, numbered_rows
from reportgen.datasets.tabular.encoding import END_OF_TEXT, open_bytes
from reportgen.datasets.tabular.lookalikes import seen

if TYPE_CHECKING:
    import pandas as pd

_END_OF_TEXT = END_OF_TEXT.decode()


@dataclass(frozen=True)
class RowPlace:
    """Where the rows of a file of delimited text begin, and how they are divided.

    `skipped` lines come before the names. A row is short that has fewer values than `width`.
    """

    path: Path
    encoding: str
    delimiter: str
    dialect: Dialect
    skipped: int
    width: int


def without_names(frame: "pd.DataFrame", titles: Sequence[str]) -> tuple["pd.DataFrame", tuple[str, ...]]:
    """Return the rows but for those that repeat the names, as joined files have them, and a note that says so.

    Columns that held nothing else but numbers stay text, which is read like any other.

    Parameters
    ----------
    frame : DataFrame
        Its columns in the order of the file.
    titles : sequence of str
        What the file has for names, empty where it has none.
    """
    repeated = np.ones(len(frame), dtype=np.bool_)
    for place, title in enumerate(titles):
        column = frame.iloc[:, place]
        if title and (column.dtype.kind in "iufb" or not repeated.any()):
            return _without_end_of_text(frame), ()
        same = column.isna().to_numpy() if not title else _equal(column, title, repeated)
        repeated &= same
    if not repeated.any() or not any(titles):
        return _without_end_of_text(frame), ()
    n_repeated = int(repeated.sum())
    verb = "repeats" if n_repeated == 1 else "repeat"
    was = "was" if n_repeated == 1 else "were"
    note = f"{counted(n_repeated, 'row')} that {verb} the names of the columns {was} left out."
    return _without_end_of_text(frame[~repeated].reset_index(drop=True)), (note,)


def _equal(column: "pd.Series[Any]", title: str, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of some rows hold the title."""
    same = np.zeros(len(column), dtype=np.bool_)
    places = np.flatnonzero(among)
    values = column.iloc[places].tolist()
    same[places] = [isinstance(value, str) and seen(value) == title for value in values]
    return same


def _without_end_of_text(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The rows without the mark in which a text of DOS ends: a row of its own, or behind the last value."""
    if not len(frame):
        return frame
    if frame.iloc[-1, 0] == _END_OF_TEXT and frame.iloc[-1, 1:].isna().all():
        return frame.iloc[:-1]
    last = frame.iloc[-1, -1]
    if isinstance(last, str) and last.endswith(_END_OF_TEXT):
        frame.iloc[-1, -1] = last.removesuffix(_END_OF_TEXT)
    return frame


def short_rows_note(place: RowPlace) -> str | None:
    """Return how many rows have too few values, so that the last columns have gaps, and where the first one is."""
    first, fewest, n_short = 0, 0, 0
    with TextIOWrapper(open_bytes(place.path), encoding=place.encoding, errors="replace", newline="") as file:
        for _ in range(place.skipped):
            file.readline()
        rows = numbered_rows(file, place.delimiter, place.dialect)
        next(rows, None)
        for line, row in rows:
            if len(row) < place.width and any(value.strip(" \t" + _END_OF_TEXT) for value in row):
                first, fewest = (first, fewest) if n_short else (line + place.skipped, len(row))
                n_short += 1
    if not n_short:
        return None
    has = "has" if n_short == 1 else "have"
    return (
        f"{counted(n_short, 'row')} {has} fewer values than there are columns, and gaps in the last ones: the first is "
        f"line {first:,}, with {fewest} of {place.width} values."
    )
