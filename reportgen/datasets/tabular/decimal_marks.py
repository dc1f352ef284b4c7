"""Whether a table writes 1,5 or 1.5, by all of its columns: some tell, and decide for those that leave it open.

"1,234" is a thousand or one and a bit, and "1.234" too. A column that holds "12,5" or "1.234.567" says which of both
the table means; a reader that knows only points has then taken "1.234" for what it is not.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.datasets.tabular.numerals import points_that_fit

if TYPE_CHECKING:
    import pandas as pd

#: Values of a column that are looked at before all are.
_LOOKED_AT = 200

#: What thousands look like where a point divides them: no digits in front of the first three that are not divided.
_THOUSANDS = r"\s*[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+\s*|\s*[+-]?[0-9]{1,3}\s*"


def uses_decimal_comma(frame: "pd.DataFrame", *, expected: bool) -> bool:
    """Return whether columns that leave it open are more likely written with a decimal comma.

    Parameters
    ----------
    frame : DataFrame
    expected : bool
        What the format of the file lets expect, which decides where no column does, or columns contradict each other.
    """
    fits = list(_texts_that_fit(frame))
    if not any(len(points) > 1 for points in fits):
        return expected
    comma = frozenset({","}) in fits
    point = frozenset({"."}) in fits or any(_has_points(frame[name]) for name in frame)
    return expected if comma == point else comma


def grouped_columns(frame: "pd.DataFrame", *, expected: bool) -> list[str]:
    """Return the columns of floats in which points may divide thousands, because the table has decimal commas."""
    floats = [
        name for name, column in frame.items() if column.dtype.kind == "f" and _may_be_thousands(column)
    ]
    if not floats:
        return []
    fits = list(_texts_that_fit(frame))
    if frozenset({","}) not in fits or (frozenset({"."}) in fits and not expected):
        return []
    return [str(name) for name in floats]


def are_thousands(written: "pd.Series[str]") -> bool:
    """Whether all values of a column are whole numbers with points between the thousands, or less than a thousand."""
    return bool(written.dropna().str.fullmatch(_THOUSANDS).all())


def _texts_that_fit(frame: "pd.DataFrame") -> Iterator[frozenset[str]]:
    """The decimal marks that fit all values, of each column of text that holds numbers with points or commas."""
    import pandas as pd

    for name in frame:
        column = frame[name]
        if not isinstance(column.dtype, pd.StringDtype) and column.dtype != object:
            continue
        first = column.dropna().head(_LOOKED_AT).tolist()
        if not all(isinstance(value, str) for value in first) or not _hold_marks(first):
            continue
        distinct = column.dropna().unique().tolist()
        if all(isinstance(value, str) for value in distinct):
            yield points_that_fit([text for text in distinct if text.strip()])


def _hold_marks(texts: list[str]) -> bool:
    """Whether any has a point or comma, and they may be numbers."""
    return any("," in text or "." in text for text in texts) and bool(points_that_fit(texts))


def _has_points(column: "pd.Series[Any]") -> bool:
    return column.dtype.kind == "f" and not _may_be_thousands(column)


def _may_be_thousands(column: "pd.Series[float]") -> bool:
    """Whether a column of floats has fractions, all of them of three digits behind 1 to 999."""
    values = np.abs(column.to_numpy(dtype=np.float64))
    for part in (values[: _LOOKED_AT * 5], values):
        fractions = part[np.isfinite(part) & (part != np.trunc(part))]
        thousandths = fractions * 1000
        if not np.allclose(thousandths, np.rint(thousandths), rtol=0, atol=1e-6):
            return False
        if ((fractions < 1) | (fractions >= 1000)).any():
            return False
    return bool(len(fractions))
