"""From a column as read to numbers, booleans, dates or text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import compress
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.missing_values import LARGEST_VALUE, no_data_note
from reportgen.datasets.tabular.clock_times import parse_times
from reportgen.datasets.tabular.column import Column, ColumnKind
from reportgen.datasets.tabular.dates import parse_dates
from reportgen.datasets.tabular.evident_codes import codes_note
from reportgen.datasets.tabular.lookalikes import join_lookalikes
from reportgen.datasets.tabular.nearly_numbers import strays_note
from reportgen.datasets.tabular.numerals import parse_numerals
from reportgen.datasets.tabular.plain_types import plain
from reportgen.datasets.target_array import LARGEST_WHOLE, stay_apart

if TYPE_CHECKING:
    import pandas as pd

#: Distinct texts that are looked at before all are read as numbers or dates.
LOOKED_AT = 500

#: Whole numbers of more than 64 bits are account numbers and the like: floats would make them all the same.
LARGEST_NUMBER = 2**64

TIMES_OF_DAY = "Times of day are in seconds since midnight."
DURATIONS = "Durations are in seconds."
LONG_NUMBERS = "Its whole numbers are too long to be told apart as floats, and stay text."
BYTES = "Bytes are read as text in UTF-8."

#: Types of single values, as a column of objects may hold them.
SINGLE = (str, bytes, bool, np.bool_, Real, Decimal, date, time, timedelta, UUID)

T = TypeVar("T")


@dataclass(frozen=True)
class _Reading:
    """How the text of a column is read."""

    decimal_comma: bool
    code: bool
    gaps: frozenset[str]


def read_column(
    name: str,
    values: "pd.Series[Any]",
    *,
    decimal_comma: bool = False,
    code: bool = False,
    gaps: frozenset[str] = frozenset(),
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
    gaps : frozenset of str
        Texts that stand for a gap, in lower case. Empty text always does.
    """
    values, note = plain(values)
    column = _typed(name, values, _Reading(decimal_comma, code, gaps | {""}))
    return column if note is None else replace(column, note=" ".join(filter(None, (note, column.note))))


def _typed(name: str, values: "pd.Series[Any]", reading: _Reading) -> Column:
    import pandas as pd

    if isinstance(values.dtype, pd.DatetimeTZDtype):
        in_utc = values.dt.tz_convert("UTC").dt.tz_localize(None)
        return _column(name, in_utc, "date", "Times are in UTC.")
    if isinstance(values.dtype, pd.StringDtype) or values.dtype.kind == "O":
        return _objects(name, values, reading)
    if values.dtype.kind == "M":
        return _column(name, values, "date")
    if values.dtype.kind == "m":
        return _numbers(name, values.dt.total_seconds(), DURATIONS)
    if values.dtype.kind == "b":
        return _booleans(name, values)
    return _numbers(name, values) if values.dtype.kind in "iuf" else _column(name, values, "other")


def _objects(name: str, values: "pd.Series[Any]", reading: _Reading) -> Column:
    """Read a column whose type says little, by the types of its values: the last may be of another than the first."""
    import pandas as pd

    is_text = isinstance(values.dtype, pd.StringDtype)
    present = [] if is_text else values.dropna().tolist()
    if is_text or _all(present, str):
        return _text(name, values, reading)
    if _all(present, (bool, np.bool_)):
        return _booleans(name, values)
    if _are_quantities(present):
        return _numbers(name, pd.to_numeric(values.map(float, na_action="ignore")))
    if _all(present, date):
        return _typed(name, pd.to_datetime(values, errors="coerce", utc=True), reading)
    return _rarer_objects(name, values, present, reading)


def _rarer_objects(
    name: str, values: "pd.Series[Any]", present: Sequence[object], reading: _Reading
) -> Column:
    """Read times of day, durations, bytes, and single values of several types, which are text."""
    import pandas as pd

    if _all(present, time):
        return _numbers(name, values.map(_seconds, na_action="ignore").astype(float), TIMES_OF_DAY)
    if _all(present, timedelta):
        return _numbers(name, pd.to_timedelta(values).dt.total_seconds(), DURATIONS)
    if not _all(present, SINGLE):
        return _column(name, values, "other")
    if not _all(present, bytes):
        return _text(name, values.map(str, na_action="ignore"), reading)
    texts = decoded([value for value in present if isinstance(value, bytes)])
    if texts is None:
        return _column(name, values, "other")
    column = _text(name, values.map(texts.get, na_action="ignore"), reading)
    return replace(column, note=" ".join(filter(None, (BYTES, column.note))))


def _all(values: Sequence[object], kind: type | tuple[type, ...]) -> bool:
    return all(isinstance(value, kind) for value in values)


def _are_quantities(values: Sequence[Any]) -> bool:
    """Whether all are numbers, none of them true or false, and floats tell them apart."""
    if not _all(values, (Real, Decimal)) or any(isinstance(value, (bool, np.bool_)) for value in values):
        return False
    whole: set[Any] = {
        value for value in values if isinstance(value, (int, Decimal)) and abs(float(value)) >= LARGEST_WHOLE
    }
    return all(abs(value) < LARGEST_NUMBER for value in whole) and stay_apart(whole)


def _seconds(moment: time) -> float:
    return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6


def decoded(values: Sequence[bytes]) -> dict[bytes, str] | None:
    """Return the text of bytes, or None where some are not in UTF-8."""
    try:
        return {value: value.decode() for value in set(values)}
    except UnicodeDecodeError:
        return None


def _text(name: str, values: "pd.Series[Any]", reading: _Reading) -> Column:
    """Read text: numbers or dates if every value is one, else categories without blanks around them.

    Only the distinct values are looked at, and of those first a few, so that a million rows cost little.
    """
    import pandas as pd

    codes, found = pd.factorize(values)
    distinct = pd.Index(found)
    alike = join_lookalikes(distinct.tolist())
    present = np.array([look.lower() not in reading.gaps for look in alike.seen], dtype=np.bool_)
    proper = list(compress(alike.seen, present))
    numerals = partial(parse_numerals, decimal_comma=reading.decimal_comma)
    if not reading.code and (numbers := _parsed(proper, numerals)):
        return _numbers(name, _spread(_placed(numbers.values, present), codes), numbers.note)
    if not reading.code and (times := _parsed(proper, parse_times)):
        return _numbers(name, _spread(_placed(times.values, present), codes), times.note)
    if not reading.code and (dates := _parsed(proper, parse_dates)):
        return _column(name, _spread(_placed(dates.values, present), codes), "date", dates.note)
    if len(reading.gaps) > 1 and proper and {look.lower() for look in proper} <= {"true", "false"}:
        truth = np.array(
            [
                look.lower() == "true" if there else None
                for look, there in zip(alike.seen, present, strict=True)
            ],
            dtype=object,
        )
        return _booleans(name, _spread(truth, codes))
    note = alike.note or codes_note(proper) or strays_note(proper)
    if alike.texts != distinct.tolist() or not present.all():
        lookup = np.array(alike.texts, dtype=object)
        lookup[~present] = None
        return _column(name, _spread(lookup, codes).astype(values.dtype), "text", note)
    return Column(name, values, "text", int(np.count_nonzero(codes < 0)), len(distinct), note)


def _placed(found: NDArray[Any], present: NDArray[np.bool_]) -> NDArray[Any]:
    """Values where they are present, gaps elsewhere."""
    if present.all():
        return found
    dtype = found.dtype if found.dtype.kind == "M" else np.result_type(found.dtype, np.float64)
    placed = np.full(len(present), np.nan if dtype.kind == "f" else np.datetime64("NaT"), dtype=dtype)
    placed[present] = found
    return placed


def _parsed(distinct: list[str], parse: Callable[[list[str]], T | None]) -> T | None:
    """What `parse` makes of all distinct values, if it makes anything of the first ones."""
    return None if parse(distinct[:LOOKED_AT]) is None else parse(distinct)


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

    if values.dtype.kind in "iu" and not _is_exact(values):
        texts = values.map(str, na_action="ignore").astype(object)
        return _column(name, texts.where(values.notna(), None), "text", LONG_NUMBERS)
    if isinstance(values.dtype, pd.api.extensions.ExtensionDtype):
        gaps = bool(values.isna().any())
        values = pd.Series(values.to_numpy("float64", na_value=np.nan) if gaps else values.to_numpy())
    infinite = 0
    if values.dtype.kind == "f":
        sizes = np.abs(values.to_numpy(dtype=np.float64))
        infinite = int(np.count_nonzero(np.isinf(sizes)))
        unusable = sizes >= LARGEST_VALUE
        if n_no_data := int(np.count_nonzero(unusable)) - infinite:
            example = values[unusable & np.isfinite(sizes)].iloc[0]
            note = " ".join(filter(None, (note, no_data_note(n_no_data, example))))
        values = values.mask(unusable) if unusable.any() else values
    missing = int(values.isna().sum())
    return Column(name, values, "number", missing, int(values.nunique()), note, infinite)


def _is_exact(values: "pd.Series[Any]") -> bool:
    """Whether floats, which models compute with, tell whole numbers apart."""
    if not values.notna().any():
        return True
    if max(abs(int(values.min())), abs(int(values.max()))) <= LARGEST_WHOLE:
        return True
    return stay_apart(values.dropna().unique().tolist())


def _column(name: str, values: "pd.Series[Any]", kind: ColumnKind, note: str | None = None) -> Column:
    distinct = 0 if kind == "other" else int(values.nunique())
    return Column(name, values, kind, int(values.isna().sum()), distinct, note)
