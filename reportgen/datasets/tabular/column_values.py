"""From a column as read to numbers, booleans, dates or text."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.tabular.column import Column, ColumnKind
from reportgen.datasets.tabular.dates import parse_dates
from reportgen.datasets.tabular.numerals import parse_numerals

if TYPE_CHECKING:
    import pandas as pd

#: Distinct texts that are looked at before all are read as numbers or dates.
LOOKED_AT = 500

#: Whole numbers of more than 64 bits are account numbers and the like: floats would make them all the same.
LARGEST_NUMBER = 2**64

T = TypeVar("T")


def read_column(
    name: str, values: "pd.Series[Any]", *, decimal_comma: bool = False, code: bool = False
) -> Column:
    """Return the column with its values as numbers, booleans, dates or text.

    Parameters
    ----------
    name : str
    values : Series
        As a reader of files returned it, of any type, with the index 0, 1, ...
    decimal_comma : bool
        Whether "1,234" is more likely one and a bit than a thousand and a bit.
    code : bool
        Whether digits are a code, such as a postcode, that stays text.
    """
    import pandas as pd

    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.dtype.categories.dtype)
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        plain = values.dt.tz_convert("UTC").dt.tz_localize(None)
        return _column(name, plain, "date", "Times are in UTC.")
    if isinstance(values.dtype, pd.StringDtype) or values.dtype.kind == "O":
        return _objects(name, values, decimal_comma=decimal_comma, code=code)
    if values.dtype.kind == "M":
        return _column(name, values, "date")
    if values.dtype.kind == "m":
        return _numbers(name, values.dt.total_seconds(), "Durations are in seconds.")
    if values.dtype.kind == "b":
        return _booleans(name, values)
    return _numbers(name, values) if values.dtype.kind in "iuf" else _column(name, values, "other")


def _objects(name: str, values: "pd.Series[Any]", *, decimal_comma: bool, code: bool) -> Column:
    """Read a column whose type says little, by the types of its values: the last may be of another than the first."""
    import pandas as pd

    is_text = isinstance(values.dtype, pd.StringDtype)
    present = [] if is_text else values.dropna().tolist()
    if is_text or all(isinstance(value, str) for value in present):
        return _text(name, values, decimal_comma=decimal_comma, code=code)
    if all(isinstance(value, (bool, np.bool_)) for value in present):
        return _booleans(name, values)
    if all(_is_number(value) for value in present):
        return _numbers(name, pd.to_numeric(values.map(float, na_action="ignore")))
    if all(isinstance(value, date) for value in present):
        return read_column(name, pd.to_datetime(values, errors="coerce", utc=True))
    if all(isinstance(value, (str, Real, Decimal, date)) for value in present):
        mixed = values.map(str, na_action="ignore")
        return _text(name, mixed, decimal_comma=decimal_comma, code=code)
    return _column(name, values, "other")


def _is_number(value: object) -> bool:
    return abs(value) < LARGEST_NUMBER if isinstance(value, int) else isinstance(value, (Real, Decimal))


def _text(name: str, values: "pd.Series[Any]", *, decimal_comma: bool, code: bool) -> Column:
    """Read text: numbers or dates if every value is one, else categories without blanks around them.

    Only the distinct values are looked at, and of those first a few, so that a million rows cost little.
    """
    import pandas as pd

    codes, found = pd.factorize(values)
    distinct = pd.Index(found)
    if not code and (numerals := _parsed(distinct, partial(parse_numerals, decimal_comma=decimal_comma))):
        return _numbers(name, _spread(numerals.values, codes), numerals.note)
    if not code and (dates := _parsed(distinct, parse_dates)):
        return _column(name, _spread(dates.values, codes), "date", dates.note)
    trimmed = distinct.str.strip()
    if not trimmed.equals(distinct):
        lookup = trimmed.where(trimmed != "").to_numpy(dtype=object)
        return _column(name, _spread(lookup, codes).astype(values.dtype), "text")
    return Column(name, values, "text", int(np.count_nonzero(codes < 0)), len(distinct))


def _parsed(distinct: "pd.Index[Any]", parse: Callable[[list[str]], T | None]) -> T | None:
    """What `parse` makes of all distinct values, if it makes anything of the first ones."""
    if parse(distinct[:LOOKED_AT].tolist()) is None:
        return None
    return parse(distinct.tolist())


def _spread(distinct: NDArray[Any], codes: NDArray[np.int64]) -> "pd.Series[Any]":
    """The value of each row from those of the distinct ones; code -1 is missing."""
    import pandas as pd

    return pd.Series(pd.api.extensions.take(distinct, codes, allow_fill=True))


def _booleans(name: str, values: "pd.Series[Any]") -> Column:
    import pandas as pd

    missing = int(values.isna().sum())
    if missing:
        gapped = values.astype("boolean").astype("Float64")
        values = pd.Series(gapped.to_numpy("float64", na_value=np.nan))
    else:
        values = values.astype(bool)
    return Column(name, values, "boolean", missing, int(values.nunique()))


def _numbers(name: str, values: "pd.Series[Any]", note: str | None = None) -> Column:
    import pandas as pd

    if isinstance(values.dtype, pd.api.extensions.ExtensionDtype):
        gaps = bool(values.isna().any())
        values = pd.Series(values.to_numpy("float64", na_value=np.nan) if gaps else values.to_numpy())
    infinite = 0
    if values.dtype.kind == "f":
        is_infinite = np.isinf(values.to_numpy())
        infinite = int(np.count_nonzero(is_infinite))
        values = values.mask(is_infinite) if infinite else values
    missing = int(values.isna().sum())
    return Column(name, values, "number", missing, int(values.nunique()), note, infinite)


def _column(name: str, values: "pd.Series[Any]", kind: ColumnKind, note: str | None = None) -> Column:
    distinct = 0 if kind == "other" else int(values.nunique())
    return Column(name, values, kind, int(values.isna().sum()), distinct, note)
