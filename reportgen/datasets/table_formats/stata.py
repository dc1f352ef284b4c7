"""Stata files, read by pandas: labels in place of their codes, in the order of these; all kinds of missing as gaps."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.datasets.tabular.frame_table import FrameTable
from reportgen.datasets.tabular.labelled_values import labelled
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableFormat
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: How files begin since Stata 13; those of older versions begin with no more than a number.
STATA_MAGIC = b"<stata_dta>"


def is_stata(path: Path) -> bool:
    """Whether the file begins like one that Stata has written since version 13."""
    with path.open("rb") as file:
        return file.read(len(STATA_MAGIC)) == STATA_MAGIC


def examine(path: Path) -> FrameTable:
    """Read a file of any version; damaged ones, and those without rows, are refused."""
    try:
        frame, labels = _read(path)
    except Exception as error:  # pandas raises what the bytes lead it to
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(
            f"`{path}` is damaged, cut short or no Stata file ({reason}). Get the file again."
        ) from error
    if frame.empty:
        raise InputError(f"`{path}` has columns but no rows.")
    frame, notes = labelled(frame, labels)
    names = tuple(str(name) for name in frame)
    return FrameTable(path=path, title="Stata file", names=names, notes=notes, load=lambda: frame)


def _read(path: Path) -> "tuple[pd.DataFrame, dict[str, dict[Any, str]]]":
    """The rows, and the labels of each column that has some."""
    import pandas as pd

    opened: Any = pd.read_stata(path, convert_categoricals=False, iterator=True)
    with warnings.catch_warnings(), opened as reader:
        warnings.simplefilter("ignore")  # of names and dates, which change no value
        frame: pd.DataFrame = reader.read()
        sets = reader.value_labels()
        uses = zip(frame, reader._lbllist, strict=True)  # noqa: SLF001  # nothing public says which set is whose
        return frame, {str(name): sets[used] for name, used in uses if used in sets}


TABLE_FORMATS.register(TableFormat("stata", "Stata", frozenset({".dta"}), examine, is_stata))
