"""Sheets of spreadsheets: where the table in one begins, what its columns are called, and what its cells hold."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted
from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.gathered_rows import column_of
from reportgen.datasets.tabular.missing_markers import GAPS
from reportgen.datasets.tabular.table_format import TableFile, refuse_repeated_names
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: Rows in which the names of the columns are looked for.
FIRST_ROWS = 30

#: Of the columns, the share that has a name in the row that is taken for their names.
NAMED_SHARE = 0.6

Grid = NDArray[Any]


def is_filled(cell: object) -> bool:
    """Whether a cell holds more than blanks."""
    return cell is not None and cell == cell and not (isinstance(cell, str) and not cell.strip())  # noqa: PLR0124  # NaN


def table_in(grid: Grid, path: Path, title: str, sheet: str) -> TableFile:
    """Return the table in a grid of cells: trimmed of empty rows and columns, below whatever stands above its names.

    Raises
    ------
    InputError
        If there are no rows below the names, or a name occurs twice.
    """
    filled = np.array([[is_filled(cell) for cell in row] for row in grid], dtype=bool).reshape(grid.shape)
    if not filled.any():
        raise InputError(f"`{path}`: the sheet `{sheet}` is empty.")
    top = _header_row(filled)
    columns = np.flatnonzero(filled[top:].any(axis=0))
    below = np.flatnonzero(filled[top + 1 :].any(axis=1)) + top + 1
    if not len(below):
        raise InputError(f"`{path}`: the sheet `{sheet}` has columns but no rows.")
    header = grid[top, columns]
    names = [_name(cell, int(place) + 1) for cell, place in zip(header, columns, strict=True)]
    refuse_repeated_names(names, path)
    values = {name: column_of(cells(grid[below, place])) for name, place in zip(names, columns, strict=True)}
    return FrameTable(
        path=path,
        title=title,
        part=f"sheet {sheet}",
        names=tuple(names),
        gaps=GAPS,
        headless=any(isinstance(cell, int | float) for cell in header if is_filled(cell)),
        notes=_passed_over(filled, top),
        load=lambda: _frame(values),
    )


def _frame(values: "dict[str, NDArray[Any]]") -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame({name: pd.Series(column) for name, column in values.items()})


def _header_row(filled: NDArray[np.bool_]) -> int:
    """The first row in which enough of the columns have a value; titles and remarks above fill fewer."""
    counts = filled[:FIRST_ROWS].sum(axis=1)
    return int(np.argmax(counts >= NAMED_SHARE * counts.max()))


def _name(cell: object, place: int) -> str:
    if not is_filled(cell):
        return f"column {place}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _passed_over(filled: NDArray[np.bool_], top: int) -> tuple[str, ...]:
    above = int(filled[:top].any(axis=1).sum())
    if not above:
        return ()
    rows = f"{counted(above, 'row')} above the names of the columns {_are(above)} passed over"
    return (f"{rows}: the names stand in row {top + 1}.",)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def cells(values: Sequence[Any]) -> list[Any]:
    """Return the cells of a column as values of one type where they have one: dates, or lengths of time in seconds."""
    found = [cell if is_filled(cell) else None for cell in values]
    types = set(map(type, found)) - {NoneType}
    if types and types <= {dt.timedelta, dt.time}:
        return [None if cell is None else _seconds(cell) for cell in found]
    if types and all(issubclass(one, dt.date) for one in types):
        return [None if cell is None else _moment(cell) for cell in found]
    return [cell.isoformat() if isinstance(cell, dt.date | dt.time) else _plain(cell) for cell in found]


def _plain(cell: Any) -> Any:
    return cell.total_seconds() if isinstance(cell, dt.timedelta) else cell


def _seconds(cell: dt.timedelta | dt.time) -> float:
    """Lengths of time and times of day, the latter since midnight."""
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds()
    return cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6


def _moment(cell: dt.date) -> np.datetime64:
    return np.datetime64(cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell, "us")
