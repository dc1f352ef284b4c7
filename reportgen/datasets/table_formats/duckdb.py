"""DuckDB files: a table, a view or a query, read without a way to change anything or to reach other files."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.datasets.tabular.arrow_table import ArrowTable, damaged, limited, read_errors
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableChoice,
    TableFormat,
    choose_table,
    missing_library,
    refuse_repeated_names,
)
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

#: Where in the file it stands, and what.
MAGIC_AT, DUCKDB_MAGIC = 8, b"DUCK"

#: No other file, no address, no extension and no variable of Python can be reached, nothing is written beside the file,
#: and no query can change that.
_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "lock_configuration": "true",
}
ONE_SELECT = "--query has to be one SELECT, which reads this file and nothing else."


def is_duckdb(path: Path) -> bool:
    """Whether the file begins like one of DuckDB's."""
    with path.open("rb") as file:
        return file.read(MAGIC_AT + len(DUCKDB_MAGIC))[MAGIC_AT:] == DUCKDB_MAGIC


def examine(path: Path) -> ArrowTable:
    """Open the only table."""
    return examine_part(path, TableChoice())


def examine_part(path: Path, choice: TableChoice) -> ArrowTable:
    """Open the table or query that was chosen, or the only table with rows.

    Raises
    ------
    InputError
        If the file is none of DuckDB's or damaged, or the choice is not in it, not clear, or does more than read.
    """
    if not is_duckdb(path):
        raise InputError(f"`{path}` is not what its name says: it does not begin as a DuckDB file does.")
    with _reading(path) as connection:
        if choice.query is not None:
            query, part = _only_select(connection, choice.query), "a query"
        else:
            tables = _tables(connection, choice.table)
            table = choose_table(list(tables), choice, path, "table")
            query, part = f"FROM {tables[table]}", f"table {table}"
        cursor = connection.execute(query)
        names = [name or f"column {place}" for place, (name, *_) in enumerate(cursor.description, start=1)]
        if cursor.fetchone() is None:
            raise InputError(f"`{path}`: {part} has columns but no rows.")
    refuse_repeated_names(names, path)
    load = partial(_load, path, query, tuple(names), choice.max_bytes)
    return ArrowTable(path=path, title="DuckDB file", part=part, names=tuple(names), what="DuckDB", load=load)


def _load(path: Path, query: str, names: tuple[str, ...], max_bytes: int) -> "pa.Table":
    with _reading(path) as connection:
        relation = connection.sql(query)
        if hasattr(relation, "to_arrow_reader"):
            reader = relation.to_arrow_reader()
        else:  # before 1.5
            reader = connection.execute(query).fetch_record_batch()
        try:
            table = limited(reader, reader.schema, max_bytes, path)
        except read_errors() as error:
            if "Corrupt" in str(error):
                raise
            raise _wrong_query(path, error) from error
        return table.rename_columns(list(names))


def _only_select(connection: Any, query: str) -> str:
    import duckdb

    statements = connection.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise InputError(ONE_SELECT)
    return str(statements[0].query)


def _tables(connection: Any, asked: str | None) -> dict[str, str]:
    """Tables and views as users name them, with their names in SQL; unless one is asked for, those with rows alone.

    Those of other schemas than the usual one have its name before their own.
    """
    found = connection.execute(
        "SELECT table_schema, table_name FROM information_schema.tables "
        "WHERE table_catalog = current_database() ORDER BY table_schema <> 'main', table_schema, table_name"
    ).fetchall()
    tables = {
        name if schema == "main" else f"{schema}.{name}": f"{_quoted(schema)}.{_quoted(name)}"
        for schema, name in found
    }
    return {name: sql for name, sql in tables.items() if asked is not None or _has_rows(connection, sql)}


def _has_rows(connection: Any, table: str) -> bool:
    """Whether a table has rows; a view of what is not there, or is in another file, has none."""
    import duckdb

    try:
        return connection.execute(f"FROM {table} LIMIT 1").fetchone() is not None
    except (duckdb.PermissionException, duckdb.BinderException, duckdb.CatalogException):
        return False


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    """A connection that can only read; what DuckDB says of a damaged file or a wrong query is one message."""
    try:
        import duckdb
    except ImportError:
        raise missing_library(path, "a DuckDB file", "duckdb", "duckdb") from None
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_LOCKED)
    except duckdb.Error as error:
        raise InputError(f"`{path}` cannot be opened as a DuckDB file: {_first_line(error)}") from error
    try:
        with connection:
            yield connection
    except duckdb.PermissionException as error:
        raise InputError(ONE_SELECT) from error
    except (
        duckdb.ProgrammingError,
        duckdb.DataError,
        duckdb.NotSupportedError,
        duckdb.OutOfMemoryException,
    ) as error:
        raise _wrong_query(path, error) from error
    except duckdb.Error as error:
        raise damaged(path, "DuckDB", error) from error


def _wrong_query(path: Path, error: Exception) -> InputError:
    return InputError(f"`{path}`: DuckDB cannot follow the query: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    """What DuckDB says, as a sentence, without the pointers into the query that follow it."""
    return str(error).splitlines()[0].rstrip(".") + "."


TABLE_FORMATS.register(
    TableFormat(
        "duckdb", "DuckDB", frozenset({".duckdb", ".ddb"}), examine, is_duckdb, examine_part, takes_query=True
    )
)
