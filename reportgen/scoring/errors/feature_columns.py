"""The columns of a table or an array, as parts of it are searched and single rows described."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import number_text
from reportgen.predictions.sample_data import SampleData

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.int64]

#: What stands for a value that is not there.
MISSING = "missing"


@dataclass(frozen=True, eq=False)
class FeatureColumn:
    """One column of features.

    Attributes
    ----------
    name : str
    numbers : ndarray of shape (n_samples,), optional
        Values as float64 where they are numbers or dates (nanoseconds); NaN where missing.
    codes : ndarray of shape (n_samples,)
        Otherwise the index of each value among `values`, -1 where missing. Empty for numbers.
    values : tuple of str
        The distinct values as text.
    dates : bool
        Whether the numbers are dates.
    """

    name: str
    numbers: NDArray[np.float64] | None
    codes: NDArray[np.int64]
    values: tuple[str, ...] = ()
    dates: bool = False

    def text(self, row: int) -> str:
        """Return the value of a row as text."""
        if self.numbers is None:
            return self.values[self.codes[row]] if self.codes[row] >= 0 else MISSING
        value = self.numbers[row]
        return MISSING if np.isnan(value) else self.number_text(float(value))

    def number_text(self, value: float) -> str:
        """Return a number of this column as text, a date as a day."""
        return str(np.datetime64(int(value), "ns").astype("M8[D]")) if self.dates else number_text(value)


def feature_columns(data: SampleData, most: int) -> Iterator[FeatureColumn]:
    """Yield the first `most` columns of features; columns withheld from models are not among them."""
    features = data.features
    for place in range(min(most, features.shape[1])):
        if isinstance(features, np.ndarray):
            yield _array_column(data, place, features[:, place])
        else:
            yield _table_column(str(features.columns[place]), features.iloc[:, place])


def _array_column(data: SampleData, place: int, values: NDArray[Any]) -> FeatureColumn:
    name = data.feature_names[place] if data.feature_names else f"feature {place + 1}"
    return FeatureColumn(name, values.astype(np.float64), np.zeros(0, dtype=np.int64))


def _table_column(name: str, series: "pd.Series[Any]") -> FeatureColumn:
    import pandas as pd

    nothing = np.zeros(0, dtype=np.int64)
    if pd.api.types.is_datetime64_any_dtype(series):
        stamps = series.to_numpy(dtype="M8[ns]")
        numbers = np.where(np.isnat(stamps), np.nan, stamps.astype(np.int64).astype(np.float64))
        return FeatureColumn(name, numbers, nothing, dates=True)
    if pd.api.types.is_numeric_dtype(series) and not pd.api.types.is_bool_dtype(series):
        return FeatureColumn(name, series.to_numpy(dtype=np.float64, na_value=np.nan), nothing)
    codes, values = pd.factorize(series)
    return FeatureColumn(name, None, np.asarray(codes, dtype=np.int64), tuple(str(value) for value in values))
