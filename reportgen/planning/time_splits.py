"""Splits in time order: train on the past, judge on what came later."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.errors import InputError

Rows = NDArray[np.int64]


def time_test(times: NDArray[Any], test_size: float) -> tuple[Rows, Rows]:
    """Return (train, test) rows in time order; samples of one moment are never divided."""
    order = np.argsort(times, kind="stable")
    cut = _at_change(times[order], round(len(order) * (1 - test_size)))
    if not 0 < cut < len(order):
        raise InputError(
            "--time: too few different moments to hold out the latest samples. Use --test-size 0."
        )
    return order[:cut], order[cut:]


def time_folds(times: NDArray[Any], train: Rows, folds: int) -> list[tuple[Rows, Rows]]:
    """Return folds that only look forward: fold i learns from the first i + 1 parts and is judged on the next."""
    order = train[np.argsort(times[train], kind="stable")]
    moments = times[order]
    wanted = [round(len(order) * (part + 1) / (folds + 1)) for part in range(folds)]
    cuts = sorted({_at_change(moments, cut) for cut in wanted} - {0, len(order)})
    if not cuts:
        raise InputError("--time: the training samples have too few different moments for folds. Use --cv 0.")
    ends = [*cuts[1:], len(order)]
    return [(order[:cut], order[cut:end]) for cut, end in zip(cuts, ends, strict=True)]


def _at_change(moments: NDArray[Any], cut: int) -> int:
    """Move a cut in sorted moments back to where a new moment begins."""
    if cut >= len(moments):
        return len(moments)
    return int(np.searchsorted(moments, moments[cut], side="left"))
