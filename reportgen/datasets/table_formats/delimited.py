"""CSV and its relatives: the delimiter, the column names and the rows, with what is odd about them."""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.bundle.value_text import shortened
from reportgen.datasets.tabular.decimal_marks import are_thousands, grouped_columns
from reportgen.datasets.tabular.delimited_text import (
    DELIMITERS,
    USUAL,
    Beginning,
    Dialect,
    is_number,
    read_beginning,
    split_rows,
)
from reportgen.datasets.tabular.encoding import detect_encoding, is_gzip, last_line
from reportgen.datasets.tabular.lookalikes import seen
from reportgen.datasets.tabular.missing_markers import ANSWER_MARKERS, GAPS, MARKERS
from reportgen.datasets.tabular.row_oddities import RowPlace, short_rows_note, without_names
from reportgen.datasets.tabular.second_look import are_codes, columns_to_reread
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableFile,
    TableFormat,
    refuse_repeated_names,
)
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: What a file is called by its delimiter.
_TITLES = {",": "CSV file", "\t": "TSV file"}


@dataclass(frozen=True, kw_only=True)
class DelimitedFile(TableFile):
    """A file of delimited text; columns without a name are called after their place.

    `titles` are the names as the file has them, empty where it has none.
    """

    encoding: str
    delimiter: str
    titles: tuple[str, ...] = ()
    skipped: int = 0
    dialect: Dialect = USUAL

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":
        """Return all rows, marks for missing as gaps."""
        return self.read_noted(as_text)[0]

    def read_noted(self, as_text: frozenset[str]) -> "tuple[pd.DataFrame, tuple[str, ...]]":
        """Return all rows but for those that repeat the names, and how many of them lack values."""
        frame, notes = without_names(self._rows(as_text), self.titles)
        width = max((place for place, title in enumerate(self.titles, start=1) if title), default=0)
        if width < 2 or not frame.iloc[:, width - 1].isna().any():
            return frame, notes
        place = RowPlace(self.path, self.encoding, self.delimiter, self.dialect, self.skipped, width)
        short = short_rows_note(place)
        return frame, notes if short is None else (*notes, short)

    def _rows(self, as_text: frozenset[str]) -> "pd.DataFrame":
        """All rows of the file.

        Columns whose values are no numbers after all, as the whole file shows, are text: codes such as 007, and whole
        numbers too long to be told apart as floats.
        """
        texts = as_text | self.codes
        frame = self._parsed(list(self.names), texts, answers=as_text)
        others = frame.columns.difference([*as_text])
        groups = grouped_columns(frame[others], expected=self.decimal_comma)
        unsure = {*groups, *columns_to_reread(frame, self.path, self.encoding, self.delimiter)}
        if not unsure:
            return frame
        written = self._parsed(sorted(unsure, key=self.names.index), frozenset(unsure))
        for name in unsure:
            if are_codes(written[name]) or (name in groups and are_thousands(written[name])):
                frame[name] = written[name]
        return frame

    def _parsed(
        self, columns: list[str], texts: frozenset[str], answers: frozenset[str] = frozenset()
    ) -> "pd.DataFrame":
        """The columns, those in `texts` as they are spelled; those in `answers` are targets."""
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
                    usecols=columns if len(columns) < len(self.names) else None,
                    header=0,
                    skiprows=self.skipped,
                    quotechar=self.dialect.quote,
                    escapechar=self.dialect.escape,
                    index_col=False,
                    dtype=dict.fromkeys(texts, "str"),
                    na_values={name: ANSWER_MARKERS if name in answers else MARKERS for name in columns},
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
                f"hold the delimiter ({DELIMITERS.get(self.delimiter, self.delimiter)}) into double quotes."
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
    beginning = read_beginning(path, encoding)
    rows, delimiter = beginning.rows, beginning.delimiter
    if not rows or (len(rows) == 1 and beginning.complete):
        raise InputError(_without_rows(path, beginning))
    titles = _titles(rows)
    names = tuple(title or _name(place, titles, rows) for place, title in enumerate(titles, start=1))
    refuse_repeated_names(names, path)
    _refuse_broken_end(path, encoding, delimiter, len(names))
    return DelimitedFile(
        path=path,
        title=_TITLES.get(delimiter, "text file"),
        names=names,
        codes=frozenset(name for column, name in enumerate(names) if _is_code(rows[1:], column)),
        decimal_comma=delimiter == ";",
        gaps=GAPS,
        headless=any(is_number(name) for name in rows[0]),
        notes=tuple(filter(None, (note, beginning.note))),
        encoding=encoding,
        delimiter=delimiter,
        titles=titles,
        skipped=beginning.skipped,
        dialect=beginning.dialect,
    )


def _without_rows(path: Path, beginning: Beginning) -> str:
    names = beginning.rows[0] if beginning.rows else []
    if not beginning.complete or "\n" in "".join(names[-1:]):
        return f"`{path}`: its first line does not end. A double quote in it may not be closed."
    return (
        f"`{path}` has column names but no rows."
        if names
        else f"`{path}` is empty: it holds no line of text."
    )


def _titles(rows: list[list[str]]) -> tuple[str, ...]:
    """The names that the first line gives, empty ones for columns that it does not name."""
    titles = [seen(name) for name in rows[0]]
    wider = [row for row in rows[1:] if len(row) == len(titles) + 1]
    if len(rows) > 1 and len(wider) == len(rows) - 1:
        if all(not row[-1].strip() for row in wider):
            titles.append("")  # every line ends with a delimiter
        else:
            titles.insert(0, "")  # as R writes tables: the names of the rows come first, without a title
    return tuple(titles)


def _name(place: int, titles: tuple[str, ...], rows: list[list[str]]) -> str:
    """What a column without a title is called."""
    is_row_name = place == 1 and len(titles) > len(rows[0])
    return "row name" if is_row_name else f"column {place}"


def _refuse_broken_end(path: Path, encoding: str, delimiter: str, width: int) -> None:
    line = last_line(path, encoding)
    if not line or line.count('"') % 2:
        return
    values = next(split_rows(line, delimiter), [])
    if 0 < len(values) < width:
        raise InputError(
            f"`{path}` seems to be cut short: its last line has {len(values)} of {width} values and no line end. "
            "Get the file again, or complete the line."
        )


def _is_code(rows: list[list[str]], column: int) -> bool:
    return any(len(row) > column and re.fullmatch(r"0[0-9]+", row[column].strip()) for row in rows)


TABLE_FORMATS.register(
    TableFormat("delimited", "CSV, TSV", frozenset({".csv", ".tsv", ".tab", ".txt", ".data"}), examine)
)
