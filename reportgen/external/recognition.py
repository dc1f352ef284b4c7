"""Recognition: the layout of a file of predictions, and which of its columns is what."""

from dataclasses import replace

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError
from reportgen.external.given_columns import GivenColumns
from reportgen.external.layout import LAYOUTS
from reportgen.external.model_columns import find_models
from reportgen.external.name_parts import PREDICTED, SCORED, STRONG_TRUTH, speaks_of
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.roles import Roles
from reportgen.external.sample_columns import find_sample_columns
from reportgen.external.truth_column import find_truth

#: How files are called whose layout is no program's own.
WIDE, LONG, TRUTH_ALONE = "wide", "long", "truth"


def recognise(table: PredictionTable, given: GivenColumns) -> Roles:
    """Return which column of a table is what.

    Options decide where they are given; then the layouts of single programs; then names and values of columns.

    Raises
    ------
    InputError
        If it cannot be told: the message names the columns in question and the option that decides.
    """
    _refuse_strays(table)
    own = _of_this_table(given, table)
    if not own.predicted and not own.scores and not own.verdict:
        for layout in LAYOUTS:
            roles = layout.recognise(table) if layout.recognise is not None else None
            if roles is not None:
                return _with_given(roles, own)
    return recognise_by_content(table, own)


def _refuse_strays(table: PredictionTable) -> None:
    """Refuse scores with a few texts among them: left out in silence they would change what a report is about."""
    for name, column in table.columns.items():
        if speaks_of(name, SCORED | PREDICTED) and (strays := column.strays):
            raise InputError(
                f"`{table.name}`: “{name}” holds scores, but also {ticked(strays, 3)}. Mend these values, leave them "
                "empty, so that their rows are left out, or remove the column."
            )


def _refuse_regression(table: PredictionTable) -> None:
    """Refuse a truth of numbers with decimals, by its name: it is that of a regression."""
    for name, column in table.columns.items():
        if (
            column.is_scored
            and speaks_of(name, STRONG_TRUTH)
            and not speaks_of(name, PREDICTED | SCORED - {"p"})
        ):
            raise InputError(
                f"`{table.name}`: “{name}” holds numbers with decimals: that is a regression, and reportgen evaluates "
                "classifiers. Name the column of the true classes if it is another: --truth COLUMN."
            )


def _of_this_table(given: GivenColumns, table: PredictionTable) -> GivenColumns:
    """Return what options say of columns that this file has."""

    def here(name: str | None) -> str | None:
        return name if name in table.columns else None

    return GivenColumns(
        here(given.truth),
        here(given.id),
        here(given.model),
        here(given.fold),
        here(given.repeat),
        here(given.split),
        here(given.groups),
        here(given.time),
        tuple(pair for pair in given.predicted if pair[1] in table.columns),
        given.scores,
        tuple(pair for pair in given.verdict if pair[1] in table.columns),
    )


def _with_given(roles: Roles, given: GivenColumns) -> Roles:
    return replace(
        roles,
        truth=given.truth or roles.truth,
        id=given.id or roles.id,
        model_column=given.model or roles.model_column,
        fold=given.fold or roles.fold,
        repeat=given.repeat or roles.repeat,
        split=given.split or roles.split,
        groups=given.groups or roles.groups,
        time=given.time or roles.time,
    )


def recognise_by_content(table: PredictionTable, given: GivenColumns) -> Roles:
    """Return which column is what by names of any program and by what columns hold.

    Raises
    ------
    InputError
        If it cannot be told.
    """
    columns = find_sample_columns(table, given)
    named = {column for _, column in (*given.predicted, *given.verdict)}
    apart = columns.names | named | {name for name in (given.groups, given.time) if name is not None}
    truth = given.truth or find_truth(table, apart)
    if truth is None:
        _refuse_regression(table)
    models = find_models(table, truth, apart - named, given)
    if not models and truth is None:
        raise InputError(
            f"`{table.name}`: neither the truth nor predictions are recognised among its columns, "
            f"{ticked(list(table.columns), 20)}. Name them: --truth COLUMN, and --predicted or --scores COLUMN."
        )
    layout = TRUTH_ALONE if not models else LONG if columns.model else WIDE
    return Roles(
        layout,
        truth,
        models,
        id=columns.id,
        model_column=columns.model,
        fold=columns.fold,
        repeat=columns.repeat,
        split=columns.split,
        groups=given.groups,
        time=given.time,
    )
