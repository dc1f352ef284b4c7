"""Predictions in arrays as a table with known roles, as files of predictions are once they are recognised."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError
from reportgen.external.class_names import translated, value_name
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.roles import ModelColumns, Roles
from reportgen.interface.given_data import ArrayLike, as_array, as_frame, column_names

if TYPE_CHECKING:
    import pandas as pd

#: Names of columns that no data of a user's have.
_TRUTH, _ID, _GROUP, _FOLD = "\0truth", "\0id", "\0group", "\0fold"


class ArrayPredictions:
    """A table built column by column.

    Parameters
    ----------
    name : str
        What the report calls the source.
    y_true : array_like of shape (n_samples,)
        True classes, by name or as codes of `classes`.
    classes : sequence, optional
        In the order in which codes and columns of scores number them; by default the sorted values of `y_true`.

    Raises
    ------
    InputError
        If the truth is no column.
    """

    def __init__(self, name: str, y_true: ArrayLike, classes: Sequence[Any] | None) -> None:
        truth = as_array(y_true, "y_true")
        if truth.ndim != 1:
            raise InputError(
                f"y_true has {truth.shape[1]} columns. One class for each sample is needed; several labels are judged "
                "where reportgen fits the models: reportgen.evaluate(..., target=[...])."
            )
        self.name = name
        self.n_samples = len(truth)
        self.classes = None if classes is None else [str(own) for own in classes]
        self.truth = self._named(truth, "y_true")
        self._order = self.classes or _distinct(self.truth)
        self._columns: dict[str, Any] = {_TRUTH: self.truth}
        self._models: list[ModelColumns] = []
        self._roles: dict[str, str] = {}

    def add_model(self, name: str, given: ArrayLike | tuple[ArrayLike, ArrayLike]) -> None:
        """Add what a model predicted: classes, scores of the positive class, probabilities, or (classes, scores).

        Raises
        ------
        InputError
            If it is not of as many samples, or its columns are not those of the classes.
        """
        labels, scores = given if isinstance(given, tuple) and len(given) == 2 else (None, None)
        if labels is None:
            values = as_array(given, f"“{name}”")
            is_scores = values.ndim == 2 or (values.dtype.kind == "f" and bool((values % 1 != 0).any()))
            labels, scores = (None, given) if is_scores else (given, None)
        place = len(self._models)
        predicted, columns, single = None, {}, None
        if labels is not None:
            own = self._named(as_array(labels, f"“{name}”"), f"“{name}”")
            self._refuse_other_classes(name, own)
            predicted = self._add(f"\0predicted {place}", own, name)
        if scores is not None:
            values = as_array(scores, f"“{name}”").astype(np.float64)
            if values.ndim == 1:
                single = self._add(f"\0score {place}", values, name)
            else:
                whose = self._score_names(name, scores, values)
                columns = {
                    one: self._add(f"\0score {place} {one}", values[:, at], name)
                    for at, one in enumerate(whose)
                }
        self._models.append(ModelColumns(name, predicted, columns, single))

    def add_part(self, role: str, values: ArrayLike | None) -> None:
        """Add the ids, groups or folds of the samples, if there are any."""
        if values is not None:
            column = {"id": _ID, "groups": _GROUP, "fold": _FOLD}[role]
            self._roles[role] = self._add(column, as_array(values, role), role)

    def add_data(self, data: ArrayLike | None) -> None:
        """Add further columns of the samples, by which errors are described and searched."""
        if data is None:
            return
        frame = as_frame(data, "data")
        for column in frame.columns:
            self._add(str(column), frame[column], "data")

    def recognised(self) -> tuple[PredictionTable, Roles]:
        """Return the table, and which of its columns is what."""
        import pandas as pd

        table = PredictionTable.of(self.name, self.name, pd.DataFrame(self._columns))
        return table, Roles("wide", _TRUTH, tuple(self._models), **self._roles)

    def _add(self, column: str, values: "NDArray[Any] | pd.Series[Any]", whose: str) -> str:
        if len(values) != self.n_samples:
            raise InputError(f"“{whose}” has {len(values):,} values, but y_true {self.n_samples:,}.")
        self._columns[column] = values
        return column

    def _named(self, values: NDArray[Any], what: str) -> NDArray[Any]:
        """Return codes as the names of their classes; anything else as it is."""
        if values.ndim != 1:
            raise InputError(f"{what}: an array of shape {values.shape} is no column of classes.")
        if self.classes is None or values.dtype.kind not in "iu":
            return values
        if set(map(str, np.unique(values))) <= set(self.classes):
            return values
        if len(values) and (values.min() < 0 or values.max() >= len(self.classes)):
            raise InputError(
                f"{what} holds {values.max()}, but there are {len(self.classes)} classes, from 0 on."
            )
        return np.asarray(np.array(self.classes, dtype=object)[values])

    def _refuse_other_classes(self, name: str, predicted: NDArray[Any]) -> None:
        """Refuse predictions of which none is a true class: codes where the truth has names, or the reverse."""
        theirs = _distinct(predicted)
        if theirs and not set(translated(theirs, self._order)) & set(self._order):
            raise InputError(
                f"“{name}” predicts {ticked(theirs, 3)}, but y_true holds {ticked(self._order, 3)}. Give both as "
                "names, or both as codes with classes=[...] in their order."
            )

    def _score_names(self, name: str, given: ArrayLike, values: NDArray[np.float64]) -> list[str]:
        """Return the classes of the columns of scores: by the names of a frame, else in the order of the classes."""
        named = column_names(given)
        if named is not None and set(named) & set(self._order):
            return named
        if named is not None and all(own.isdecimal() and int(own) < len(self._order) for own in named):
            return [self._order[int(own)] for own in named]
        if values.shape[1] != len(self._order):
            raise InputError(
                f"“{name}” has {values.shape[1]} columns of scores for {len(self._order)} classes. Give classes=[...] "
                "in the order of its columns."
            )
        return self._order


def _distinct(values: NDArray[Any]) -> list[str]:
    return [name for own in _sorted(values) if (name := value_name(own)) is not None]


def _sorted(truth: NDArray[Any]) -> list[Any]:
    try:
        return list(np.unique(truth[truth == truth]).tolist())  # NaN is not itself  # noqa: PLR0124
    except TypeError:
        return sorted({value for value in truth.tolist() if value is not None}, key=str)


def models_in(predictions: Mapping[str, ArrayLike] | ArrayLike) -> dict[str, ArrayLike]:
    """Return predictions by the name of their model; those of one model alone are called `model`."""
    if isinstance(predictions, Mapping):
        return {str(name): values for name, values in predictions.items()}
    return {"model": predictions}
