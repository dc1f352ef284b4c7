"""The table in a sheet: where it begins, what its columns are called, and what its cells hold."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, quoted, shortened, ticked
from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.gathered_rows import column_of
from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.datasets.tabular.missing_markers import GAPS, is_mark
from reportgen.datasets.tabular.sheet_cells import SheetCells, place_name
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: Rows that hold anything in which the names of the columns are looked for.
FIRST_ROWS = 30

#: Of the columns, the share that has a name in the row that is taken for their names.
NAMED_SHARE = 0.6


def table_in(sheet: SheetCells, title: str) -> FrameTable:
    """Return the table in a sheet, without rows and columns that hold nothing, below whatever stands above its names.

    Cells made one hold their value in all rows that they cover. Errors such as `#DIV/0!` are gaps.

    Raises
    ------
    InputError
        If the sheet holds nothing or no row below the names, a name occurs twice, a formula has no result yet, or the
        table would take more than the sheet's budget.
    """
    path = sheet.budget.path
    rows = sheet.rows()
    if not len(rows):
        raise InputError(f"`{path}`: the sheet `{sheet.name}` is empty.")
    given = sheet.fill_merged(rows)
    top = _header_row(sheet, rows)
    below = rows[rows > top]
    columns = sheet.columns(top)
    _refuse_uncomputed(sheet, top)
    if not len(below):
        raise InputError(f"`{path}`: the sheet `{sheet.name}` has columns but no rows.")
    if len(below) * len(columns) * 8 > sheet.budget.max_bytes:  # a few cells, but far apart
        raise too_large(path, sheet.budget.max_bytes)
    header = [sheet.column(place, np.array([top]))[0] for place in columns]
    names = [_name(cell, place) for place, cell in enumerate(header, start=1)]
    _refuse_repeated(names, columns, top, sheet)
    cells = {name: sheet.column(place, below) for name, place in zip(names, columns, strict=True)}
    values = {name: column_in(column) for name, column in cells.items()}
    return FrameTable(
        path=path,
        title=title,
        part=f"sheet {sheet.name}",
        names=tuple(names),
        codes=frozenset(name for name, column in values.items() if _has_codes(column)),
        gaps=GAPS,
        headless=any(isinstance(cell, int | float) for cell in header),
        notes=(*_above(rows, top), *_merged(given, top), *_errors(sheet, top), *_half_dates(cells)),
        load=lambda: _frame(values),
    )


def _frame(values: "dict[str, NDArray[Any]]") -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame({name: pd.Series(column) for name, column in values.items()})


def _header_row(sheet: SheetCells, rows: NDArray[np.int64]) -> int:
    """The first row in which enough columns have a value, or all but the first: names of rows often have no title.

    Titles and remarks above the table fill fewer.
    """
    first = rows[:FIRST_ROWS]
    filled = np.array([[cell is not None for cell in sheet.column(at, first)] for at in sheet.columns(0)])
    filled = filled[filled.any(axis=1)]
    counts = filled.sum(axis=0)
    all_but_first = (counts == counts.max() - 1) & ~filled[0] & (counts > 0)
    return int(first[np.argmax((counts >= NAMED_SHARE * counts.max()) | all_but_first)])


def _name(cell: object, place: int) -> str:
    if cell is None:
        return f"column {place}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return str(cell.date())
    return " ".join(str(cell).split())


def _refuse_repeated(names: Sequence[str], columns: Sequence[int], top: int, sheet: SheetCells) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        where = [place_name(top, at) for name, at in zip(names, columns, strict=True) if name in twice]
        raise InputError(
            f"`{sheet.budget.path}`: the sheet `{sheet.name}` has several columns called {ticked(twice)}, in "
            f"{ticked(where)}. Give each column a name of its own."
        )


def _refuse_uncomputed(sheet: SheetCells, top: int) -> None:
    """Formulas without a result would be gaps in a column that looks filled to whoever opens the file."""
    found = sorted(place for place in sheet.uncomputed if place[0] > top)
    if found:
        have = "formula has no result" if len(found) == 1 else "formulas have no result"
        first = f"{place_name(*found[0])}" if len(found) == 1 else f"the first in {place_name(*found[0])}"
        raise InputError(
            f"`{sheet.budget.path}`: in the sheet `{sheet.name}` {len(found):,} {have} in the file ({first}). Open it "
            "in a spreadsheet program such as Excel or LibreOffice, which computes them, and save it."
        )


def _has_codes(column: NDArray[Any]) -> bool:
    return column.dtype == object and any(
        isinstance(value, str) and re.fullmatch(r"0[0-9]+", value.strip()) for value in column
    )


def _above(rows: NDArray[np.int64], top: int) -> tuple[str, ...]:
    above = int((rows < top).sum())
    if not above:
        return ()
    verb = "is" if above == 1 else "are"
    said = f"{counted(above, 'row')} above the names of the columns {verb} passed over"
    return (f"{said}: the names stand in row {top:,} of the sheet.",)


def _merged(given: Sequence[tuple[int, int]], top: int) -> tuple[str, ...]:
    count = len({row for row, _ in given if row > top})
    return (
        (f"Merged cells hold their value in every row that they cover: {counted(count, 'row')}.",)
        if count
        else ()
    )


def _errors(sheet: SheetCells, top: int) -> tuple[str, ...]:
    found = Counter(text for row, _, text in sheet.errors if row > top)
    if not found:
        return ()
    count = found.total()
    verb = "holds an error and counts" if count == 1 else "hold errors and count"
    return (f"{counted(count, 'cell')} {verb} as missing: {quoted(list(found))}.",)


def _half_dates(cells: Mapping[str, Sequence[Any]]) -> tuple[str, ...]:
    """What to do where a program took some texts of a column for dates, often with day and month exchanged."""
    notes = []
    for name, column in cells.items():
        dates = sum(isinstance(cell, dt.date) for cell in column)
        texts = [cell for cell in column if isinstance(cell, str) and not is_mark(cell)]
        if dates and texts:
            notes.append(
                f"“{shortened(name)}” holds {counted(dates, 'date')} and {counted(len(texts), 'text')} such as "
                f"“{shortened(texts[0])}”, and is read as text. If all are dates, the spreadsheet has misread some."
            )
    return tuple(notes)


def column_in(values: Sequence[Any]) -> NDArray[Any]:
    """Return the cells of a column as an array of the type that they have, gaps among them.

    Where dates stand beside other values, all are text: 2024-01-31, with the time of day where there is one.
    """
    types = set(map(type, values)) - {NoneType}
    if types and all(issubclass(one, dt.date) for one in types):
        return np.array([_moment(cell) for cell in values], dtype="datetime64[us]")
    if types == {dt.time}:
        return np.fromiter(values, dtype=object, count=len(values))
    if types and types <= {dt.time, dt.timedelta}:
        return np.array([_length(cell) for cell in values], dtype="timedelta64[us]")
    return column_of([_said(cell) for cell in values])


def _moment(cell: dt.date | None) -> np.datetime64:
    if cell is None:
        return np.datetime64("NaT", "us")
    return np.datetime64(cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell, "us")


def _length(cell: dt.time | dt.timedelta | None) -> np.timedelta64:
    """A length of time; of a time of day the time since midnight."""
    if cell is None:
        return np.timedelta64("NaT", "us")
    if isinstance(cell, dt.timedelta):
        return np.timedelta64(cell, "us")
    since_midnight = dt.timedelta(
        hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond
    )
    return np.timedelta64(since_midnight, "us")


def _said(cell: Any) -> Any:
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return str(cell.date())
    return str(cell) if isinstance(cell, dt.date | dt.time | dt.timedelta) else cell
