"""Excel's workbooks since 2007, read by openpyxl: values as a program last computed them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from reportgen.datasets.tabular.sheet_cells import CellBudget, SheetCells
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableChoice, TableFile, TableFormat
from reportgen.datasets.tabular.workbook import Workbook, is_old_workbook


def _read(path: Path, table: str | None, budget: CellBudget) -> tuple[Sequence[str], Sequence[SheetCells]]:
    from reportgen.datasets.tabular.excel_cells import read_cells

    return read_cells(path, table, budget)


EXCEL = Workbook("an Excel file", "openpyxl", "excel", ".xlsx", _read)


def is_excel(path: Path) -> bool:
    """Whether a file is a workbook of Excel's; of the old kind too, which `examine` says what to do with."""
    try:
        with zipfile.ZipFile(path) as parts:
            return "xl/workbook.xml" in parts.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return is_old_workbook(path)


def examine(path: Path) -> TableFile:
    """Read the only sheet that has rows."""
    return EXCEL.open(path, TableChoice())


TABLE_FORMATS.register(
    TableFormat("excel", "Excel", frozenset({".xlsx", ".xlsm"}), examine, is_excel, EXCEL.open)
)
