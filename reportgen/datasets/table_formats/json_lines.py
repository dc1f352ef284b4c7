"""JSON lines: one object a line, whose keys name the columns; null, NaN and a key that is not there are gaps."""

import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gzip import BadGzipFile
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from reportgen.datasets.tabular.encoding import detect_encoding, open_bytes
from reportgen.datasets.tabular.gathered_rows import gathered
from reportgen.datasets.tabular.json_text import BrokenJsonError, JsonError, decode
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableFile,
    TableFormat,
    refuse_repeated_names,
)
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

JsonRow = dict[str, Any]

#: Bytes that the first line of a file of another name may have to be looked at.
FIRST_LINE_BYTES = 1 << 20

_TYPES = {
    list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number", type(None): "null",
}  # fmt: skip
_HOW = 'JSON lines hold one object a line, such as {"length": 5.1, "species": "setosa"}.'


@dataclass(frozen=True, kw_only=True)
class JsonLinesFile(TableFile):
    """A file of JSON lines. Any line may hold a key that no other has, so that all are read to know the names."""

    columns: Mapping[str, NDArray[Any]]

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":  # noqa: ARG002  # types are in the file
        """Return all rows; whole numbers that floats cannot hold, and columns of several types, are text."""
        import pandas as pd

        return pd.DataFrame({name: pd.Series(values) for name, values in self.columns.items()})


def examine(path: Path) -> JsonLinesFile:
    """Read the objects of a file into columns, in the order in which their keys first occur.

    Raises
    ------
    InputError
        If a line is no object or names a key twice, the file is not in UTF-8, or there is no object or no key.
    """
    found, n_rows = gathered(_rows(path))
    if not n_rows:
        raise InputError(f"`{path}` is empty: it holds no object.")
    if not found:
        raise InputError(f"`{path}` has no columns: its objects are empty.")
    names = [name or f"column {place}" for place, name in enumerate(found, start=1)]
    refuse_repeated_names(names, path)
    columns = dict(zip(names, found.values(), strict=True))
    return JsonLinesFile(path=path, title="JSON lines file", names=tuple(names), columns=columns)


def recognises(path: Path) -> bool:
    """Whether the first line of a file is an object."""
    try:
        with open_bytes(path) as file:
            lines = iter(lambda: file.readline(FIRST_LINE_BYTES), b"")
            first = next((line for line in lines if line.strip()), b"").removeprefix(BOM_UTF8).lstrip()
        return first.startswith(b"{") and bool(_row(first.decode()))
    except (JsonError, ValueError, EOFError, zlib.error, BadGzipFile):
        return False


def _rows(path: Path) -> Iterator[JsonRow]:
    encoding, guessed = detect_encoding(path)
    if guessed:
        raise InputError(
            f"`{path}`, line {_undecoded(path)}, is not in UTF-8, as JSON lines are. Save it in UTF-8."
        )
    with TextIOWrapper(
        open_bytes(path), encoding=encoding, newline="\n"
    ) as lines:  # texts may hold other ends
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield _row(line)
            except JsonError as error:
                raise InputError(f"`{path}`, line {number}, {error}") from error


def _undecoded(path: Path) -> int:
    """The number of the first line that is not in UTF-8."""
    with open_bytes(path) as file:
        return next(number for number, line in enumerate(file, start=1) if not _is_utf8(line))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _row(line: str) -> JsonRow:
    """The object of a line; a JsonError says why it is none."""
    try:
        value = decode(line)
    except BrokenJsonError as error:
        raise JsonError(_breach(line, error)) from error
    if not isinstance(value, dict):
        raise JsonError(f"holds {_TYPES[type(value)]}, not an object. {_HOW}")
    return value


def _breach(line: str, error: BrokenJsonError) -> str:
    if line.lstrip().startswith("["):
        return f"begins a list, not an object. {_HOW}"
    if not line.endswith("\n"):
        return "breaks off: the file seems to be cut short. Get it again, or complete the line."
    return f"is broken at character {error.character}: {error.problem}. {_HOW}"


TABLE_FORMATS.register(
    TableFormat("json_lines", "JSON lines", frozenset({".jsonl", ".ndjson"}), examine, recognises)
)
