"""The cells of OpenDocument's spreadsheets. Import it where it is used: it loads defusedxml.

They are read from the file's XML as it unpacks, with the values that are meant for programs: libraries at hand keep the
whole document, and take booleans and lengths of time from the text that is shown, which is in the user's language.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from defusedxml.ElementTree import iterparse

from reportgen.datasets.tabular.sheet_cells import ERRORS, CellBudget, SheetCells
from reportgen.errors import InputError

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (f"{_NAMES}{part}:1.0}}" for part in ("office", "table", "text", "style"))
_LIBREOFFICE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}

#: `PT12H30M15.5S`, and as some write it with days.
_LENGTH = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?")

#: How LibreOffice writes a boolean without a format of its own.
_TRUTHS = {"of:=TRUE()": True, "of:=FALSE()": False}


def read_cells(
    path: Path, table: str | None, budget: CellBudget
) -> tuple[Sequence[str], Sequence[SheetCells]]:
    """Return the names of all sheets, and the cells of the one called `table`, or of all that a user sees."""
    with zipfile.ZipFile(path) as parts:
        _refuse_encrypted(parts, path)
        with parts.open("content.xml") as content:
            reader = _Reader(table, budget)
            reader.read(content)
    return reader.names, reader.sheets


def _refuse_encrypted(parts: zipfile.ZipFile, path: Path) -> None:
    names = parts.namelist()
    manifest = parts.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if "encrypted-package" in names or b"encryption-data" in manifest:
        raise InputError(f"`{path}` is encrypted. Open it with its password, and save it without one.")


class _Reader:
    """Follows the elements of a document as they end; what has been read of them is given up."""

    def __init__(self, table: str | None, budget: CellBudget) -> None:
        self.names: list[str] = []
        self.sheets: list[SheetCells] = []
        self._asked, self._budget = table, budget
        self._hidden_styles: set[str] = set()
        self._sheet: SheetCells | None = None
        self._row = 1

    def read(self, content: IO[bytes]) -> None:
        tables: list[Any] = []  # those within which we are: a cell may hold a table of its own
        for event, element in iterparse(content, ("start", "end"), forbid_dtd=True):
            if event == "start":
                if element.tag == f"{_TABLE}table":
                    tables.append(element)
                    if len(tables) == 1:
                        self._begin(element)
            elif element.tag == f"{_TABLE}table":
                tables.pop().clear()
            elif element.tag == f"{_TABLE}table-row" and len(tables) == 1:
                self._end_row(element)
                element.clear()
                tables[0].clear()
            elif element.tag == f"{_STYLE}style":
                self._note_style(element)

    def _note_style(self, style: Any) -> None:
        properties = style.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(style.get(f"{_STYLE}name"))

    def _begin(self, table: Any) -> None:
        name = table.get(f"{_TABLE}name", "")
        self.names.append(name)
        hidden = table.get(f"{_TABLE}style-name") in self._hidden_styles
        self._sheet, self._row = None, 1
        if name == self._asked if self._asked is not None else not hidden:
            self._sheet = SheetCells(name, self._budget)
            self.sheets.append(self._sheet)

    def _end_row(self, row: Any) -> None:
        n_rows, column = _repeated(row, "rows"), 1
        for element in row:
            if element.tag in _CELLS:
                n_columns = _repeated(element, "columns")
                if self._sheet is not None and (len(element) or element.attrib):
                    _add(self._sheet, element, (self._row, column), (n_rows, n_columns))
                column += n_columns
        self._row += n_rows


def _repeated(element: Any, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", 1)))


def _add(sheet: SheetCells, element: Any, place: tuple[int, int], times: tuple[int, int]) -> None:
    value, formula = _value(element), element.get(f"{_TABLE}formula")
    is_error = element.get(f"{_LIBREOFFICE}value-type") == "error"
    if is_error or (formula is not None and value in ERRORS):
        sheet.budget.take(times[0] * times[1])
        sheet.errors.extend([(*place, _text(element) or "#N/A")] * (times[0] * times[1]))
    elif formula is not None and element.get(f"{_OFFICE}value-type") is None and value is None:
        sheet.uncomputed.append(place)
    else:
        sheet.add(*place, value, *times)
    rows, columns = (int(element.get(f"{_TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
    if rows > 1 and columns == 1:
        sheet.merged.append((place[1], place[0], place[0] + rows - 1))


def _value(element: Any) -> object:
    """What a cell holds; None where it holds nothing.

    Raises
    ------
    ValueError
        If the value is not of the type that the cell says.
    """
    kind = element.get(f"{_OFFICE}value-type")
    if kind in {"float", "percentage", "currency"}:
        truth = _TRUTHS.get(element.get(f"{_TABLE}formula", ""))
        return _number(element.get(f"{_OFFICE}value")) if truth is None else truth
    if kind == "boolean":
        return element.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return _moment(element.get(f"{_OFFICE}date-value"))
    if kind == "time":
        return _length(element.get(f"{_OFFICE}time-value"))
    return element.get(f"{_OFFICE}string-value") or _text(element)


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch("[+-]?[0-9]+", text) else float(text)


def _moment(text: str) -> dt.date | dt.datetime:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def _length(text: str) -> dt.timedelta:
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise ValueError(f"`{text}` is no length of time")
    sign, days, hours, minutes, seconds = found.groups(default="0")
    length = dt.timedelta(
        days=int(days), hours=int(hours), minutes=int(minutes), seconds=float(seconds.replace(",", "."))
    )
    return -length if sign == "-" else length


def _text(element: Any) -> str | None:
    """The text that a cell shows, each paragraph on a line of its own; remarks beside it are none of it."""
    paragraphs = ["".join(_pieces(part)) for part in element if part.tag == f"{_TEXT}p"]
    return "\n".join(paragraphs) if paragraphs else None


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == f"{_TEXT}s":
            yield " " * min(int(part.get(f"{_TEXT}c", 1)), 1 << 15)  # a cell holds no longer text
        elif part.tag in {f"{_TEXT}tab", f"{_TEXT}line-break"}:
            yield "\t" if part.tag.endswith("tab") else "\n"
        elif part.tag != f"{_OFFICE}annotation":
            yield from _pieces(part)
        yield part.tail or ""
