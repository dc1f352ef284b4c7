"""OpenDocument's spreadsheets, as LibreOffice writes them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from reportgen.datasets.tabular.sheet_cells import CellBudget, SheetCells
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableChoice, TableFile, TableFormat
from reportgen.datasets.tabular.workbook import Workbook

MIME_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def _read(path: Path, table: str | None, budget: CellBudget) -> tuple[Sequence[str], Sequence[SheetCells]]:
    from reportgen.datasets.tabular.open_document_cells import read_cells

    return read_cells(path, table, budget)


OPEN_DOCUMENT = Workbook("an OpenDocument spreadsheet", "defusedxml", "ods", ".ods", _read)


def is_open_document(path: Path) -> bool:
    """Whether a file says that it is a spreadsheet of this kind."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("mimetype") as said:
            return said.read(len(MIME_TYPE)) == MIME_TYPE
    except (zipfile.BadZipFile, NotImplementedError, KeyError, ValueError, OSError, RuntimeError):
        return False


def examine(path: Path) -> TableFile:
    """Read the only sheet that has rows."""
    return OPEN_DOCUMENT.open(path, TableChoice())


TABLE_FORMATS.register(
    TableFormat(
        "open_document", "OpenDocument", frozenset({".ods"}), examine, is_open_document, OPEN_DOCUMENT.open
    )
)
