"""Missing, infinite and no-data values in arrays: they become missing, what is missing is counted, all is said."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted

#: From the largest 32-bit float on, numbers stand for no data (the largest double often does), and trees, which compute
#: in 32 bits, would take them for infinite.
LARGEST_VALUE = 3.4028234e38


def no_data_note(n_values: int, example: float) -> str:
    """Return the sentence on numbers that are too large to be any."""
    verb = "stands" if n_values == 1 else "stand"
    counts = "counts" if n_values == 1 else "count"
    return (
        f"{counted(n_values, 'value')}, such as {example:.10g}, {verb} for no data and {counts} as missing."
    )


def without_infinity(values: NDArray[Any], noun: str = "value") -> tuple[NDArray[Any], list[str]]:
    """Return the values with infinity and no-data values as NaN, in their own type, and notes on what is missing.

    Parameters
    ----------
    values : ndarray of shape (n_samples, n_features)
        Left as it is; copied only where something is infinite.
    noun : str
        What a single value is called.
    """
    if values.dtype.kind != "f":
        return values, []
    missing = int(np.count_nonzero(np.isnan(values)))
    unusable = np.abs(values) >= LARGEST_VALUE
    n_infinite = int(np.count_nonzero(np.isinf(values))) if unusable.any() else 0
    notes = []
    if n_no_data := int(np.count_nonzero(unusable)) - n_infinite:
        notes.append(no_data_note(n_no_data, float(values[unusable & np.isfinite(values)][0])))
    if n_no_data or n_infinite:
        values = np.where(unusable, values.dtype.type(np.nan), values)
    if n_infinite:
        notes.append(
            f"{counted(n_infinite, f'infinite {noun}')} cannot be used by models and count as missing."
        )
    if missing:
        share = f"{counted(missing, noun)} of {values.size:,}"
        notes.append(f"{share} {'is' if missing == 1 else 'are'} missing in the data as stored.")
    return values, notes
