"""Which columns score the classes, for each model: a family of columns with one for each class, or nearly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError
from reportgen.external.given_columns import GivenColumns
from reportgen.external.layout import classes_in, model_name
from reportgen.external.name_parts import PREDICTED, SCORED, speaks_of
from reportgen.external.prediction_table import PredictionTable
from reportgen.external.score_columns import (
    CLASS,
    ScoreColumns,
    find_score_columns,
    numbered_columns,
    partial_score_columns,
    same_pattern,
)

#: Columns of scores are not looked for among more classes than this, as each class is looked for in each name.
MOST_CLASSES = 2000

#: By how much a row of probabilities may miss 1.
OFF_ONE = 0.02

#: (model, column of predicted classes), and (model, column by class); a single score stands under the class "".
Named = list[tuple[str, str]]
Families = list[tuple[str, dict[str, str]]]


@dataclass(frozen=True, eq=False)
class FreeColumns:
    """The columns of a table that may be a model's, and the truth where the file has it."""

    table: PredictionTable
    names: tuple[str, ...]
    truth: str | None

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the truth; empty where the file has none."""
        return self.table.columns[self.truth].distinct if self.truth else frozenset()


def given_scores(free: FreeColumns, given: GivenColumns, labels: Named) -> Families:
    """Return the columns that --scores names, by model and class.

    Raises
    ------
    InputError
        If a pattern has neither one column nor one for each class.
    """
    classes = classes_in(free.table, (free.truth, *(column for _, column in labels)))
    return [(model, _named_by(pattern, free, classes)) for model, pattern in given.scores]


def _named_by(pattern: str, free: FreeColumns, classes: list[str]) -> dict[str, str]:
    own = [name for name in free.names if fnmatchcase(name, pattern)]
    families = find_score_columns(own, classes) or partial_score_columns(own, classes)
    if len(own) == 1 and not families:
        return {"": own[0]}
    if not families:
        raise InputError(
            f"--scores {pattern}: of {ticked(own)} there is not one for each class, {ticked(classes)}. "
            "Name the columns after the classes."
        )
    return dict(_with_further_classes(families[0], free))


def score_families(free: FreeColumns, labels: Iterable[str]) -> Families:
    """Return (model, columns by class) for each family of columns that score the classes, in the file's order."""
    classes = classes_in(free.table, (free.truth, *labels))
    numeric = [name for name in free.names if free.table.columns[name].numbers is not None]
    if not 1 < len(classes) <= MOST_CLASSES:
        return []
    families = (
        find_score_columns(numeric, classes)
        or _numbered(numeric, classes)
        or _partial(free, numeric, classes)
    )
    places = {name: place for place, name in enumerate(free.names)}
    families.sort(key=lambda family: min(places[name] for name in family.columns.values()))
    return [
        (
            model_name(family.pattern.replace(CLASS, " "), free.truth),
            dict(_with_further_classes(family, free)),
        )
        for family in families
    ]


def _numbered(numeric: Iterable[str], classes: list[str]) -> list[ScoreColumns]:
    """Return columns that number the classes instead of naming them."""
    return [
        ScoreColumns(f"{shared}{CLASS}", dict(zip(_in_order(classes), own, strict=True)))
        for shared, own in numbered_columns(numeric).items()
        if len(own) == len(classes) and speaks_of(shared, SCORED | PREDICTED)
    ]


def _partial(free: FreeColumns, numeric: Iterable[str], classes: list[str]) -> list[ScoreColumns]:
    """Return columns for some of the classes, where their names or values say that they are scores."""
    return [
        family
        for family in partial_score_columns(numeric, classes)
        if speaks_of(family.pattern, SCORED | PREDICTED)
        or all(
            free.table.columns[name].is_share and free.table.columns[name].is_scored
            for name in family.columns.values()
        )
    ]


def _with_further_classes(family: ScoreColumns, free: FreeColumns) -> Mapping[str, str]:
    """Return a family with the columns of classes that never occur, which its rows need to sum to 1."""
    columns = free.table.columns
    further = {
        own: name
        for name, own in same_pattern(family, free.names).items()
        if columns[name].numbers is not None and columns[name].is_share
    }
    if not further:
        return family.columns
    whole = {**family.columns, **further}
    off_alone, off_together = (_off_one(free.table, part.values()) for part in (family.columns, whole))
    return whole if off_together <= OFF_ONE < off_alone else family.columns


def _off_one(table: PredictionTable, names: Iterable[str]) -> float:
    """Return by how much the sum of columns misses 1 at most."""
    sums = np.zeros(table.n_rows)
    for name in names:
        numbers = table.columns[name].numbers
        sums += 0.0 if numbers is None else np.nan_to_num(numbers)
    return float(np.abs(sums - 1).max(initial=0.0))


def _in_order(classes: Iterable[str]) -> list[str]:
    """Return classes in the order in which programs number them: numbers by value, texts by the alphabet."""
    names = list(classes)
    try:
        return sorted(names, key=float)
    except ValueError:
        return sorted(names)
