"""From the types of Arrow and pandas to the few that columns are read from."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

#: Microseconds from 1970 that 64 bits can count.
MOMENTS = 2**63 - 1

PERIODS = "Periods are taken by their first moment."


def frame_of(table: "pa.Table") -> "pd.DataFrame":
    """Return an Arrow table as pandas' own types: whole numbers and booleans stay what they are beside gaps.

    Types that pandas has nothing for, such as unions, become Python's objects; moments at infinity are gaps.
    """
    import pandas as pd
    import pyarrow as pa

    nullable = {
        pa.bool_(): pd.BooleanDtype(),
        **{getattr(pa, f"int{bits}")(): getattr(pd, f"Int{bits}Dtype")() for bits in (8, 16, 32, 64)},
        **{getattr(pa, f"uint{bits}")(): getattr(pd, f"UInt{bits}Dtype")() for bits in (8, 16, 32, 64)},
    }

    def frame(part: "pa.Table") -> "pd.DataFrame":
        found: pd.DataFrame = part.to_pandas(
            ignore_metadata=True, date_as_object=False, types_mapper=nullable.get
        )
        return found

    finite = pa.table([_finite(column) for column in table.columns], names=table.column_names)
    try:
        return frame(finite)
    except pa.ArrowNotImplementedError:
        parts = [_objects(finite, place, frame) for place in range(finite.num_columns)]
        return pd.concat(parts, axis="columns")


def _objects(table: "pa.Table", place: int, frame: "Callable[[pa.Table], pd.DataFrame]") -> "pd.DataFrame":
    """One column, as objects where its type is unknown to pandas."""
    import pandas as pd
    import pyarrow as pa

    try:
        return frame(table.select([place]))
    except pa.ArrowNotImplementedError:
        values = np.fromiter(table.column(place).to_pylist(), dtype=object, count=table.num_rows)
        return pd.DataFrame({table.column_names[place]: pd.Series(values, dtype=object)})


def _finite(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    """A column whose moments are in reach of microseconds in 64 bits; the last of these are databases' infinity."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_date32(kind):
        counts, furthest = column.cast(pa.int32()).cast(pa.int64()), MOMENTS // (86_400 * 10**6)
    elif pa.types.is_date64(kind) or (pa.types.is_timestamp(kind) and kind.unit != "ns"):
        counts = column.cast(pa.int64())
        furthest = MOMENTS // {"s": 10**6, "ms": 1000, "us": 1}[getattr(kind, "unit", "ms")]
    else:
        return column
    beyond = pc.or_(pc.greater_equal(counts, furthest), pc.less_equal(counts, -furthest))
    return pc.if_else(beyond, pa.scalar(None, kind), column) if pc.any(beyond).as_py() else column


def without_arrow(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column of a type of Arrow's as the type of pandas' that holds the same; any other as it is."""
    import pandas as pd

    if not isinstance(values.dtype, pd.ArrowDtype):
        return values
    import pyarrow as pa

    return frame_of(pa.table({"v": pa.array(values.array)}))["v"]


def plain(values: "pd.Series[Any]") -> tuple["pd.Series[Any]", str | None]:
    """Return a column as numbers, booleans, times, text or objects, and a note where that changed what it says.

    Categories become their values, sparse columns dense ones, periods their first moment, intervals text.
    """
    import pandas as pd

    values = without_arrow(values)
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        categories, note = plain(pd.Series(dtype.categories))
        if categories.dtype.kind in "iu":
            categories = categories.convert_dtypes()  # a gap among them makes no floats
        return categories.reindex(values.cat.codes).reset_index(drop=True), note
    if isinstance(dtype, pd.SparseDtype):
        return pd.Series(np.asarray(values), index=values.index), None
    if isinstance(dtype, pd.PeriodDtype):
        return values.dt.to_timestamp(), PERIODS
    if isinstance(dtype, pd.IntervalDtype):
        return values.map(str, na_action="ignore").astype(object), None
    return values, None
