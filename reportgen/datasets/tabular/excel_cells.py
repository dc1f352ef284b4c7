"""The cells of Excel's workbooks, read by openpyxl. Import it where it is used: it loads openpyxl."""

import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser  # its public classes keep every cell

from reportgen.datasets.tabular.sheet_cells import CellBudget, SheetCells
from reportgen.errors import InputError

#: What the parser says of a formula whose result is not in the file.
UNCOMPUTED = "uncomputed"


class CellParser(WorkSheetParser):  # type: ignore[misc]
    """A parser of sheets that tells formulas without a result from empty cells."""

    def __init__(self, source: Any, sheet: Any) -> None:
        book = sheet.parent
        super().__init__(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell by its row, column, value and type; the result of a formula may be a text of no letter."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.get("t") != "str" and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = UNCOMPUTED
        return cell

    def ranges(self) -> Iterator[tuple[int, int, int]]:
        """Yield the column and the first and last row of cells of one column that were made one, once all is parsed."""
        for merged in self.merged_cells.mergeCell if self.merged_cells else ():
            left, first, right, last = range_boundaries(merged.ref)
            if left == right:
                yield left, first, last


def read_cells(
    path: Path, table: str | None, budget: CellBudget
) -> tuple[Sequence[str], Sequence[SheetCells]]:
    """Return the names of all sheets, and the cells of the one called `table`, or of all that a user sees."""
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of formats and extensions, which change no value
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            if not book.worksheets:
                raise InputError(
                    f"`{path}` has no sheet that can be read. If it is a “Strict Open XML Spreadsheet”, save it as an "
                    "Excel workbook (.xlsx)."
                )
            asked = [
                sheet
                for sheet in book.worksheets
                if (sheet.title == table if table is not None else sheet.sheet_state == "visible")
            ]
            return [sheet.title for sheet in book.worksheets], [_cells(sheet, budget) for sheet in asked]
        finally:
            book.close()


def _cells(sheet: Any, budget: CellBudget) -> SheetCells:
    cells = SheetCells(sheet.title, budget)
    widths = _code_widths(sheet.parent)
    with sheet._get_source() as source:  # noqa: SLF001
        parser = CellParser(source, sheet)
        for _, row in parser.parse():
            for cell in row:
                _add(cells, cell, widths)
        cells.merged.extend(parser.ranges())
    return cells


def _add(cells: SheetCells, cell: dict[str, Any], widths: dict[int, int]) -> None:
    row, column, value, kind = (cell[key] for key in ("row", "column", "value", "data_type"))
    if kind == UNCOMPUTED:
        cells.uncomputed.append((row, column))
    elif kind == "e":
        cells.errors.append((row, column, str(value)))
    elif isinstance(value, int) and cell["style_id"] in widths:
        cells.add(row, column, f"{value:0{widths[cell['style_id']]}d}")
    else:
        cells.add(row, column, value)


def _code_widths(book: Any) -> dict[int, int]:
    """The digits of numbers shown with leading zeros (`00000`), as postcodes are, by the number of their style."""
    custom = {164 + number: form for number, form in enumerate(book._number_formats)}  # noqa: SLF001
    forms = ((style, custom.get(cell.numFmtId, "")) for style, cell in enumerate(book._cell_styles))  # noqa: SLF001
    return {style: len(form) for style, form in forms if re.fullmatch("00+", form)}
