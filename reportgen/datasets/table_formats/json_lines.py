"""JSON lines: one object a line, whose keys name the columns; null, NaN and a key that is not there are gaps."""

import json
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gzip import BadGzipFile
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import shortened
from reportgen.datasets.tabular.encoding import detect_encoding, open_bytes
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

#: Rows that are held as Python's objects at once: of numbers these take several times the memory of an array.
BLOCK_ROWS = 10_000

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


class _LineError(Exception):
    """What is wrong with a line, as words that follow its number."""


def examine(path: Path) -> JsonLinesFile:
    """Read the objects of a file into columns, in the order in which their keys first occur.

    Raises
    ------
    InputError
        If a line is no object or names a key twice, the file is not in UTF-8, or there is no object or no key.
    """
    blocks: dict[str, list[NDArray[Any]]] = {}
    n_rows = 0
    rows = _rows(path)
    while block := list(islice(rows, BLOCK_ROWS)):
        for name in dict.fromkeys(chain.from_iterable(block)):
            blocks.setdefault(name, [np.full(n_rows, np.nan)] if n_rows else [])
        for name, parts in blocks.items():
            parts.append(_packed([row.get(name) for row in block]))
        n_rows += len(block)
    if not n_rows:
        raise InputError(f"`{path}` is empty: it holds no object.")
    if not blocks:
        raise InputError(f"`{path}` has no columns: its objects are empty.")
    names = [name or f"column {place}" for place, name in enumerate(blocks, start=1)]
    refuse_repeated_names(names, path)
    columns = {name: _joined(parts) for name, parts in zip(names, blocks.values(), strict=True)}
    return JsonLinesFile(path=path, title="JSON lines file", names=tuple(names), columns=columns)


def recognises(path: Path) -> bool:
    """Whether the first line of a file is an object."""
    try:
        with open_bytes(path) as file:
            lines = iter(lambda: file.readline(FIRST_LINE_BYTES), b"")
            first = next((line for line in lines if line.strip()), b"").removeprefix(BOM_UTF8).lstrip()
        return first.startswith(b"{") and bool(_row(first.decode()))
    except (_LineError, ValueError, EOFError, zlib.error, BadGzipFile):
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
            except _LineError as error:
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
    """The object of a line; a _LineError says why it is none."""
    try:
        value = _DECODER.decode(line)
        if "\\ud" in line.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise _LineError(_breach(line, error)) from error
    except UnicodeEncodeError as error:
        raise _LineError(f"holds half a character, `{ascii(error.object[error.start])[1:-1]}`.") from error
    except ValueError as error:  # Python makes no number of thousands of digits
        raise _LineError("holds a number that is too long to be read.") from error
    except RecursionError as error:
        raise _LineError("is nested too deeply to be read.") from error
    if not isinstance(value, dict):
        raise _LineError(f"holds {_TYPES[type(value)]}, not an object. {_HOW}")
    return value


def _breach(line: str, error: json.JSONDecodeError) -> str:
    if line.lstrip().startswith("["):
        return f"begins a list, not an object. {_HOW}"
    if not line.endswith("\n"):
        return "breaks off: the file seems to be cut short. Get it again, or complete the line."
    return f"is broken at character {error.pos + 1}: {error.msg[0].lower()}{error.msg[1:]}. {_HOW}"


def _object(pairs: list[tuple[str, Any]]) -> JsonRow:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _LineError(f"has the key `{shortened(twice)}` twice. Give each value a key of its own.")
    return row


def _constant(name: str) -> float | None:
    """NaN, which no JSON has but which many programs write, stands for a gap."""
    return None if name == "NaN" else float(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)


def _packed(values: list[Any]) -> NDArray[Any]:
    """Values of one type as an array of it, gaps among floats as NaN; else objects."""
    types = set(map(type, values))
    if types == {bool}:
        return np.array(values, dtype=np.bool_)
    if types <= {float, NoneType}:
        return np.array(values, dtype=np.float64)
    if types == {int} and all(abs(value) < 2**63 for value in values):
        return np.array(values, dtype=np.int64)
    return np.fromiter(values, dtype=object, count=len(values))


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """A column of its parts: numbers if no number changes by that, else objects or text."""
    if len({part.dtype for part in parts}) == 1 and parts[0].dtype != object:
        return np.concatenate(parts)
    values = [None if value != value else value for part in parts for value in part.tolist()]  # noqa: PLR0124  # NaN
    types = set(map(type, values)) - {NoneType}
    if types <= {int, float} and (numbers := _numbers(values)) is not None:
        return numbers
    if types != {bool} and not types & {list, dict}:
        values = [_spelled(value) for value in values]
    return np.fromiter(values, dtype=object, count=len(values))


def _numbers(values: list[Any]) -> NDArray[Any] | None:
    """Numbers and gaps as an array; None where it would change a long whole number."""
    whole = [value for value in values if isinstance(value, int)]
    try:
        if len(whole) == len(values):
            return np.array(values, dtype=np.int64 if max(values) < 2**63 else np.uint64)
        return np.array(values, dtype=np.float64) if all(float(value) == value for value in whole) else None
    except OverflowError:
        return None


def _spelled(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


TABLE_FORMATS.register(
    TableFormat("json_lines", "JSON lines", frozenset({".jsonl", ".ndjson"}), examine, recognises)
)
