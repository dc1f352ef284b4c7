"""From the types of Arrow and pandas to the few that columns are read from."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

PERIODS = "Periods are taken by their first moment."


def frame_of(table: "pa.Table") -> "pd.DataFrame":
    """Return an Arrow table as pandas' own types: whole numbers and booleans stay what they are beside gaps."""
    import pandas as pd
    import pyarrow as pa

    nullable = {
        pa.bool_(): pd.BooleanDtype(),
        **{getattr(pa, f"int{bits}")(): getattr(pd, f"Int{bits}Dtype")() for bits in (8, 16, 32, 64)},
        **{getattr(pa, f"uint{bits}")(): getattr(pd, f"UInt{bits}Dtype")() for bits in (8, 16, 32, 64)},
    }
    frame: pd.DataFrame = table.to_pandas(
        ignore_metadata=True, date_as_object=False, types_mapper=nullable.get
    )
    return frame


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
