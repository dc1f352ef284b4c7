"""Excel's workbooks since 2007, read by openpyxl: values as the program last computed them."""

import zipfile
from pathlib import Path
from typing import Any

from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableChoice, TableFile, TableFormat
from reportgen.datasets.tabular.workbook import Workbook
from reportgen.errors import InputError


def _hidden(book: Any) -> frozenset[str]:
    return frozenset(sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible")


EXCEL = Workbook("Excel file", "openpyxl", "openpyxl", "excel", _hidden)


def is_excel(path: Path) -> bool:
    """Whether a file is a zip archive with a workbook in it."""
    try:
        with zipfile.ZipFile(path) as parts:
            return "xl/workbook.xml" in parts.namelist()
    except (zipfile.BadZipFile, NotImplementedError):
        return False


def examine(path: Path) -> TableFile:
    """Open the only sheet that has values."""
    return examine_part(path, TableChoice())


def examine_part(path: Path, choice: TableChoice) -> TableFile:
    """Open a sheet; columns of formulas that no program has computed yet are refused."""
    table = EXCEL.open(path, choice)
    empty = [name for name in table.names if _is_empty(table, name)]
    if empty and (uncomputed := _uncomputed(path, table.part.removeprefix("sheet "), empty)):
        raise InputError(
            f"`{path}`: the column `{uncomputed}` holds formulas without their results. Open the file in a spreadsheet "
            "program, and save it."
        )
    return table


def _is_empty(table: TableFile, name: str) -> bool:
    return bool(table.read(frozenset())[name].isna().all())


def _uncomputed(path: Path, sheet: str, empty: list[str]) -> str | None:
    """The first of the empty columns in which there are formulas."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    try:
        page = book[sheet]
        page.reset_dimensions()
        names: dict[int, str] = {}
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and " ".join(cell.value.split()) in empty:
                    names.setdefault(cell.column, " ".join(cell.value.split()))
                elif cell.value is not None and cell.data_type == "f" and cell.column in names:
                    return names[cell.column]
    finally:
        book.close()
    return None


TABLE_FORMATS.register(
    TableFormat("excel", "Excel", frozenset({".xlsx", ".xlsm"}), examine, is_excel, examine_part)
)
