"""Verdicts: files that say of each answer whether it is right, and of which that is all that can be judged."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from reportgen.bundle.value_text import counted
from reportgen.external.name_parts import PREDICTED, VERDICT, speaks_of
from reportgen.external.prediction_table import ColumnValues, PredictionTable
from reportgen.external.roles import ModelColumns, Roles
from reportgen.tasks import VERDICTS

Recognised = tuple[PredictionTable, Roles]

#: The columns that stand for the verdicts of a model, and for what every answer ought to be.
_OUGHT = "right answer"


def why_verdicts(found: Sequence[Recognised]) -> str | None:
    """Return why only right or wrong can be judged, as a sentence; None where classes can be.

    A file's own verdict counts where it has no truth, and where comparing the texts of truth and prediction would say
    otherwise of any row: the file knows better what counts as the same answer.
    """
    models = [(table, roles, model) for table, roles in found for model in roles.models]
    if not models or any(model.verdict is None for _, _, model in models):
        return None
    if not any(roles.truth for _, roles in found):
        return "The true classes are not known, only whether each answer is right: that is what is judged."
    if any(not model.says_classes for _, _, model in models):
        return "What was predicted is not known as a class, only whether it is right: that is what is judged."
    differing = sum(_differing(table, roles, model) for table, roles, model in models)
    if not differing:
        return None
    columns = ", ".join(dict.fromkeys(f"“{model.verdict}”" for _, _, model in models))
    verb = "differs" if differing == 1 else "differ"
    return (
        f"In {counted(differing, 'row')} what {columns} says and what comparing prediction and truth as text says "
        f"{verb}: the file's own verdict counts, so that right or wrong is all that is judged."
    )


def _differing(table: PredictionTable, roles: Roles, model: ModelColumns) -> int:
    """Return in how many rows the verdict is another than comparing texts gives."""
    if roles.truth is None or model.predicted is None or model.verdict is None:
        return 0
    truth, predicted = (table.columns[name].named.texts for name in (roles.truth, model.predicted))
    verdict = table.columns[model.verdict].verdicts
    known = (verdict >= 0) & np.array(
        [one is not None and other is not None for one, other in zip(truth, predicted, strict=True)]
    )
    return int((known & ((truth == predicted) != (verdict == 1))).sum())


def as_verdicts(found: Sequence[Recognised]) -> list[Recognised]:
    """Return files of verdicts with `right` as the true class of each row, and right or wrong as the predicted ones."""
    return [_as_verdicts(table, roles) for table, roles in found if roles.models]


def _as_verdicts(table: PredictionTable, roles: Roles) -> Recognised:
    spent = {
        name
        for name, column in table.columns.items()
        if name != roles.truth
        and (speaks_of(name, PREDICTED) or (column.is_verdict and speaks_of(name, VERDICT)))
    }
    for model in roles.models:
        spent |= set(model.columns)
    columns: dict[str, ColumnValues] = {
        name: column for name, column in table.columns.items() if name not in spent
    }
    models = []
    for place, model in enumerate(roles.models):
        own = f"verdict {place + 1}"
        columns[own] = _verdict_column(own, table.columns[str(model.verdict)])
        models.append(ModelColumns(model.name, predicted=own))
    columns[_OUGHT] = _constant(_OUGHT, table.n_rows)
    judged = replace(table, columns=columns)
    return judged, replace(roles, truth=_OUGHT, models=tuple(models))


def _verdict_column(name: str, column: ColumnValues) -> ColumnValues:
    texts = np.array([*VERDICTS, None], dtype=object)[column.verdicts]
    return ColumnValues(name, _series(texts))


def _constant(name: str, n_rows: int) -> ColumnValues:
    return ColumnValues(name, _series(np.full(n_rows, VERDICTS[1], dtype=object)))


def _series(values: np.ndarray) -> Any:
    import pandas as pd

    return pd.Series(values, dtype=object)
