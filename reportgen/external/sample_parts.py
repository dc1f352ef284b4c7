"""Parts: what each model predicted in each file, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from reportgen.external.class_names import NamedValues
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.roles import ModelColumns, Roles

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Part:
    """The rows of a file that are of one model; `columns` is None where a file holds the truth alone."""

    model: str
    table: PredictionTable
    roles: Roles
    columns: ModelColumns | None
    rows: Rows

    def named(self, column: str) -> NamedValues:
        """Return the values of a column in these rows, as texts."""
        return self.table.columns[column].named.take(self.rows)

    @property
    def truth(self) -> NamedValues | None:
        """The true classes; None where the file has none."""
        return None if self.roles.truth is None else self.named(self.roles.truth)

    @property
    def is_complete(self) -> NDArray[np.bool_]:
        """Which rows have a predicted class, where there is a column of them, and all of their scores."""
        complete = np.ones(len(self.rows), dtype=np.bool_)
        if self.columns is None:
            return complete
        if self.columns.predicted is not None:
            complete &= self.named(self.columns.predicted).codes >= 0
        single = [self.columns.score] if self.columns.score is not None else []
        for name in (*self.columns.scores.values(), *single):
            numbers = self.table.columns[name].numbers
            if numbers is not None:
                complete &= np.isfinite(numbers[self.rows])
        return complete

    @property
    def keys(self) -> NDArray[np.object_] | None:
        """What each row's sample is called, with its repeat where the file numbers repeats; None without ids."""
        if self.roles.id is None:
            return None
        ids = self.named(self.roles.id).texts
        if self.roles.repeat is None:
            return ids
        repeats = self.named(self.roles.repeat).texts
        return np.array([f"{own}\0{repeat}" for own, repeat in zip(ids, repeats, strict=True)], dtype=object)


def parts_of(table: PredictionTable, roles: Roles) -> Iterator[Part]:
    """Yield the part of each model of a file; those that it does not name are called as the file is."""
    every = np.arange(table.n_rows)
    stem = PurePath(table.name.partition(".")[0] or table.name).name
    if not roles.models:
        yield Part("", table, roles, None, every)
    for model in roles.models:
        if roles.model_column is None:
            yield Part(model.name or stem, table, roles, model, every)
            continue
        whose = table.columns[roles.model_column].named
        for code, name in enumerate(whose.names):
            own = name if not model.name else f"{name} {model.name}"
            yield Part(own, table, roles, model, np.flatnonzero(whose.codes == code))
