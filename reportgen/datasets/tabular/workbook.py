"""Workbooks of spreadsheet programs: zip files of XML, whose sheets a reader for each kind gives as cells."""

import mmap
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.datasets.tabular.sheet import table_in
from reportgen.datasets.tabular.sheet_cells import CellBudget, SheetCells
from reportgen.datasets.tabular.table_format import TableChoice, choose_table, missing_library
from reportgen.errors import InputError

#: How files in Microsoft's old container begin: workbooks before 2007, and encrypted ones since.
OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: What the container calls its part where that is encrypted.
ENCRYPTED_PART = "EncryptedPackage"

#: Takes what is asked for (a sheet, or None for all that are seen) and adds their cells; returns all sheets' names.
ReadCells = Callable[[Path, str | None, CellBudget], tuple[Sequence[str], Sequence[SheetCells]]]


@dataclass(frozen=True)
class Workbook:
    """A kind of workbook.

    Attributes
    ----------
    title : str
        For a reader, with its article: `an Excel file`.
    needs, extra : str
        What has to be installed, and the extra that brings it.
    ending : str
        Of its files' names, for messages that advise to save as one.
    read : callable
        Takes a path, the name of a sheet or None for all that a user sees, and the budget; returns the names of all
        sheets, and the cells of those asked for. May raise ImportError, and for a damaged file anything.
    """

    title: str
    needs: str
    extra: str
    ending: str
    read: ReadCells

    def open(self, path: Path, choice: TableChoice) -> FrameTable:
        """Return the table in the sheet that was chosen, or in the only one that is seen and has rows.

        Raises
        ------
        InputError
            If the file is no such workbook, damaged, encrypted or too large, or it is not clear which sheet is meant.
        """
        self._refuse_others(path, choice.max_bytes)
        budget = CellBudget(path, choice.max_bytes)
        try:
            names, sheets = self.read(path, choice.table, budget)
        except InputError:
            raise
        except ImportError:
            raise missing_library(path, self.title, self.needs, self.extra) from None
        except Exception as error:  # libraries for documents raise what their parsers raise
            raise InputError(
                f"`{path}` is damaged: it cannot be read as {self.title} ({_reason(error)})."
            ) from error
        tables = {sheet.name: sheet for sheet in sheets if choice.table is not None or _has_rows(sheet)}
        known = list(names) if choice.table is not None else list(tables)
        if not known and len(sheets) < len(names):
            raise InputError(f"`{path}` has no sheet with rows, but for hidden ones. Name one: --table NAME.")
        name = choose_table(known, choice, path, "sheet")
        return table_in(tables[name], self.title.split(" ", 1)[1])

    def _refuse_others(self, path: Path, max_bytes: int) -> None:
        if is_old_container(path):
            raise InputError(_old_or_encrypted(path, self.ending))
        try:
            with zipfile.ZipFile(path) as parts:
                members = [part for part in parts.infolist() if part.filename.endswith((".xml", ".rels"))]
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise InputError(
                f"`{path}` is damaged, or not what its name says: it is not {self.title} ({_reason(error)})."
            ) from error
        # Python's zipfile unpacks no more of a part than the size it declares, if it is packed in one of these two
        # ways, which are the only ones that workbooks may be packed in.
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in members):
            raise InputError(f"`{path}` is packed in a way that no workbook is. Open it, and save it anew.")
        if sum(part.file_size for part in members) > max_bytes:
            raise too_large(path, max_bytes)


def is_old_container(path: Path) -> bool:
    """Whether the file begins as Microsoft's old container does."""
    with path.open("rb") as file:
        return file.read(len(OLD_MAGIC)) == OLD_MAGIC


def is_old_workbook(path: Path) -> bool:
    """Whether the old container holds a workbook, encrypted or not, and no other document."""
    return is_old_container(path) and any(
        _has_part(path, name) for name in ("Workbook", "Book", ENCRYPTED_PART)
    )


def _has_part(path: Path, name: str) -> bool:
    """Whether the old container names a part so: in its directory, which may stand anywhere in it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(f"{name}\0".encode("utf-16-le")) >= 0


def _old_or_encrypted(path: Path, ending: str) -> str:
    if _has_part(path, ENCRYPTED_PART):
        return f"`{path}` is encrypted. Open it with its password, and save it as {ending} without one."
    return (
        f"`{path}` is in the format that Excel used before 2007 (.xls). Open it in a spreadsheet program, and save it "
        f"as {ending}."
    )


def _has_rows(sheet: SheetCells) -> bool:
    """Whether a sheet holds at least names and one row below them."""
    return len(sheet.rows()) > 1 or bool(sheet.uncomputed)


def _reason(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
