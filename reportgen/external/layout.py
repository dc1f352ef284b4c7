"""Layout: how a program leaves predictions, and by which facts its files are recognised."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reportgen.external.class_names import translated
from reportgen.external.name_parts import (
    PREDICTED,
    STRONG_TRUTH,
    WEAK_TRUTH,
    is_just,
    rest_of,
    speaks_of,
    words,
)
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.roles import ModelColumns, Roles
from reportgen.external.score_columns import CLASS, find_score_columns
from reportgen.registry import Registry

Recognise = Callable[[PredictionTable], Roles | None]


@dataclass(frozen=True)
class Layout:
    """A layout.

    Attributes
    ----------
    id, title : str
        The title is what a reader is told: `OpenML run`.
    facts : str
        One line for `reportgen list layouts`: by what it is recognised.
    recognise : callable, optional
        Returns the parts of the columns of a table; None where it is of another layout. Without it the layout is one
        that what columns hold is recognised as, when no other has been.
    of_program : bool
        Whether the title names a program.
    order : int
        Layouts are asked in this order; those of a single program come before those of any.
    """

    id: str
    title: str
    facts: str
    recognise: Recognise | None = None
    of_program: bool = True
    order: int = 50


LAYOUTS: Registry[Layout] = Registry(
    "layouts", "reportgen.external.layouts", sort=lambda layout: (layout.order, layout.id)
)


@dataclass(frozen=True)
class ColumnNames:
    """How a program calls its columns, in small letters; `{truth}` and `{class}` stand for what a file has there.

    Attributes
    ----------
    truth, predicted, score, verdict : sequence of str
        The first name that the file has counts. A truth of `*` is any column whose values are the predictions'.
    scores : sequence of str
        Patterns of the columns that score a class each.
    needs : sequence of str
        Columns without which it is no file of this program.
    needs_scores : bool
        Whether it is no file of this program without a column of scores for each class.
    id, fold, repeat, model, groups : sequence of str
    """

    truth: Sequence[str] = ()
    predicted: Sequence[str] = ()
    scores: Sequence[str] = ()
    score: Sequence[str] = ()
    verdict: Sequence[str] = ()
    needs: Sequence[str] = ()
    needs_scores: bool = False
    id: Sequence[str] = ()
    fold: Sequence[str] = ()
    repeat: Sequence[str] = ()
    model: Sequence[str] = ()
    groups: Sequence[str] = ()


def by_names(layout: str, names: ColumnNames) -> Recognise:
    """Return the rule by which files of a program are recognised from the names of their columns and their values."""

    def recognise(table: PredictionTable) -> Roles | None:
        known = {name.lower(): name for name in table.columns}
        if not all(name in known for name in names.needs):
            return None
        predicted = _first(names.predicted, known)
        truth = _truth(names, table, known, predicted)
        if truth is None and names.truth:
            return None
        predicted = predicted or _first(
            [one.format(truth=(truth or "").lower()) for one in names.predicted], known
        )
        scores = _scores(names, table, truth, predicted)
        score = next(
            (one for name in names.score if (one := known.get(name)) and table.columns[one].is_scored), None
        )
        verdict = _first(names.verdict, known)
        if predicted is not None and table.columns[predicted].is_scored:  # not the class but how likely it is
            predicted, score = None, score or predicted
        if predicted is None and not scores and score is None and verdict is None:
            return None
        if names.needs_scores and not scores:
            return None
        model = ModelColumns("", predicted, scores, score, verdict)
        roles = Roles(
            layout,
            truth,
            (model,),
            id=_first(names.id, known),
            model_column=_first(names.model, known),
            fold=_first(names.fold, known),
            repeat=_first(names.repeat, known),
            groups=_first(names.groups, known),
        )
        return None if _holds_other_predictions(table, roles) or _holds_other_truth(table, roles) else roles

    return recognise


def _holds_other_predictions(table: PredictionTable, roles: Roles) -> bool:
    """Whether columns that have no part are predictions too, of further models: then the file is more than this."""
    classes = set(classes_in(table, (roles.truth,)))
    others = (name for name in table.columns if name not in roles.columns and speaks_of(name, PREDICTED))
    return any(
        0 < len(table.columns[name].distinct) <= len(classes & table.columns[name].distinct)
        for name in others
    )


def _holds_other_truth(table: PredictionTable, roles: Roles) -> bool:
    """Whether another column is called as the truth may be, and has its values: then it has to be asked about."""
    predicted = roles.models[0].predicted
    if roles.truth is None or predicted is None:
        return False
    others = (name for name in truths_like(table, predicted) if name not in roles.columns)
    texts = table.columns[roles.truth].named.texts
    return any(
        (speaks_of(name, STRONG_TRUTH) or is_just(name, WEAK_TRUTH))
        and (table.columns[name].named.texts != texts).any()
        for name in others
    )


def _first(names: Iterable[str], known: dict[str, str]) -> str | None:
    return next((known[name] for name in names if name in known), None)


def _truth(
    names: ColumnNames, table: PredictionTable, known: dict[str, str], predicted: str | None
) -> str | None:
    for name in names.truth:
        if name == "*":
            own = truths_like(table, predicted) if predicted else []
            return own[0] if len(own) == 1 else None
        if "{" not in name and name in known:
            return known[name]
    if any("{truth}" in one for one in names.predicted):
        patterns = [one.format(truth="(.+)") for one in names.predicted if "{truth}" in one]
        found = (re.fullmatch(pattern, name) for pattern in patterns for name in known)
        return next((known[match[1]] for match in found if match and match[1] in known), None)
    return None


def truths_like(table: PredictionTable, predicted: str) -> list[str]:
    """Return the columns that may be the truth of predicted classes: their values are theirs, and more than one is."""
    theirs = table.columns[predicted].distinct
    return [
        name
        for name, column in table.columns.items()
        if name != predicted and column.may_be_label and _alike(column.distinct, theirs)
    ]


def _alike(own: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether most of the values of the one are values of the other."""
    own = frozenset(translated(sorted(own), theirs))
    return 2 * len(own & theirs) >= max(len(own), len(theirs))


def _scores(
    names: ColumnNames, table: PredictionTable, truth: str | None, predicted: str | None
) -> dict[str, str]:
    """Return the column that scores each class, by the first pattern that has one for each."""
    classes = classes_in(table, (truth, predicted))
    numeric = [name for name, column in table.columns.items() if column.numbers is not None]
    families = {family.pattern.lower(): family for family in find_score_columns(numeric, classes)}
    for pattern in names.scores:
        wanted = pattern.replace("{truth}", (truth or "").lower()).replace("{class}", CLASS)
        if wanted in families:
            return dict(families[wanted].columns)
    return {}


def classes_in(table: PredictionTable, columns: Iterable[str | None]) -> list[str]:
    """Return the classes that occur in some columns, in their order."""
    found = (name for column in columns if column for name in table.columns[column].named.names)
    return list(dict.fromkeys(found))


def model_name(column: str, truth: str | None) -> str:
    """Return what a column calls its model: `rf` of `pred_rf`; empty where it names none."""
    return rest_of(column, words(truth) if truth else ())
