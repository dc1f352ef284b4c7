"""SPSS files, read by pyreadstat: labels in place of their codes, values that users call missing as gaps."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.labelled_values import labelled
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableFormat, missing_library
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SPSS_MAGICS = (b"$FL2", b"$FL3")


def is_spss(path: Path) -> bool:
    """Whether the file begins like one of SPSS, packed or not."""
    with path.open("rb") as file:
        return file.read(4) in SPSS_MAGICS


def examine(path: Path) -> FrameTable:
    """Read a file; damaged ones, and those without rows, are refused."""
    try:
        import pyreadstat
    except ImportError:
        raise missing_library(path, "an SPSS file", "pyreadstat", "spss") from None
    read = pyreadstat.read_por if path.suffix.lower() == ".por" else pyreadstat.read_sav
    try:
        numbers, _ = read(str(path))
        labels, _ = read(str(path), apply_value_formats=True, formats_as_ordered_category=True)
        frame, notes = labelled(_with_dates(numbers), _with_dates(labels))
    except Exception as error:  # pyreadstat raises what the bytes lead it to
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(f"`{path}` is damaged or no SPSS file: {reason}") from error
    if frame.empty:
        raise InputError(f"`{path}` has columns but no rows.")
    names = tuple(str(name) for name in frame)
    return FrameTable(path=path, title="SPSS file", names=names, notes=notes, load=lambda: frame)


def _with_dates(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Columns of Python's dates as pandas' own, and times of day as seconds since midnight."""
    import pandas as pd

    changed: dict[str, Any] = {}
    for name in frame:
        present = frame[name].dropna()
        if frame[name].dtype == object and len(present):
            if all(isinstance(one, dt.date) for one in present):
                changed[str(name)] = pd.to_datetime(frame[name])
            elif all(isinstance(one, dt.time) for one in present):
                changed[str(name)] = pd.to_timedelta(frame[name].astype(str), errors="coerce")
    return frame.assign(**changed)


TABLE_FORMATS.register(TableFormat("spss", "SPSS", frozenset({".sav", ".zsav", ".por"}), examine, is_spss))
