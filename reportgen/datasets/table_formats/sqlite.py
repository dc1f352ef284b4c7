"""SQLite files, by Python's own library: a table, a view or a query, read without a way to change anything."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.tabular.gathered_rows import gathered
from reportgen.datasets.tabular.sqlite_connection import NO_SELECT, is_sqlite, open_to_read
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableChoice,
    TableFile,
    TableFormat,
    choose_table,
    refuse_repeated_names,
)
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: Errors that say that the file itself is damaged, and not a view in it.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_INTERRUPT}


@dataclass(frozen=True, kw_only=True)
class SqliteTable(TableFile):
    """A table or a query of a SQLite file."""

    query: str
    max_bytes: int

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":  # noqa: ARG002  # values have their types
        """Return all rows; types are those of the values, so that a column of numbers and text is text."""
        import pandas as pd

        with open_to_read(self.path, self.max_bytes) as connection:
            cursor = connection.execute(self.query)
            if _names(cursor) != self.names:
                raise InputError(f"`{self.path}` was changed while it was read: its columns are others now.")
            columns, _ = gathered(dict(zip(self.names, row, strict=True)) for row in cursor)
        return pd.DataFrame({name: pd.Series(_without_bytes(columns[name])) for name in self.names})


def examine(path: Path) -> SqliteTable:
    """Open the only table."""
    return examine_part(path, TableChoice())


def examine_part(path: Path, choice: TableChoice) -> SqliteTable:
    """Open the table or query that was chosen, or the only table with rows.

    Raises
    ------
    InputError
        If the file is none of SQLite's or damaged, or the choice is not in it, not clear, or does more than read.
    """
    if not is_sqlite(path):
        raise InputError(f"`{path}` is not what its name says: it does not begin as a SQLite file does.")
    with open_to_read(path, choice.max_bytes) as connection:
        if choice.query is not None:
            query, part = choice.query, "a query"
        else:
            table = choose_table(_tables(connection, choice.table), choice, path, "table")
            query, part = f"SELECT * FROM {_quoted(table)}", f"table {table}"  # noqa: S608  # quoted
        cursor = connection.execute(query)
        names = _names(cursor)
        if cursor.fetchone() is None:
            raise InputError(f"`{path}`: {part} has columns but no rows.")
    refuse_repeated_names(names, path)
    return SqliteTable(
        path=path, title="SQLite file", part=part, names=names, query=query, max_bytes=choice.max_bytes
    )


def _without_bytes(values: NDArray[Any]) -> NDArray[Any]:
    """Values whose bytes are objects, which are not learnt from: what is text is stored as text."""
    if values.dtype != object:
        return values
    found = [bytearray(value) if isinstance(value, bytes) else value for value in values]
    return np.fromiter(found, dtype=object, count=len(found))


def _names(cursor: sqlite3.Cursor) -> tuple[str, ...]:
    if cursor.description is None:
        raise InputError(NO_SELECT)
    return tuple(name or f"column {place}" for place, (name, *_) in enumerate(cursor.description, start=1))


def _tables(connection: sqlite3.Connection, asked: str | None) -> list[str]:
    """Tables and views; unless one is asked for, those with rows alone."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view') "
        "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    ).fetchall()
    virtual = [name for name, sql in found if sql.lower().startswith("create virtual")]
    names = [name for name, _ in found if not any(name.startswith(f"{of}_") for of in virtual)]
    return names if asked is not None else [name for name in names if _has_rows(connection, name)]


def _has_rows(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a table has rows; a view of what is not there has none."""
    try:
        return connection.execute(f"SELECT 1 FROM {_quoted(name)} LIMIT 1").fetchone() is not None  # noqa: S608
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _DAMAGED:
            raise
        return False


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


TABLE_FORMATS.register(
    TableFormat(
        "sqlite",
        "SQLite",
        frozenset({".sqlite", ".sqlite3", ".db3"}),
        examine,
        is_sqlite,
        examine_part,
        takes_query=True,
    )
)
