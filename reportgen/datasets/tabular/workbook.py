"""Workbooks of spreadsheet programs: zip files of XML, whose sheets pandas reads by a library for each kind."""

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.datasets.tabular.sheet import is_filled, table_in
from reportgen.datasets.tabular.table_format import TableChoice, TableFile, choose_table, missing_library
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: How files in Microsoft's old container begin: workbooks before 2007, and encrypted ones since.
OLD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_NO_HIDDEN: Callable[[Any], frozenset[str]] = lambda _book: frozenset()  # noqa: E731


@dataclass(frozen=True)
class Workbook:
    """A kind of workbook.

    Attributes
    ----------
    title : str
        For a reader: `Excel file`.
    engine : {"openpyxl", "odf"}
        As pandas calls it.
    library, extra : str
        What has to be installed, and the extra that brings it.
    hidden : callable
        Returns the names of the sheets that a user does not see, from the library's own workbook.
    check : callable, optional
        Raises an InputError of a file that would be read wrongly, or take more than `max_bytes`.
    """

    title: str
    engine: str
    library: str
    extra: str
    hidden: Callable[[Any], frozenset[str]] = _NO_HIDDEN
    check: Callable[[Path, int], None] | None = None

    def open(self, path: Path, choice: TableChoice) -> TableFile:
        """Open the sheet that was chosen, or the only one that is seen and has values.

        Raises
        ------
        InputError
            If the file is no such workbook, damaged, encrypted or too large, or it is not clear which sheet is meant.
        """
        _refuse_others(path, self.title, choice.max_bytes)
        if self.check is not None:
            self.check(path, choice.max_bytes)
        return self._sheet(path, choice)

    def _sheet(self, path: Path, choice: TableChoice) -> TableFile:
        import pandas as pd

        try:
            with pd.ExcelFile(path, engine=self.engine) as book:  # type: ignore[arg-type]
                names = [str(name) for name in book.sheet_names]
                grids = {name: _grid(book, name) for name in self._asked(book, names, choice)}
        except ImportError:
            raise missing_library(path, f"an {self.title}", self.library, self.extra) from None
        except InputError:
            raise
        except Exception as error:  # libraries of documents raise what their parsers raise
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError(
                f"`{path}` is damaged: it cannot be read as an {self.title} ({reason})."
            ) from error
        filled = [name for name, grid in grids.items() if any(is_filled(cell) for cell in grid.ravel())]
        sheet = choose_table(filled if choice.table is None else names, choice, path, "sheet")
        return table_in(grids[sheet], path, self.title, sheet)

    def _asked(self, book: Any, names: Sequence[str], choice: TableChoice) -> list[str]:
        """The sheets to look at: the one that was chosen, else those that a user sees."""
        if choice.table is not None:
            return [name for name in names if name == choice.table]
        hidden = self.hidden(book.book)
        return [name for name in names if name not in hidden]


def _grid(book: "pd.ExcelFile", name: str) -> Any:
    import pandas as pd

    return pd.read_excel(book, sheet_name=name, header=None, na_filter=False, dtype=object).to_numpy(
        dtype=object
    )


def _refuse_others(path: Path, title: str, max_bytes: int) -> None:
    with path.open("rb") as file:
        old = file.read(len(OLD_MAGIC)) == OLD_MAGIC
    if old:
        raise InputError(
            f"`{path}` is encrypted or in the format that Excel used before 2007. Open it in a spreadsheet program, "
            "and save it as .xlsx without a password."
        )
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError(
            f"`{path}` is damaged, or not what its name says: it is no {title} ({error})."
        ) from error
    if size > max_bytes:  # more than that is never unpacked: what a part holds beyond its size is an error
        raise too_large(path, max_bytes)
