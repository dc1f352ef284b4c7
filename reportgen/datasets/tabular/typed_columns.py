"""Columns taken as what an option says (--as, --order), whatever they look like."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.bundle.value_text import quoted, shortened, ticked
from reportgen.config.column_options import AskedKind
from reportgen.datasets.tabular.column import FREE_TEXT, Column
from reportgen.datasets.tabular.column_values import read_column
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    Values = pd.Series[Any]

#: Kinds whose values stay as they are spelled.
SPELLED: tuple[AskedKind, ...] = ("category", "ordered", "text")


def typed_column(
    name: str, values: "Values", kind: AskedKind, order: Sequence[str] = (), *, decimal_comma: bool = False
) -> Column:
    """Return the column as the kind that a user named.

    Values that are none of that kind count as missing, which a note says.

    Raises
    ------
    InputError
        If no value is of that kind, or a value has no place in the order.
    """
    column = read_column(name, values, decimal_comma=decimal_comma, code=kind in SPELLED)
    if column.kind == "other":
        raise InputError(f"--as: the column `{name}` holds lists or other objects, not single values.")
    if kind == "id":
        return column
    return _ordered(column, order) if kind == "ordered" else _TAKEN_AS[kind](column)


def _number(column: Column) -> Column:
    import pandas as pd

    if column.kind == "number":
        return column
    if column.kind == "boolean":
        return replace(column, series=column.series.astype("float64"), kind="number")
    if column.kind == "date":
        raise _none_of(column, "number")
    numbers = pd.to_numeric(column.series.astype(object), errors="coerce").astype("float64")
    return _converted(column, numbers.replace([np.inf, -np.inf], np.nan), "number")


def _date(column: Column) -> Column:
    import pandas as pd

    if column.kind == "date":
        return column
    texts = texts_of(column).astype(object)
    compact = pd.to_datetime(texts, errors="coerce", format="%Y%m%d")
    mixed = pd.to_datetime(texts, errors="coerce", format="ISO8601", utc=True).dt.tz_localize(None)
    return _converted(column, compact if compact.notna().sum() > mixed.notna().sum() else mixed, "date")


def _converted(column: Column, series: "Values", kind: str) -> Column:
    """Return the column with other values; what became of none of them is counted in a note."""
    lost = series.isna() & column.series.notna()
    if series.notna().sum() == 0:
        raise _none_of(column, kind)
    note = None
    if lost.any():
        shown = quoted(column.series[lost].astype(str).unique().tolist())
        verb, counts = ("is no", "counts") if lost.sum() == 1 else ("are no", "count")
        note = f"Of the values {int(lost.sum()):,} {verb} {kind} and {counts} as missing: {shown}."
    missing, distinct = int(series.isna().sum()), int(series.nunique())
    return Column(column.name, series, "number" if kind == "number" else "date", missing, distinct, note)


def _none_of(column: Column, kind: str) -> InputError:
    first = column.series.dropna()
    such = f": it holds values such as `{shortened(first.iloc[0])}`" if len(first) else ""
    return InputError(
        f"--as '{column.name}={kind}': no value of the column `{column.name}` is a {kind}{such}."
    )


def _category(column: Column) -> Column:
    return replace(column, series=texts_of(column), kind="text", note=None)


def _free_text(column: Column) -> Column:
    return replace(column, series=texts_of(column), kind=FREE_TEXT, note=None)


def _ordered(column: Column, order: Sequence[str]) -> Column:
    """Return the categories in the order given, or else as they sort, which a note then says."""
    import pandas as pd

    texts = texts_of(column)
    found = texts.dropna().unique().tolist()
    values = tuple(order) or _sorted(found)
    if without := [value for value in found if value not in values]:
        raise InputError(
            f"--order '{column.name}={','.join(order)}': the column `{column.name}` also holds {ticked(without)}. Name "
            "every value, lowest first."
        )
    series = pd.Series(pd.Categorical(texts.astype(object), categories=list(values), ordered=True))
    note = None if order else f"Ordered as {quoted(values)}, lowest first."
    return Column(column.name, series, "ordered", column.missing, column.distinct, note)


def _sorted(values: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(sorted(values, key=float))
    except ValueError:
        return tuple(sorted(values))


def texts_of(column: Column) -> "Values":
    """Return the values as text, with gaps where there were some; whole numbers without decimals."""
    if column.kind in {"text", FREE_TEXT}:
        return column.series
    if column.kind == "date":
        return column.series.astype("string").astype(object).where(column.series.notna(), None)
    if column.kind in {"ordered", "other"}:
        return column.series.astype(object).map(str, na_action="ignore")
    said = _number_text if column.kind == "number" else lambda value: str(bool(value)).lower()
    return column.series.astype(object).map(said, na_action="ignore")


def _number_text(value: object) -> str:
    number = float(str(value))
    return str(int(number)) if number.is_integer() else str(number)


_TAKEN_AS: dict[AskedKind, Callable[[Column], Column]] = {
    "number": _number,
    "date": _date,
    "category": _category,
    "text": _free_text,
}
