"""The target of a table: which rows have a value, and the values as text, whole numbers or booleans."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, quoted, ticked
from reportgen.datasets.tabular.column_values import SINGLE, decoded
from reportgen.datasets.tabular.lookalikes import join_lookalikes
from reportgen.datasets.tabular.plain_types import plain, without_arrow
from reportgen.datasets.target_array import is_gap, plain_answers, whole_numbers
from reportgen.errors import InputError
from reportgen.tasks import MAX_NUMERIC_CLASSES

if TYPE_CHECKING:
    import pandas as pd


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
    order : tuple of str
        Names of the classes in an order of their own; empty where they have none.
    """

    rows: NDArray[np.int64]
    values: NDArray[Any]
    classes: NDArray[np.int64] | None
    notes: tuple[str, ...]
    order: tuple[str, ...] = ()


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
    def order(self) -> tuple[str, ...]:
        """The order of the classes of a single target, if they have one of their own."""
        return self.answers[0].order if len(self.answers) == 1 else ()

    @property
    def classes(self) -> tuple[NDArray[np.int64], ...]:
        """The classes of each target that has some."""
        return tuple(answers.classes for answers in self.answers if answers.classes is not None)


def read_targets(frame: "pd.DataFrame", names: Sequence[str], gaps: frozenset[str] = frozenset()) -> Targets:
    """Return the values of all targets; rows that lack one of several are left out, and the notes say so."""
    each = [read_answers(frame[name], name, gaps) for name in names]
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
    return Targets(rows, tuple(read_answers(complete[name], name, gaps) for name in names), (note,))


def read_answers(values: "pd.Series[Any]", name: str, gaps: frozenset[str] = frozenset()) -> TargetValues:
    """Return the target values of a column as read; rows without one are left out, and the notes say so.

    Texts in `gaps`, in lower case, stand for no value.
    """
    ordered = _own_order(values)
    values, note = plain(values)
    codes, found = _factorized(values, name)
    alike = join_lookalikes(found) if all(isinstance(value, str) for value in found) else None
    looks = alike.seen if alike else [value.strip() if isinstance(value, str) else value for value in found]
    missing = [is_gap(look) or (isinstance(look, str) and look.lower() in gaps | {""}) for look in looks]
    texts = alike.texts if alike else looks
    distinct = plain_answers([None if gap else text for text, gap in zip(texts, missing, strict=True)])
    rows = np.flatnonzero(~np.array([*missing, True], dtype=np.bool_)[codes]).astype(np.int64)
    if not len(rows):
        raise InputError(f"The column `{name}` has no value in any row, so there is nothing to learn.")
    answers = distinct[codes[rows]]
    if answers.dtype.kind == "f":
        answers = whole_numbers(answers)
    dropped = len(values) - len(rows)
    has = "has no target value and is" if dropped == 1 else "have no target value and are"
    notes = [f"{counted(dropped, 'row')} {has} left out: “{name}” is missing there."] if dropped else []
    notes += [f"“{name}”: {text[0].lower()}{text[1:]}" for text in (note, alike and alike.note) if text]
    notes += _same_number_note(name, texts, distinct)
    return TargetValues(rows, answers, _classes(answers), tuple(notes), ordered)


def _own_order(values: "pd.Series[Any]") -> tuple[str, ...]:
    """The names of categories that have an order of their own."""
    import pandas as pd

    dtype = without_arrow(values).dtype
    if not isinstance(dtype, pd.CategoricalDtype) or not dtype.ordered:
        return ()
    return tuple(str(category).strip() for category in dtype.categories)


def _factorized(values: "pd.Series[Any]", name: str) -> tuple[NDArray[np.int64], list[Any]]:
    """The codes of rows, -1 where there is no value, and the distinct values, which codes tell apart by their types."""
    import pandas as pd

    if values.dtype == object:
        present = values.dropna().tolist()
        texts = decoded([value for value in present if isinstance(value, bytes)])
        if texts is None or not all(isinstance(value, SINGLE) for value in present):
            what = "bytes that are no text" if texts is None else "lists or other objects, not single values"
            raise InputError(f"The column `{name}` holds {what}, so it cannot be the target.")
        kinds = set(map(type, present))
        if texts and len(kinds) == 1:
            values = values.map(texts.get, na_action="ignore")
        elif kinds & {bool, np.bool_, bytes} and len(kinds) > 1:  # to a hash, True, 1 and 1.0 are the same
            values = values.map(str, na_action="ignore")
    codes, found = pd.factorize(values)
    return codes.astype(np.int64), np.asarray(found, dtype=object).tolist()


def _same_number_note(name: str, texts: Sequence[object], distinct: NDArray[Any]) -> list[str]:
    """Say which texts are one class because they are the same number."""
    if distinct.dtype.kind not in "if":
        return []
    spellings: dict[float, dict[str, None]] = {}
    for text, number in zip(texts, distinct.tolist(), strict=True):
        if isinstance(text, str) and np.isfinite(number):
            spellings.setdefault(number, {})[text] = None
    same = next((list(each) for each in spellings.values() if len(each) > 1), None)
    return [] if same is None else [f"“{name}”: {quoted(same)} are the same number, and so one class."]


def _classes(answers: NDArray[Any]) -> NDArray[np.int64] | None:
    import pandas as pd

    codes, distinct = pd.factorize(answers)
    if answers.dtype.kind in "iuf" and len(distinct) > MAX_NUMERIC_CLASSES:
        return None
    return np.asarray(codes, dtype=np.int64)
