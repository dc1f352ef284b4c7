"""Corrections for having looked at many things at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def holm(p_values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return p-values adjusted by Holm's step-down procedure, in the order given.

    The chance that any true null hypothesis has an adjusted value of at most 0.05 is at most 5 %, however the tests
    depend on each other. Agrees with statsmodels' `multipletests(method="holm")`.

    Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70.
    """
    values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
