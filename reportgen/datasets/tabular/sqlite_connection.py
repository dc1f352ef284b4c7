"""Connections to SQLite files that can only read, and leave the file and its folder as they were."""

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from reportgen.bundle.value_text import shortened
from reportgen.datasets.tabular.limited_copy import CHUNK_BYTES, write_limited
from reportgen.errors import InputError

SQLITE_MAGIC = b"SQLite format 3\0"

#: What a statement may do; everything else, writing and opening of other files above all, is refused.
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}

#: What tables for full-text search do when they are opened, none of which changes a file that is open to be read.
_OPENING = {
    (sqlite3.SQLITE_PRAGMA, "data_version"),
    (sqlite3.SQLITE_PRAGMA, "page_size"),
    (sqlite3.SQLITE_UPDATE, "sqlite_master"),
}

#: Files of changes that are not yet, or not wholly, in the main file.
_LOGS = ("-wal", "-journal")

#: Where the header says that changes go to a log of its own kind (WAL), and by which value.
_MODE_AT, _WAL_MODE = 18, 2

#: Steps of SQLite's machine after which Python gets a turn, so that Ctrl-C is heard.
STEPS = 1_000_000

NO_SELECT = "--query has to be one SELECT, which reads and does nothing else."

_Stamp = tuple[tuple[int, int] | None, ...]


def is_sqlite(path: Path) -> bool:
    """Whether the file begins like one of SQLite's."""
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


@contextmanager
def open_to_read(path: Path, max_bytes: int) -> Iterator[sqlite3.Connection]:
    """Open a connection that can only read; what SQLite says of a damaged file or a wrong query is one message.

    A database whose log still holds changes is copied, up to `max_bytes`, because SQLite would write to its folder.

    Raises
    ------
    InputError
        If the file is cut short or damaged, another program changes it, or a statement fails or does more than read.
    """
    try:
        with _place(path, max_bytes) as place, closing(sqlite3.connect(place, uri=True)) as connection:
            connection.set_authorizer(_allowed)
            connection.set_progress_handler(lambda: 0, STEPS)
            yield connection
    except sqlite3.Warning as error:  # before Python 3.12, for several statements
        raise InputError(NO_SELECT) from error
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from error
        raise InputError(_message(path, error)) from error
    except UnicodeDecodeError as error:  # of a message that quotes what is damaged
        raise InputError(f"`{path}` is damaged: it cannot be read as a SQLite file. Get it again.") from error


def _allowed(action: int, what: str | None, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING or (action, what) in _OPENING else sqlite3.SQLITE_DENY


@contextmanager
def _place(path: Path, max_bytes: int) -> Iterator[str]:
    """The address of the file, or of a copy of it with its logs; it must be the same file at the end."""
    before = _stamp(path)
    if any(found is not None and found[0] for found in before[1:]):
        with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
            copy = Path(folder, "copy.sqlite")
            for ending in ("", *_LOGS):
                _copy(path.with_name(path.name + ending), copy.with_name(copy.name + ending), max_bytes)
            _refuse_changed(path, before)
            yield f"file:{quote(str(copy))}?mode=rw"  # it takes back what was not finished
        return
    _refuse_cut(path)
    # A file of this mode would get a log beside it, even to be read.
    fixed = "&immutable=1" if _header(path)[_MODE_AT] == _WAL_MODE else ""
    yield f"file:{quote(str(path.resolve()))}?mode=ro{fixed}"
    _refuse_changed(path, before)


def _stamp(path: Path) -> _Stamp:
    """Size and time of the file and its logs."""
    places = [path.with_name(path.name + ending) for ending in ("", *_LOGS)]
    found = [place.stat() if place.exists() else None for place in places]
    return tuple(None if stat is None else (stat.st_size, stat.st_mtime_ns) for stat in found)


def _refuse_changed(path: Path, before: _Stamp) -> None:
    if _stamp(path) != before:
        raise InputError(f"`{path}` was changed while it was read. Close the program that writes to it.")


def _copy(path: Path, goal: Path, max_bytes: int) -> None:
    if path.exists():
        with path.open("rb") as file:
            write_limited(lambda: file.read(CHUNK_BYTES), goal, max_bytes, path)


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100).ljust(100, b"\0")


def _refuse_cut(path: Path) -> None:
    """SQLite takes what is missing at the end of a page for zeros."""
    header = _header(path)
    page_bytes = int.from_bytes(header[16:18], "big")
    n_pages = int.from_bytes(header[28:32], "big") if header[24:28] == header[92:96] else 0
    if path.stat().st_size < n_pages * (65536 if page_bytes == 1 else page_bytes):
        raise InputError(f"`{path}` is cut short: its end is missing. Get the file again.")


def _message(path: Path, error: sqlite3.Error) -> str:
    problem = str(error).rstrip(".")
    if re.search("not authorized|authorization denied|prohibited|one statement at a time", problem):
        return NO_SELECT
    if found := re.match("Could not decode to UTF-8 column '(.*)' with text", problem, re.DOTALL):
        return (
            f"`{path}`: the column `{shortened(found[1])}` holds text not in UTF-8. Use a --query without it."
        )
    if "bindings supplied" in problem:
        return "--query has placeholders, such as `?` or `:name`. Write the values in their places."
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return f"`{path}`: SQLite cannot follow the query: {problem}."
    return f"`{path}` cannot be read as a SQLite file: {problem}. If it is damaged, get the file again."
