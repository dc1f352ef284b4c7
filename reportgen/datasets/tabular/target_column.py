"""The target of a table: which rows have a value, and the values as text, whole numbers or booleans."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, quoted, ticked
from reportgen.datasets.target_array import whole_numbers
from reportgen.errors import InputError
from reportgen.tasks import MAX_NUMERIC_CLASSES

if TYPE_CHECKING:
    import pandas as pd

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_ANY_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, eq=False)
class TargetValues:
    """The target.

    Attributes
    ----------
    rows : ndarray of shape (n_answers,)
        Positions of the rows that have a value.
    values : ndarray of shape (n_answers,)
        Text as it is in the data, but for blanks around it; numbers where every value is one.
    classes : ndarray of shape (n_answers,), optional
        Numbers of the classes; None where the target is rather a measurement.
    notes : tuple of str
    """

    rows: NDArray[np.int64]
    values: NDArray[Any]
    classes: NDArray[np.int64] | None
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Targets:
    """All targets of the rows that have a value of every one: positions of the rows, the values, and notes."""

    rows: NDArray[np.int64]
    answers: tuple[TargetValues, ...]
    notes: tuple[str, ...]

    @property
    def values(self) -> NDArray[Any]:
        """The values, of shape (n_rows,), or of several targets (n_rows, n_targets) as objects."""
        if len(self.answers) == 1:
            return self.answers[0].values  # noqa: PD011 - a field of ours
        several = np.empty((len(self.rows), len(self.answers)), dtype=object)
        for column, answers in enumerate(self.answers):
            several[:, column] = answers.values.tolist()  # noqa: PD011
        return several

    @property
    def classes(self) -> tuple[NDArray[np.int64], ...]:
        """The classes of each target that has some."""
        return tuple(answers.classes for answers in self.answers if answers.classes is not None)


def read_targets(frame: "pd.DataFrame", names: Sequence[str]) -> Targets:
    """Return the values of all targets; rows that lack one of several are left out, and the notes say so."""
    each = [read_answers(frame[name], name) for name in names]
    if len(each) == 1:
        return Targets(each[0].rows, (each[0],), each[0].notes)
    rows = reduce(np.intersect1d, [answers.rows for answers in each])
    if not len(rows):
        raise InputError(f"No row has a value in all of {ticked(names)}, so there is nothing to learn.")
    dropped = len(frame) - len(rows)
    if not dropped:
        return Targets(rows, tuple(each), ())
    short = [name for name, answers in zip(names, each, strict=True) if len(answers.rows) < len(frame)]
    verb = "lacks a target value and is" if dropped == 1 else "lack a target value and are"
    note = f"{counted(dropped, 'row')} {verb} left out: values are missing in {quoted(short)}."
    complete = frame.iloc[rows].reset_index(drop=True)
    return Targets(rows, tuple(read_answers(complete[name], name) for name in names), (note,))


def read_answers(values: "pd.Series[Any]", name: str) -> TargetValues:
    """Return the target values of a column as read; rows without one are left out, and the notes say so."""
    import pandas as pd

    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.dtype.categories.dtype)
    try:
        codes, found = pd.factorize(values)
    except TypeError as error:  # lists and the like cannot be told apart by a hash
        raise InputError(
            f"The column `{name}` holds lists or other objects, not single values, so it cannot be the target."
        ) from error
    distinct = _plain([_trimmed(value) for value in np.asarray(found, dtype=object).tolist()])
    usable = np.array([not _is_missing(value) for value in distinct] + [False], dtype=np.bool_)
    rows = np.flatnonzero(usable[codes]).astype(np.int64)
    if not len(rows):
        raise InputError(f"The column `{name}` has no value in any row, so there is nothing to learn.")
    answers = distinct[codes[rows]]
    if answers.dtype.kind == "f":
        answers = whole_numbers(answers)
    dropped = len(values) - len(rows)
    has = "has no target value and is" if dropped == 1 else "have no target value and are"
    notes = (f"{counted(dropped, 'row')} {has} left out: “{name}” is missing there.",) if dropped else ()
    return TargetValues(rows, answers, _classes(answers), notes)


def _trimmed(value: object) -> object:
    return value.strip() or None if isinstance(value, str) else value


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, (float, np.floating)) and not np.isfinite(value))


def _plain(distinct: list[Any]) -> NDArray[Any]:
    """The distinct values as an array of integers, floats or booleans where all are, else of objects."""
    present = [value for value in distinct if not _is_missing(value)]
    if present and all(isinstance(value, str) for value in present):
        if all(_INTEGER.fullmatch(value) for value in present):
            return _numbers(distinct, int) if len(present) == len(distinct) else _numbers(distinct, float)
        if all(_DECIMAL.fullmatch(value) for value in present) and _stay_apart(present):
            return _numbers(distinct, float)
    if len(present) == len(distinct) and all(isinstance(value, bool) for value in present):
        return np.array(distinct, dtype=np.bool_)
    if present and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in present):
        whole = len(present) == len(distinct) and all(isinstance(value, int) for value in present)
        return _numbers(distinct, int if whole else float)
    plain = np.empty(len(distinct), dtype=object)
    plain[:] = [value if _is_missing(value) or isinstance(value, bool) else str(value) for value in distinct]
    return plain


def _stay_apart(texts: list[str]) -> bool:
    """Whether no two whole numbers become the same float, as those of more than 15 digits may."""
    whole = [text for text in texts if _ANY_INTEGER.fullmatch(text)]
    return len(set(map(float, whole))) == len(set(map(Decimal, whole)))


def _numbers(distinct: list[Any], kind: type[int] | type[float]) -> NDArray[Any]:
    return np.array([np.nan if _is_missing(value) else kind(value) for value in distinct])


def _classes(answers: NDArray[Any]) -> NDArray[np.int64] | None:
    import pandas as pd

    codes, distinct = pd.factorize(answers)
    if answers.dtype.kind in "iuf" and len(distinct) > MAX_NUMERIC_CLASSES:
        return None
    return np.asarray(codes, dtype=np.int64)
