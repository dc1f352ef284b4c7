"""CSV and its relatives: the delimiter, the column names and the rows, with what is odd about them."""

import csv
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.bundle.value_text import shortened
from reportgen.datasets.tabular.encoding import detect_encoding, is_gzip, last_line, open_bytes
from reportgen.datasets.tabular.missing_markers import ANSWER_MARKERS, MARKERS
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableFile,
    TableFormat,
    refuse_repeated_names,
)
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: What is read of a file to find its delimiter and its columns.
SAMPLE_CHARACTERS = 200_000
SAMPLE_ROWS = 1000

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

#: What a file is called by its delimiter.
_TITLES = {",": "CSV file", "\t": "TSV file"}

#: Rows that must have as many values as there are names for a delimiter to be the one.
_CONSISTENT = 0.9


@dataclass(frozen=True, kw_only=True)
class DelimitedFile(TableFile):
    """A file of delimited text; columns without a name are called after their place."""

    encoding: str
    delimiter: str

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":
        """Return all rows, marks for missing as gaps."""
        import pandas as pd

        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            try:
                return pd.read_csv(
                    self.path,
                    sep=self.delimiter,
                    encoding=self.encoding,
                    compression="gzip" if is_gzip(self.path) else None,
                    names=list(self.names),
                    header=0,
                    index_col=False,
                    dtype=dict.fromkeys([*as_text, *self.codes], "str"),
                    na_values={name: ANSWER_MARKERS if name in as_text else MARKERS for name in self.names},
                    keep_default_na=False,
                    skipinitialspace=True,
                    low_memory=False,
                )
            except (ValueError, pd.errors.ParserWarning) as error:
                raise InputError(self._message(str(error))) from error

    def _message(self, problem: str) -> str:
        if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", problem):
            expected, line, saw = found.groups()
            return (
                f"`{self.path}`, line {line}, has {saw} values, but there are {expected} columns. Put values that "
                f"hold the delimiter ({_DELIMITERS[self.delimiter]}) into double quotes."
            )
        if "EOF inside string" in problem:
            return (
                f"`{self.path}` ends inside a quoted value: it is cut short, or a double quote is not closed."
            )
        if "Length of header" in problem:
            return f"`{self.path}` has rows with more values than the {len(self.names)} columns of the first line."
        return f"`{self.path}` cannot be read as a table: {shortened(problem, 200)}."


def examine(path: Path) -> DelimitedFile:
    """Find out encoding, delimiter and columns of a text file.

    Raises
    ------
    InputError
        If it is no text, has no rows, names a column twice, or breaks off in its last line.
    """
    encoding, note = detect_encoding(path)
    sample, complete = _sample(path, encoding)
    delimiter = _delimiter(sample, path)
    rows = _rows(sample, delimiter)
    if not complete and len(rows) > 1:
        rows = rows[:-1]
    if not rows:
        raise InputError(f"`{path}` is empty: it holds no line of text.")
    if len(rows) == 1 and complete:
        raise InputError(f"`{path}` has column names but no rows.")
    names = _names(rows, path)
    _refuse_broken_end(path, encoding, delimiter, len(names))
    return DelimitedFile(
        path=path,
        title=_TITLES.get(delimiter, "text file"),
        names=names,
        codes=frozenset(name for column, name in enumerate(names) if _is_code(rows[1:], column)),
        decimal_comma=delimiter == ";",
        headless=any(_is_number(name) for name in rows[0]),
        notes=(note,) if note else (),
        encoding=encoding,
        delimiter=delimiter,
    )


def _sample(path: Path, encoding: str) -> tuple[str, bool]:
    """The beginning of the file, and whether that is all of it."""
    with io.TextIOWrapper(open_bytes(path), encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
        return sample, not file.read(1)


def _delimiter(sample: str, path: Path) -> str:
    """The delimiter that divides the names into most columns while the rows keep to them."""
    order = (
        ["\t", *_DELIMITERS]
        if ".tsv" in path.name.lower() or ".tab" in path.name.lower()
        else list(_DELIMITERS)
    )
    widths = {}
    for delimiter in dict.fromkeys(order):
        rows = _rows(sample, delimiter)[:100]
        lengths = [len(row) for row in rows[1:-1] or rows[1:]]
        width = len(rows[0]) if rows else 0
        fitting = sum(length in {width, width + 1} for length in lengths)
        if width > 1 and fitting >= _CONSISTENT * len(lengths):
            widths[delimiter] = width
    return max(widths, key=lambda delimiter: widths[delimiter], default=order[0])


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows of the sample that are not blank."""
    rows = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in reader:
            if any(value.strip() for value in row) or len(row) > 1:
                rows.append(row)
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error:  # one value longer than the csv module takes: pandas will read it, or say what is wrong
        return rows
    return rows


def _names(rows: list[list[str]], path: Path) -> tuple[str, ...]:
    names = [name.strip() for name in rows[0]]
    wider = [row for row in rows[1:] if len(row) == len(names) + 1]
    if len(rows) > 1 and len(wider) == len(rows) - 1:
        if all(not row[-1].strip() for row in wider):
            names.append("")  # every line ends with a delimiter
        else:
            names.insert(
                0, "row name"
            )  # as R writes tables: the names of the rows come first, without a title
    names = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    refuse_repeated_names(names, path)
    return tuple(names)


def _refuse_broken_end(path: Path, encoding: str, delimiter: str, width: int) -> None:
    line = last_line(path, encoding)
    if not line or line.count('"') % 2:
        return
    values = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    if 0 < len(values) < width:
        raise InputError(
            f"`{path}` seems to be cut short: its last line has {len(values)} of {width} values and no line end. "
            "Get the file again, or complete the line."
        )


def _is_code(rows: list[list[str]], column: int) -> bool:
    return any(len(row) > column and re.fullmatch(r"0[0-9]+", row[column].strip()) for row in rows)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", text.strip()) is not None


TABLE_FORMATS.register(
    TableFormat("delimited", "CSV, TSV", frozenset({".csv", ".tsv", ".tab", ".txt", ".data"}), examine)
)
