"""The filled cells of a sheet: a sheet has many more places than cells, so that only these are kept."""

from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.errors import InputError

#: What a cell takes in memory at least: its row, and the reference to its value.
CELL_BYTES = 16

#: The most rows and columns that any program's sheets have.
MAX_ROWS, MAX_COLUMNS = 1 << 24, 1 << 16

#: What cells say whose formula has no result.
ERRORS = frozenset({"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


@dataclass
class CellBudget:
    """The bytes that the cells of a workbook may take; all its sheets together, however few bytes describe them."""

    path: Path
    max_bytes: int
    used: int = 0

    def take(self, cells: int) -> None:
        """Count cells; one too many is an InputError."""
        self.used += cells * CELL_BYTES
        if self.used > self.max_bytes:
            raise too_large(self.path, self.max_bytes)


@dataclass
class _Filled:
    """The filled cells of a column: their rows, and the values in these."""

    rows: "array[int]" = field(default_factory=lambda: array("q"))
    values: list[Any] = field(default_factory=list)


@dataclass
class SheetCells:
    """The filled cells of a sheet, added as they are read, in any order.

    Attributes
    ----------
    name : str
        Of the sheet.
    budget : CellBudget
    merged : list of (column, first row, last row)
        Cells of one column that were made one, which holds its value in the first of them.
    errors : list of (row, column, text)
        Cells whose formula has no result: `#DIV/0!`. They are gaps.
    uncomputed : list of (row, column)
        Formulas whose result the file does not hold, since no program has computed it.

    Rows and columns count from 1, as spreadsheets count them.
    """

    name: str
    budget: CellBudget
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    _columns: dict[int, _Filled] = field(default_factory=dict)

    def add(self, row: int, column: int, value: object, n_rows: int = 1, n_columns: int = 1) -> None:
        """Add a cell, or the same one in several rows and columns; one without more than blanks is passed over."""
        if not is_filled(value):
            return
        if row + n_rows - 1 > MAX_ROWS or column + n_columns - 1 > MAX_COLUMNS:
            raise InputError(
                f"`{self.budget.path}` is damaged: the sheet `{self.name}` ends in row {row + n_rows:,}."
            )
        self.budget.take(n_rows * n_columns)
        for place in range(column, column + n_columns):
            filled = self._columns.setdefault(place, _Filled())
            filled.rows.extend(range(row, row + n_rows))
            filled.values.extend([value] * n_rows)

    def rows(self) -> NDArray[np.int64]:
        """Return the rows that hold anything, from the top."""
        found = np.zeros(0, dtype=np.int64)
        for filled in self._columns.values():
            found = np.union1d(found, np.frombuffer(filled.rows, dtype=np.int64))
        return found

    def columns(self, top: int) -> list[int]:
        """Return the columns that hold anything from the row `top` on, from the left."""
        return sorted(place for place, filled in self._columns.items() if max(filled.rows) >= top)

    def column(self, place: int, rows: NDArray[np.int64]) -> list[Any]:
        """Return the values of a column in the given rows, which are in order, with None where there is none."""
        filled = self._columns.get(place, _Filled())
        values: list[Any] = [None] * len(rows)
        own = np.frombuffer(filled.rows, dtype=np.int64)
        found = np.searchsorted(rows, own)
        inside = (
            (found < len(rows)) & (rows[np.minimum(found, len(rows) - 1)] == own) if len(rows) else own < 0
        )
        for position in np.flatnonzero(inside).tolist():
            values[found[position]] = filled.values[position]
        return values

    def fill_merged(self, rows: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Give cells that were made one their value in each of `rows`; return the row and column of those given one."""
        given = []
        by_column: dict[int, list[tuple[int, int]]] = {}
        for column, first, last in self.merged:
            by_column.setdefault(column, []).append((first, last))
        for column, ranges in by_column.items():
            values, done = self.column(column, rows), 0
            for first, last in sorted(ranges):
                start, end = np.searchsorted(rows, [max(first, done), last + 1]).tolist()
                done = max(done, last + 1)  # no program lets them overlap, but a file may
                if start < end and rows[start] == first and values[start] is not None:
                    empty = [at for at in range(start + 1, end) if values[at] is None]
                    given += [(int(rows[at]), column, values[start]) for at in empty]
        for row, column, value in given:
            self.add(row, column, value)
        return [(row, column) for row, column, _ in given]


def is_filled(value: object) -> bool:
    """Whether a cell holds more than blanks."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def place_name(row: int, column: int) -> str:
    """Return what spreadsheets call a cell: `B7`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
