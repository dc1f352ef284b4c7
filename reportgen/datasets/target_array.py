"""From a stored array to a target: text, whole numbers or booleans, none missing."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, quoted
from reportgen.datasets.tabular.lookalikes import join_lookalikes
from reportgen.datasets.tabular.missing_markers import ANSWER_GAPS
from reportgen.errors import InputError
from reportgen.tasks import MAX_NUMERIC_CLASSES

#: Floats from here on do not hold every whole number.
LARGEST_WHOLE = 2.0**53

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def answers_of_array(target: NDArray[Any], name: str) -> tuple[NDArray[np.bool_], NDArray[Any], list[str]]:
    """Return which samples have a target value, the values of those, and notes.

    Parameters
    ----------
    target : ndarray of shape (n_samples,) or (n_samples, n_targets)
        Numbers, booleans, text or bytes. NaN, infinity, empty text and what stands for a gap in files of text
        count as missing, such as the "nan" that numbers become as text.
    name : str
        What messages call it.

    Raises
    ------
    InputError
        If it holds something else, or no value at all.
    """
    if target.dtype.kind == "S":
        target = _decoded(target, name)
    if target.dtype.kind not in "biufU":
        raise InputError(
            f"{name} holds {target.dtype}, which cannot be classes. Use numbers, booleans or text."
        )
    if target.dtype.kind != "U":
        kept = _kept(_finite(target))
        return kept, whole_numbers(target[kept]), _dropped_note(target, kept, name)
    distinct, codes = np.unique(target.ravel(), return_inverse=True)
    alike = join_lookalikes(distinct.tolist())
    gaps = [look.lower() in ANSWER_GAPS for look in alike.seen]
    kept = _kept(~np.array(gaps, dtype=np.bool_)[codes].reshape(target.shape))
    notes = _dropped_note(target, kept, name) + ([alike.note] if alike.note else [])
    texts = np.array(alike.texts, dtype=object)[codes].reshape(target.shape)[kept]
    return kept, whole_numbers(plain_answers(texts.tolist())) if target.ndim == 1 else texts, notes


def _decoded(target: NDArray[Any], name: str) -> NDArray[Any]:
    try:
        return np.char.decode(target, "utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} holds bytes that are no text in UTF-8, which cannot be classes. Use text."
        ) from error


def _finite(target: NDArray[Any]) -> NDArray[np.bool_]:
    return np.isfinite(target) if target.dtype.kind == "f" else np.ones(target.shape, dtype=np.bool_)


def _kept(present: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which samples have all of their targets."""
    return np.asarray(present.reshape(len(present), -1).all(axis=1))


def _dropped_note(target: NDArray[Any], kept: NDArray[np.bool_], name: str) -> list[str]:
    """Say how many samples are left out for want of a target; refuse if that is all of them."""
    if not kept.any():
        missing_where = "every value is missing" if target.ndim == 1 else "every sample lacks one or more"
        raise InputError(f"{name} holds no target value: {missing_where}.")
    missing = int(np.count_nonzero(~kept))
    if not missing:
        return []
    lack = ("has", "have") if target.ndim == 1 else ("lacks", "lack")
    what = "no target value" if target.ndim == 1 else "a target value"
    verb = f"{lack[0]} {what} and is" if missing == 1 else f"{lack[1]} {what} and are"
    marks = [] if target.dtype.kind != "U" else [text for text in np.unique(target[~kept]) if text.strip()]
    named = f": {quoted(marks)} {'stands' if len(marks) == 1 else 'stand'} for none" if marks else ""
    return [f"{counted(missing, 'sample')} {verb} left out{named}."]


def plain_answers(values: Sequence[Any]) -> NDArray[Any]:
    """Return values as an array of integers, floats or booleans where all are, else of text; gaps are None or NaN.

    Numbers that floats cannot tell apart stay text, and so does what holds true and false beside something else.
    """
    present = [value for value in values if not is_gap(value)]
    complete = len(present) == len(values)
    if present and all(isinstance(value, str) for value in present):
        if all(_INTEGER.fullmatch(value) for value in present) and (complete or stay_apart(present)):
            return _numbers(values, int if complete else float)
        if all(_DECIMAL.fullmatch(value) for value in present) and stay_apart(present):
            return _numbers(values, float)
    is_bool = [isinstance(value, (bool, np.bool_)) for value in present]
    if complete and all(is_bool):
        return np.array(values, dtype=np.bool_)
    if present and not any(is_bool) and all(isinstance(value, (int, float, Decimal)) for value in present):
        whole = complete and all(value == int(value) for value in present if not isinstance(value, float))
        is_int = whole and not any(isinstance(value, float) for value in present)
        if is_int and min(present) >= -(2**63) and max(present) < (2**64 if min(present) >= 0 else 2**63):
            return _numbers(values, int)
        if stay_apart(present):
            return _numbers(values, float)
    plain = np.empty(len(values), dtype=object)
    plain[:] = [
        value if is_gap(value) or (complete and isinstance(value, bool)) else str(value) for value in values
    ]
    return plain


def is_gap(value: object) -> bool:
    """Whether a value is none, or a number that is not finite."""
    return value is None or (
        isinstance(value, (float, np.floating, Decimal)) and not np.isfinite(float(value))
    )


def stay_apart(values: Iterable[Any]) -> bool:
    """Whether no two whole numbers, or texts of numbers, become the same float, as those of more than 15 digits may."""
    whole = {number for number in map(Decimal, values) if number == number.to_integral_value()}
    return len(set(map(float, whole))) == len(whole)


def _numbers(values: Sequence[Any], kind: type[int] | type[float]) -> NDArray[Any]:
    return np.array([np.nan if is_gap(value) else kind(value) for value in values])


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
