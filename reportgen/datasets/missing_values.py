"""Missing and infinite values in arrays: infinity becomes missing, what is missing is counted, both are said."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted


def without_infinity(values: NDArray[Any], noun: str = "value") -> tuple[NDArray[Any], list[str]]:
    """Return the values with infinity as NaN, in their own type, and notes on what is missing.

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
    infinite = np.isinf(values)
    n_infinite = int(np.count_nonzero(infinite))
    notes = []
    if n_infinite:
        values = np.where(infinite, values.dtype.type(np.nan), values)
        notes.append(
            f"{counted(n_infinite, f'infinite {noun}')} cannot be used by models and count as missing."
        )
    if missing:
        share = f"{counted(missing, noun)} of {values.size:,}"
        notes.append(f"{share} {'is' if missing == 1 else 'are'} missing in the data as stored.")
    return values, notes
