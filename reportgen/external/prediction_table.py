"""PredictionTable: the columns of a file, and what their values say of their part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.external.class_names import NamedValues, name_values

if TYPE_CHECKING:
    import pandas as pd

#: Texts that answer "was it right?", in small letters.
RIGHT = ("right", "true", "yes", "y", "pass", "passed", "correct", "c", "1", "success", "t", "ok", "resolved")
WRONG = (
    "wrong",
    "false",
    "no",
    "n",
    "fail",
    "failed",
    "incorrect",
    "i",
    "0",
    "failure",
    "f",
    "error",
    "unresolved",
)
YES_NO = frozenset((*RIGHT, *WRONG))


@dataclass(frozen=True, eq=False)
class ColumnValues:
    """A column and what can be seen of its values, each looked at once."""

    name: str
    series: "pd.Series[Any]"

    @cached_property
    def named(self) -> NamedValues:
        """The values as texts."""
        return name_values(self.series)

    @property
    def distinct(self) -> frozenset[str]:
        """The texts that occur."""
        return frozenset(self.named.names)

    @property
    def missing(self) -> int:
        """Rows without a value."""
        return int((self.named.codes < 0).sum())

    @cached_property
    def numbers(self) -> NDArray[np.float64] | None:
        """The values as numbers, NaN for a gap; None where they are something else."""
        kind = getattr(self.series.dtype, "kind", "O")
        if kind in "iuf":
            return self.series.to_numpy(dtype=np.float64, na_value=np.nan)
        if kind == "b" or len(self.named.names) == 0:
            return None
        try:
            known = np.array([*map(float, self.named.names), np.nan])
        except ValueError:
            return None
        return np.asarray(known[self.named.codes])

    @property
    def strays(self) -> list[str]:
        """The texts of a column that otherwise holds numbers with decimals, as scores: a handful among many."""
        if self.numbers is not None:
            return []
        numbers, others = [], []
        for text in self.named.names:
            try:
                numbers.append(float(text))
            except ValueError:
                others.append(text)
        scored = any(not number.is_integer() for number in numbers)
        return others if scored and 10 * len(others) <= len(numbers) else []

    @cached_property
    def _present(self) -> NDArray[np.float64]:
        numbers = self.numbers
        return np.empty(0) if numbers is None else numbers[~np.isnan(numbers)]

    @property
    def is_whole(self) -> bool:
        """Whether all values are whole numbers."""
        return len(self._present) > 0 and bool(np.all(self._present == np.trunc(self._present)))

    @property
    def is_scored(self) -> bool:
        """Whether the values are numbers of which some have decimals, as scores have."""
        return len(self._present) > 0 and not self.is_whole

    @property
    def is_share(self) -> bool:
        """Whether all values are numbers from 0 to 1."""
        own = self._present
        return len(own) > 0 and bool(own.min() >= 0 and own.max() <= 1)

    @property
    def is_unique(self) -> bool:
        """Whether every row has a value of its own."""
        return len(self.named.names) == len(self.named.codes)

    @property
    def is_verdict(self) -> bool:
        """Whether the values can say right or wrong."""
        return 0 < len(self.distinct) <= 2 and {text.lower() for text in self.distinct} <= YES_NO

    @cached_property
    def verdicts(self) -> NDArray[np.int64]:
        """Of each row 1 for right, 0 for wrong, -1 where it says neither."""
        to = [
            1 if (text := name.lower()) in RIGHT else 0 if text in WRONG else -1 for name in self.named.names
        ]
        return np.array([*to, -1], dtype=np.int64)[self.named.codes]

    @property
    def may_be_label(self) -> bool:
        """Whether the values can be classes: texts, flags or whole numbers that come back."""
        n_distinct = len(self.named.names)
        return (
            n_distinct > 0
            and not self.is_scored
            and (n_distinct <= 2 or 2 * n_distinct <= len(self.named.codes))
        )


@dataclass(frozen=True, eq=False)
class PredictionTable:
    """A file of predictions as columns of single values.

    Attributes
    ----------
    name, title : str
        The file's name, and what kind of file it is, for a reader.
    columns : dict of str to ColumnValues
    notes : tuple of str
        Sentences on how it was read.
    """

    name: str
    title: str
    columns: Mapping[str, ColumnValues]
    notes: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, name: str, title: str, frame: "pd.DataFrame", notes: Iterable[str] = ()) -> "PredictionTable":
        """Return the table of a frame whose values are single ones."""
        columns = {str(own): ColumnValues(str(own), frame[own]) for own in frame.columns}
        return cls(name, title, columns, tuple(notes))

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return next((len(column.series) for column in self.columns.values()), 0)

    def without(self, names: Iterable[str]) -> "PredictionTable":
        """Return the table without some columns."""
        left_out = set(names)
        kept = {name: column for name, column in self.columns.items() if name not in left_out}
        return PredictionTable(self.name, self.title, kept, self.notes)
