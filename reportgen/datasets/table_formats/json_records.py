"""JSON in one piece: a list of objects, or one of the other shapes that pandas and web services write."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from reportgen.datasets.table_formats.json_lines import examine as examine_lines
from reportgen.datasets.table_formats.json_lines import recognises as holds_lines
from reportgen.datasets.tabular.encoding import detect_encoding, open_bytes
from reportgen.datasets.tabular.gathered_rows import gathered
from reportgen.datasets.tabular.json_shapes import find_rows
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


@dataclass(frozen=True, kw_only=True)
class JsonFile(TableFile):
    """A JSON file, read whole, because its end may hold names that its beginning does not."""

    columns: Mapping[str, NDArray[Any]]

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":  # noqa: ARG002  # types are in the file
        """Return all rows."""
        import pandas as pd

        return pd.DataFrame({name: pd.Series(values) for name, values in self.columns.items()})


def examine(path: Path) -> TableFile:
    """Read a JSON file into columns; one whose lines are objects is read as JSON lines.

    Raises
    ------
    InputError
        If it is broken, or of a shape that does not say which are its rows and its columns.
    """
    if _has_several_lines(path) and holds_lines(path):
        return examine_lines(path)
    try:
        rows, notes = find_rows(_decoded(_text(path)))
    except JsonError as error:
        raise InputError(f"`{path}` {error}") from error
    columns, n_rows = gathered(rows)
    if not n_rows:
        raise InputError(f"`{path}` is empty: it holds no row.")
    if not columns:
        raise InputError(f"`{path}` has no columns: its objects are empty.")
    names = [name or f"column {place}" for place, name in enumerate(columns, start=1)]
    refuse_repeated_names(names, path)
    named = dict(zip(names, columns.values(), strict=True))
    return JsonFile(path=path, title="JSON file", names=tuple(names), columns=named, notes=notes)


def _has_several_lines(path: Path) -> bool:
    try:
        with open_bytes(path) as file:
            return sum(1 for _ in islice(filter(bytes.strip, file), 2)) > 1
    except (EOFError, OSError, zlib.error):  # a gzip file that is damaged, which reading all of it then says
        return False


def recognises(path: Path) -> bool:
    """Whether a file of another name begins as a list of objects does."""
    with path.open("rb") as file:
        beginning = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    return beginning.startswith(b"[") and beginning[1:].lstrip().startswith(b"{")


def _text(path: Path) -> str:
    encoding, guessed = detect_encoding(path)
    if guessed:
        raise InputError(f"`{path}` is not in UTF-8, as JSON is. Save it in UTF-8.")
    with open_bytes(path) as file:
        return file.read().decode(encoding).removeprefix("\ufeff")


def _decoded(text: str) -> Any:
    try:
        return decode(text)
    except BrokenJsonError as error:
        end = text.rstrip()
        is_open = end.lstrip().startswith(("[", "{")) and not end.endswith(("]", "}"))
        if is_open or error.character > len(end) > 0:
            raise JsonError("breaks off: the file seems to be cut short. Get it again.") from error
        raise


TABLE_FORMATS.register(TableFormat("json_records", "JSON", frozenset({".json"}), examine, recognises))
