"""SPSS files, read by pyreadstat: labels in place of their codes, values that users call missing as gaps."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.labelled_values import labelled
from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableChoice, TableFormat, missing_library
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

SPSS_MAGICS = (b"$FL2", b"$FL3")

#: What stands in files for exchange (.por), after a head of so many bytes for people.
PORTABLE_MAGIC, PORTABLE_HEAD = b"SPSSPORT", 600

#: Formats that show seconds since the beginning of the Gregorian calendar, and those that show a length of time.
_MOMENTS = re.compile(r"([AEJS]?DATE|DATETIME|YMDHMS|QYR|MOYR|WKYR)[0-9.]*")
_LENGTHS = re.compile(r"(TIME|DTIME|MTIME)[0-9.]*")
_START = np.datetime64("1582-10-14", "us")

#: The first second that no calendar of four digits has; SPSS itself shows none after it.
_END_SECONDS = float((np.datetime64("10000-01-01", "us") - _START) / np.timedelta64(1, "s"))


def is_spss(path: Path) -> bool:
    """Whether the file begins like one of SPSS, packed, for exchange or neither."""
    with path.open("rb") as file:
        head = file.read(PORTABLE_HEAD)
    return head[:4] in SPSS_MAGICS or PORTABLE_MAGIC in head


def examine(path: Path) -> FrameTable:
    """Read a file; damaged ones, and those without rows, are refused."""
    return examine_part(path, TableChoice())


def examine_part(path: Path, choice: TableChoice) -> FrameTable:
    """Read a file of at most so many bytes; packed ones (.zsav) may hold far more than they take."""
    if choice.table is not None:
        raise InputError(f"--table names one of several tables, but `{path}` is SPSS, which holds one.")
    try:
        import pyreadstat
    except ImportError:
        raise missing_library(path, "an SPSS file", "pyreadstat", "spss") from None
    read: Any = pyreadstat.read_por if path.suffix.lower() == ".por" else pyreadstat.read_sav
    try:
        _, about = read(str(path), metadataonly=True)
        most = choice.max_bytes // max(8, sum(about.variable_storage_width.values()))
        frame, about = read(str(path), row_limit=most + 1, disable_datetime_conversion=True)
    except Exception as error:  # pyreadstat raises what the bytes lead it to
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            f"`{path}` is damaged, cut short or no SPSS file ({reason}). Get the file again."
        ) from error
    if len(frame) > most:
        raise too_large(path, choice.max_bytes)
    if frame.empty:
        raise InputError(f"`{path}` has columns but no rows.")
    frame, notes = labelled(_with_times(frame, about.original_variable_types), about.variable_value_labels)
    names = tuple(str(name) for name in frame)
    return FrameTable(path=path, title="SPSS file", names=names, notes=notes, load=lambda: frame)


def _with_times(frame: "pd.DataFrame", formats: dict[str, str]) -> "pd.DataFrame":
    """Columns of dates and of lengths of time as such; to SPSS they are numbers that are shown so.

    pyreadstat makes times of day of lengths, so that a day and an hour would become one o'clock.
    """
    changed: dict[str, Any] = {}
    for name, shown in formats.items():
        if frame[name].dtype.kind == "f":
            if _MOMENTS.fullmatch(shown):
                changed[name] = _moments(frame[name].to_numpy())
            elif _LENGTHS.fullmatch(shown):
                changed[name] = _lengths(frame[name].to_numpy())
    return frame.assign(**changed)


def _moments(seconds: NDArray[np.float64]) -> NDArray[Any]:
    return _START + _lengths(np.where((seconds >= 0) & (seconds < _END_SECONDS), seconds, np.nan))


def _lengths(seconds: NDArray[np.float64]) -> NDArray[Any]:
    gaps = ~(np.abs(seconds) < 2**43)  # NaN too; more microseconds than that fit into no 64 bits
    whole = np.where(gaps, 0, np.round(seconds * 1e6)).astype(np.int64).astype("timedelta64[us]")
    return np.where(gaps, np.timedelta64("NaT", "us"), whole)


TABLE_FORMATS.register(
    TableFormat("spss", "SPSS", frozenset({".sav", ".zsav", ".por"}), examine, is_spss, examine_part)
)
