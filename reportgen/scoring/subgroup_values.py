"""The subgroups of a column: its values, numbers by quarters, dates by years, the rare ones together."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

#: A column of numbers with more different ones is cut into quarters.
FEW_NUMBERS = 6

#: So many values of a column have a subgroup of their own, the most frequent ones.
MOST_VALUES = 12

#: Values of fewer samples are joined: no interval of theirs says anything, and they may point to single persons.
FEWEST = 10

#: What joined values, and gaps, are called.
OTHERS, NO_VALUE = "other values", "no value"


@dataclass(frozen=True, eq=False)
class SubgroupValues:
    """Names of subgroups, and of each row the place of its own among them, of shape (n_rows,)."""

    names: tuple[str, ...]
    codes: NDArray[np.int64]


def subgroups_of(values: "pd.Series[Any]") -> SubgroupValues:
    """Return the subgroups of the samples judged, given their values in one column."""
    texts = _texts(values)
    counts = texts.value_counts()
    frequent = counts[counts >= FEWEST].index[:MOST_VALUES]
    named = [
        name for name in _in_order(texts, values) if name in set(frequent) and name not in (OTHERS, NO_VALUE)
    ]
    joined = texts.where(texts.isin(frequent), OTHERS)
    found = [*named, *(name for name in (OTHERS, NO_VALUE) if (joined == name).any())]
    places = {name: place for place, name in enumerate(found)}
    return SubgroupValues(tuple(found), np.asarray(joined.map(places), dtype=np.int64))


def _texts(values: "pd.Series[Any]") -> "pd.Series[Any]":
    import pandas as pd

    kind = getattr(values.dtype, "kind", "O")
    if kind in "iuf" and values.nunique() > FEW_NUMBERS:
        return _quarters(values)
    if kind == "M":
        years = values.dt.strftime("%Y")
        one_year = len(years.dropna().unique()) <= 1
        parts = values.dt.strftime("%Y-%m") if one_year else years
        return pd.Series(parts.where(values.notna(), NO_VALUE).to_numpy(dtype=object))
    if kind in "iuf":
        return pd.Series([NO_VALUE if pd.isna(value) else f"{value:g}" for value in values], dtype=object)
    return pd.Series([NO_VALUE if pd.isna(value) else str(value) for value in values], dtype=object)


def _quarters(values: "pd.Series[Any]") -> "pd.Series[Any]":
    import pandas as pd

    numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    present = numbers[np.isfinite(numbers)]
    edges = np.unique(np.quantile(present, [0.25, 0.5, 0.75], method="inverted_cdf"))
    edges = edges[edges < present.max()]
    told = [f"{edge:.4g}" for edge in edges]
    names = [
        f"up to {told[0]}",
        *(f"{low} to {high}" for low, high in pairwise(told)),
        f"over {told[-1]}",
    ]
    places = np.searchsorted(edges, numbers)
    own = np.array([*names, NO_VALUE], dtype=object)
    return pd.Series(own[np.where(np.isfinite(numbers), places, len(names))], dtype=object)


def _in_order(texts: "pd.Series[Any]", values: "pd.Series[Any]") -> list[str]:
    """Return the names in the order of the values: numbers and dates by size, texts by the alphabet."""
    import pandas as pd

    if getattr(values.dtype, "kind", "O") in "iufM":
        first = pd.Series(values.to_numpy()).groupby(texts.to_numpy()).min()
        return [str(name) for name in first.sort_values().index]
    return sorted(texts.unique())
