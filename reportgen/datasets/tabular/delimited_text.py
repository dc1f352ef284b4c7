"""Delimited text before it is a table: its beginning, lines that are no rows, the delimiter, and rows as text."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.bundle.value_text import counted, shortened
from reportgen.datasets.tabular.encoding import open_bytes

#: What is read of a file to find its delimiter and its columns; more where a row is longer than that.
SAMPLE_CHARACTERS = 200_000
LONGEST_ROW_CHARACTERS = 64_000_000
SAMPLE_ROWS = 1000

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}

#: Rows that must have as many values as there are names for a delimiter to be the one.
_CONSISTENT = 0.9

#: Rows that delimiters are tried on.
_TRIED_ROWS = 100

#: What spreadsheets write into the first line to say which delimiter follows.
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")

#: A value without any delimiter, or a number with a decimal comma.
_SINGLE_VALUE = re.compile(r"[^,;|\t]*|\s*[+-]?[0-9]+,[0-9]+\s*")

#: The csv module refuses longer values than it is told of, by default 131,072 characters; a C long may have 32 bits.
_LONGEST_VALUE = 2**31 - 1


@dataclass(frozen=True)
class Dialect:
    """What stands around values that hold the delimiter, and before a quote within quotes if not another quote."""

    quote: str = '"'
    escape: str | None = None


#: What most files are written in.
USUAL = Dialect()


@dataclass(frozen=True)
class Beginning:
    """How a file begins.

    Attributes
    ----------
    rows : list of list of str
        The names and the first rows, without blank lines, comments and what breaks off with the sample.
    delimiter : str
    skipped : int
        Lines before the names: blank ones, comments, and the one that names the delimiter.
    complete : bool
        Whether this is all of the file.
    note : str, optional
        What was passed over.
    dialect : Dialect
    """

    rows: list[list[str]]
    delimiter: str
    skipped: int
    complete: bool
    note: str | None
    dialect: "Dialect"


def read_beginning(path: Path, encoding: str) -> Beginning:
    """Read as much of a file as tells its delimiter and its columns: at least one row after the names."""
    size = SAMPLE_CHARACTERS
    while True:
        beginning = _beginning(*_sample(path, encoding, size), path)
        if beginning.complete or len(beginning.rows) > 1 or size >= LONGEST_ROW_CHARACTERS:
            return beginning
        size *= 4


def is_number(text: str) -> bool:
    """Whether a text is a plain number, with a point or a comma."""
    return _NUMBER.fullmatch(text.strip()) is not None


def split_rows(text: str, delimiter: str, dialect: Dialect = USUAL) -> Iterator[list[str]]:
    """Yield the rows of a text, however long their values are."""
    for _, row in numbered_rows(io.StringIO(text, newline=""), delimiter, dialect):
        yield row


def numbered_rows(
    lines: Iterable[str], delimiter: str, dialect: Dialect = USUAL
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the line in which each row begins, from 1, and its values."""
    before = csv.field_size_limit(_LONGEST_VALUE)
    try:
        reader = csv.reader(lines, **_options(delimiter, dialect))
        first = 1
        for row in reader:
            yield first, row
            first = reader.line_num + 1
    finally:
        csv.field_size_limit(before)


def _options(delimiter: str, dialect: Dialect) -> dict[str, Any]:
    return {
        "delimiter": delimiter,
        "quotechar": dialect.quote,
        "escapechar": dialect.escape,
        "skipinitialspace": True,
    }


def _sample(path: Path, encoding: str, size: int) -> tuple[str, bool]:
    """The beginning of the file, and whether that is all of it."""
    with io.TextIOWrapper(open_bytes(path), encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(size)
        return sample, not file.read(1)


def _beginning(sample: str, complete: bool, path: Path) -> Beginning:
    lines = io.StringIO(sample, newline="").readlines()
    skipped, named = _separator_line(lines)
    n_before = skipped + _comment_lines(lines[skipped:])
    delimiter = named or _delimiter("".join(lines[n_before:]), path)
    comments = [line for line in lines[skipped:n_before] if line.strip()]
    if comments and _is_header(comments[-1], "".join(lines[n_before:]), delimiter):
        n_before = lines.index(comments[-1], skipped)
        comments = comments[:-1]
    body = "".join(lines[n_before:])
    dialect = _dialect(body, delimiter)
    rows = _rows(body, delimiter, dialect=dialect)
    if not complete and len(rows) <= SAMPLE_ROWS:
        rows = rows[:-1]
    return Beginning(rows, delimiter, n_before, complete, _note(comments), dialect)


def _separator_line(lines: Sequence[str]) -> tuple[int, str | None]:
    """How many lines the one that names the delimiter ends, and the delimiter; 0 and None without one."""
    for place, line in enumerate(lines):
        if found := _SEPARATOR_LINE.fullmatch(line.rstrip("\r\n")):
            return place + 1, found[1]
        if line.strip():
            break
    return 0, None


def _comment_lines(lines: Sequence[str]) -> int:
    """How many lines begin the file that are blank or comments; 0 where there is no comment."""
    n_before = next(
        (place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines)
    )
    return n_before if any(line.strip() for line in lines[:n_before]) else 0


def _is_header(comment: str, following: str, delimiter: str) -> bool:
    """Whether a line that begins with # holds the names: as many as there are values, and no names follow."""
    names = next(split_rows(comment, delimiter), [])
    rows = _rows(following, delimiter)[:2]
    if not rows:
        return True
    if len(names) != len(rows[0]) or len(names) < 2:
        return False
    numbers = [any(map(is_number, row)) for row in rows]
    return numbers[0] or not numbers[-1]


def _note(comments: Sequence[str]) -> str | None:
    if not comments:
        return None
    begins, is_one = ("begins", "it is a comment") if len(comments) == 1 else ("begin", "they are comments")
    return (
        f"{counted(len(comments), 'line')} before the names, which {begins} with #, "
        f"{'was' if len(comments) == 1 else 'were'} passed over: {is_one}, such as “{shortened(comments[0])}”."
    )


def _delimiter(sample: str, path: Path) -> str:
    """The delimiter that leaves the least undivided and divides the names into most columns; rows keep to it."""
    in_tabs = ".tsv" in path.name.lower() or ".tab" in path.name.lower()
    order = ["\t", *DELIMITERS] if in_tabs else list(DELIMITERS)
    fitting = {}
    for delimiter in dict.fromkeys(order):
        rows = _rows(sample, delimiter, _TRIED_ROWS)
        body = rows[1:-1] or rows[1:]
        width = len(rows[0]) if rows else 0
        kept = sum(len(row) in {width, width + 1} for row in body)
        if width > 1 and kept >= _CONSISTENT * len(body):
            fitting[delimiter] = (_undivided(body), -width)
    return min(fitting, key=lambda delimiter: fitting[delimiter], default=order[0])


def _undivided(rows: Sequence[Sequence[str]]) -> float:
    """The share of values, in tenths, in which delimiters are left, those of decimal commas excepted."""
    values = [value for row in rows for value in row]
    if not values:
        return 0.0
    return round(sum(_SINGLE_VALUE.fullmatch(value) is None for value in values) / len(values), 1)


def _dialect(sample: str, delimiter: str) -> Dialect:
    """The dialect by which rows are as wide as the names: another than the usual one only where that fits better."""
    if '\\"' in sample and _is_better(Dialect(escape="\\"), sample, delimiter):
        return Dialect(escape="\\")
    singly = Dialect(quote="'")
    if f"{delimiter}'" in sample.replace(" ", "") or sample.lstrip().startswith("'"):
        around = '"' not in sample and _is_around_a_column(_rows(sample, delimiter))
        if around or _is_better(singly, sample, delimiter):
            return singly
    return USUAL


def _is_better(dialect: Dialect, sample: str, delimiter: str) -> bool:
    """Whether more rows are as wide as the names than usually, or as many and quotes end where values do only by it."""
    fitting, usual = (_n_fitting(_rows(sample, delimiter, dialect=each)) for each in (dialect, USUAL))
    if fitting != usual or dialect.escape is None:
        return fitting > usual
    return _n_proper(sample, delimiter, dialect) > _n_proper(sample, delimiter, USUAL)


def _is_around_a_column(rows: Sequence[Sequence[str]]) -> bool:
    """Whether all values of a column are in single quotes, which are then no part of them."""
    columns = zip(*(row for row in rows[1:] if len(row) == len(rows[0])), strict=True)
    return any(_all_quoted([value.strip() for value in column]) for column in columns)


def _all_quoted(values: Sequence[str]) -> bool:
    present = [value for value in values if value]
    return bool(present) and all(
        len(value) > 1 and value[0] == value[-1] == "'" and "'" not in value[1:-1] for value in present
    )


def _n_proper(sample: str, delimiter: str, dialect: Dialect) -> int:
    """How many rows come before one in which something stands between a closing quote and the end of the value."""
    n_rows = 0
    try:
        for _ in csv.reader(io.StringIO(sample, newline=""), strict=True, **_options(delimiter, dialect)):
            n_rows += 1
    except csv.Error:
        return n_rows
    return n_rows


def _n_fitting(rows: Sequence[Sequence[str]]) -> int:
    return sum(len(row) == len(rows[0]) for row in rows[1:])


def _rows(
    sample: str, delimiter: str, n_rows: int = SAMPLE_ROWS, dialect: Dialect = USUAL
) -> list[list[str]]:
    """The first rows of the sample that are not blank, at most one more than asked for."""
    rows = []
    for row in split_rows(sample, delimiter, dialect):
        if any(value.strip() for value in row) or len(row) > 1:
            rows.append(row)
        if len(rows) > n_rows:
            break
    return rows
