"""Stata files, read by pandas: labels in place of their codes, in the order of these."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.labelled_values import labelled
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableFormat
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def examine(path: Path) -> FrameTable:
    """Read a file; damaged ones, and those without rows, are refused."""
    try:
        numbers = _read(path, convert_categoricals=False)
        try:
            frame, notes = labelled(numbers, _read(path, convert_categoricals=True))
        except ValueError as error:
            if "unique" not in str(error):
                raise
            frame, notes = numbers, ("A label stands for several codes, so that codes stay codes.",)
    except Exception as error:  # pandas raises what the bytes lead it to
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(f"`{path}` is damaged or no Stata file: {reason}") from error
    if frame.empty:
        raise InputError(f"`{path}` has columns but no rows.")
    names = tuple(str(name) for name in frame)
    return FrameTable(path=path, title="Stata file", names=names, notes=notes, load=lambda: frame)


def _read(path: Path, **options: Any) -> "pd.DataFrame":
    import pandas as pd

    frame: pd.DataFrame = pd.read_stata(path, **options)
    return frame


TABLE_FORMATS.register(TableFormat("stata", "Stata", frozenset({".dta"}), examine))
