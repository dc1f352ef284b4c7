"""From a stored array to a target: text, whole numbers or booleans, none missing."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted
from reportgen.errors import InputError
from reportgen.tasks import MAX_NUMERIC_CLASSES

#: Floats from here on do not hold every whole number.
LARGEST_WHOLE = 2.0**53


def answers_of_array(target: NDArray[Any], name: str) -> tuple[NDArray[np.bool_], NDArray[Any], list[str]]:
    """Return which samples have a target value, the values of those, and notes.

    Parameters
    ----------
    target : ndarray of shape (n_samples,) or (n_samples, n_targets)
        Numbers, booleans, text or bytes. NaN, infinity and empty text count as missing.
    name : str
        What messages call it.

    Raises
    ------
    InputError
        If it holds something else, or no value at all.
    """
    if target.dtype.kind == "S":
        target = np.char.decode(target, "utf-8", "replace")
    if target.dtype.kind not in "biufU":
        raise InputError(
            f"{name} holds {target.dtype}, which cannot be classes. Use numbers, booleans or text."
        )
    kept = np.asarray(_present(target.ravel()).reshape(len(target), -1).all(axis=1))
    if not kept.any():
        missing_where = "every value is missing" if target.ndim == 1 else "every sample lacks one or more"
        raise InputError(f"{name} holds no target value: {missing_where}.")
    notes = []
    if missing := int(np.count_nonzero(~kept)):
        lack = ("has", "have") if target.ndim == 1 else ("lacks", "lack")
        what = "no target value" if target.ndim == 1 else "a target value"
        verb = f"{lack[0]} {what} and is" if missing == 1 else f"{lack[1]} {what} and are"
        notes.append(f"{counted(missing, 'sample')} {verb} left out.")
        target = target[kept]
    if target.dtype.kind == "U":
        return kept, target.astype(object), notes
    return kept, whole_numbers(target), notes


def whole_numbers(values: NDArray[Any]) -> NDArray[Any]:
    """Return floats that are few different whole numbers as integers; anything else as it is.

    Class numbers often become floats where some were missing; a measurement that happens to be whole does not
    have as few values as classes have.
    """
    if values.dtype.kind != "f":
        return values
    distinct = np.unique(values)
    whole = np.array_equal(distinct, np.trunc(distinct)) and bool(
        np.abs(distinct).max(initial=0) < LARGEST_WHOLE
    )
    return values.astype(np.int64) if whole and len(distinct) <= MAX_NUMERIC_CLASSES else values


def _present(target: NDArray[Any]) -> NDArray[np.bool_]:
    present = np.ones(len(target), dtype=np.bool_)
    if target.dtype.kind == "f":
        np.isfinite(target, out=present)
    elif target.dtype.kind == "U":
        present[:] = np.char.str_len(np.char.strip(target)) > 0
    return present
