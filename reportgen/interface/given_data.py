"""What users hand over, arrays and data frames of any library, as NumPy arrays and pandas frames."""

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: Anything with `__array__`, `__dataframe__` or `to_pandas`, or a sequence.
ArrayLike: TypeAlias = Any


def as_array(values: ArrayLike, what: str) -> NDArray[Any]:
    """Return values as an array of shape (n_samples,) or (n_samples, n_columns).

    Raises
    ------
    InputError
        If they are of another shape; `what` names them in the message.
    """
    if hasattr(values, "to_numpy"):
        found = np.asarray(values.to_numpy())
    else:
        try:
            found = np.asarray(values)
        except ValueError as error:
            raise InputError(f"{what}: its rows are of different lengths.") from error
    if found.ndim == 2 and found.shape[1] == 1:
        found = found[:, 0]
    if found.ndim not in (1, 2):
        raise InputError(
            f"{what}: an array of shape {found.shape} is neither a column nor a table of columns."
        )
    return found


def as_frame(data: ArrayLike, what: str) -> "pd.DataFrame":
    """Return a table of any library as a pandas frame whose columns are named by texts.

    Raises
    ------
    InputError
        If it is no table.
    """
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        frame = data
    elif hasattr(data, "__dataframe__"):
        frame = pd.api.interchange.from_dataframe(data, allow_copy=True)
    elif hasattr(data, "to_pandas"):
        frame = data.to_pandas()
    elif isinstance(data, dict):
        frame = pd.DataFrame(data)
    else:
        values = as_array(data, what)
        values = values[:, np.newaxis] if values.ndim == 1 else values
        frame = pd.DataFrame(values, columns=[f"x{place}" for place in range(values.shape[1])])
    return frame.set_axis([str(name) for name in frame.columns], axis=1).reset_index(drop=True)


def column_names(values: ArrayLike) -> list[str] | None:
    """Return the names of the columns of a data frame; None for anything else."""
    names = getattr(values, "columns", None)
    return None if names is None else [str(name) for name in names]
