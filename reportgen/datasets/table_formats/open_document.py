"""OpenDocument's spreadsheets, as LibreOffice writes them, read by odfpy."""

import zipfile
from pathlib import Path

from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableChoice,
    TableFile,
    TableFormat,
    missing_library,
)
from reportgen.datasets.tabular.workbook import Workbook

MIME_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

#: What a cell takes in memory at least: the reference to it.
CELL_BYTES = 8


def _refuse_repetitions(path: Path, max_bytes: int) -> None:
    """Refuse a sheet that a few bytes blow up, as rows and cells may say how often they are repeated."""
    try:
        from defusedxml.ElementTree import ParseError, iterparse
    except ImportError:
        raise missing_library(path, TITLE, "odfpy", "ods") from None
    cells = in_row = 0
    try:
        with zipfile.ZipFile(path) as parts, parts.open("content.xml") as content:
            for _, element in iterparse(content):
                if element.tag == f"{_TABLE}table-cell" and len(element):
                    in_row += int(element.get(f"{_TABLE}number-columns-repeated", 1))
                elif element.tag == f"{_TABLE}table-row":
                    cells += in_row * int(element.get(f"{_TABLE}number-rows-repeated", 1))
                    in_row = 0
                    element.clear()
                    if cells * CELL_BYTES > max_bytes:
                        raise too_large(path, max_bytes)
    except (ParseError, KeyError, ValueError):
        return  # what is broken is said by those that read it


TITLE = "OpenDocument spreadsheet"
OPEN_DOCUMENT = Workbook(TITLE, "odf", "odfpy", "ods", check=_refuse_repetitions)


def is_open_document(path: Path) -> bool:
    """Whether a file says that it is a spreadsheet of this kind, as it has to within its first bytes."""
    with path.open("rb") as file:
        return MIME_TYPE in file.read(128)


def examine(path: Path) -> TableFile:
    """Open the only sheet that has values."""
    return OPEN_DOCUMENT.open(path, TableChoice())


TABLE_FORMATS.register(
    TableFormat(
        "open_document", "OpenDocument", frozenset({".ods"}), examine, is_open_document, OPEN_DOCUMENT.open
    )
)
