"""A table of training rows and another of test rows (--test-data), of any two formats, joined by names of columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reportgen.bundle.value_text import counted, listed, quoted, shortened
from reportgen.datasets.tabular.column import Column
from reportgen.datasets.tabular.column_values import read_column
from reportgen.datasets.tabular.table_format import TableFile
from reportgen.errors import InputError, nearest

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class JoinedRows:
    """Rows as read, those that train first.

    Attributes
    ----------
    frame : DataFrame
        The columns that both files have, in the order of the first.
    train_rows : int, optional
        How many of the rows train; None where there is a single file.
    notes : tuple of str
        What a reader has to know of the rows, and of how the two files differ.
    """

    frame: "pd.DataFrame"
    train_rows: int | None = None
    notes: tuple[str, ...] = ()


def read_joined(
    file: TableFile, test: TableFile | None, as_text: frozenset[str], needed: Sequence[str]
) -> JoinedRows:
    """Return the rows of both files; columns that only one of them has are left out, and the notes say so.

    `needed` are the columns that options name a part for, without which test rows are refused.
    """
    if test is None:
        frame, notes = file.read_noted(as_text)
        return JoinedRows(frame, notes=notes)
    import pandas as pd

    for name in needed:
        if name not in test.names:
            raise InputError(f"--test-data: `{test.path}` has no column `{name}`.{nearest(name, test.names)}")
    names = [name for name in file.names if name in test.names]
    (first, seen), (second, seen_in_test) = (
        _read(one, as_text, file.codes | test.codes) for one in (file, test)
    )
    columns = {name: _stacked(name, first[name], second[name]) for name in names}
    return JoinedRows(pd.DataFrame(columns), len(first), (*seen, *seen_in_test, *_differences(file, test)))


def _read(
    file: TableFile, as_text: frozenset[str], codes: frozenset[str]
) -> "tuple[pd.DataFrame, tuple[str, ...]]":
    """Read a file in which codes are those of both: a postcode may lack its zeros in one of them."""
    own = frozenset(file.names)
    return replace(file, codes=codes & own).read_noted(as_text & own)


def _stacked(name: str, first: "pd.Series[Any]", second: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the values of both; of two formats they may be of different types, and the same once they are read."""
    import pandas as pd

    if first.dtype != second.dtype:
        a, b = read_column(name, first), read_column(name, second)
        if a.kind == b.kind and a.kind in {"number", "date"}:
            first, second = a.series, b.series
    return pd.concat([first, second], ignore_index=True)


def _differences(file: TableFile, test: TableFile) -> tuple[str, ...]:
    notes = []
    if missing := [name for name in file.names if name not in test.names]:
        verb = "is" if len(missing) == 1 else "are"
        notes.append(f"{quoted(missing)} {verb} not learnt from: `{test.path.name}` has no such column.")
    if new := [name for name in test.names if name not in file.names]:
        verb = "is" if len(new) == 1 else "are"
        notes.append(f"{quoted(new)} {verb} only in `{test.path.name}` and not looked at.")
    return tuple(notes)


def unseen_note(columns: Sequence[Column], train_rows: int) -> str | None:
    """Return how many test rows hold a category that no training row has, by column; None where none does."""
    found = []
    for column in columns:
        if column.kind == "text":
            known, asked = column.series.iloc[:train_rows], column.series.iloc[train_rows:].dropna()
            rows = int((~asked.isin(known.dropna().unique())).sum())
            if rows:
                found.append(f"“{shortened(column.name)}” ({counted(rows, 'row')})")
    return f"Test rows hold categories that no training row has in {listed(found)}." if found else None
