"""Which columns of a file are which model's, where no layout says so: by names, and by values that are the truth's."""

from collections.abc import Collection
from dataclasses import replace

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError
from reportgen.external.class_names import translated
from reportgen.external.given_columns import GivenColumns
from reportgen.external.layout import model_name
from reportgen.external.name_parts import PREDICTED, SCORED, VERDICT, is_just, speaks_of
from reportgen.external.prediction_table import ColumnValues, PredictionTable
from reportgen.external.roles import ModelColumns
from reportgen.external.score_families import Families, FreeColumns, Named, given_scores, score_families


def find_models(
    table: PredictionTable, truth: str | None, taken: Collection[str], given: GivenColumns
) -> tuple[ModelColumns, ...]:
    """Return the columns of each model.

    Raises
    ------
    InputError
        If what is left may be several things: the message names the columns, and the option that decides.
    """
    free = FreeColumns(
        table, tuple(name for name in table.columns if name not in taken and name != truth), truth
    )
    labels = _given_labels(given) or _labels(free)
    scores = given_scores(free, given, labels) or score_families(free, [column for _, column in labels])
    models = _joined(labels, scores)
    used = {column for model in models for column in model.columns}
    models = _with_single_scores(free, models, used)
    used |= {column for model in models for column in model.columns}
    return _with_verdicts(free, models, used, given)


def _given_labels(given: GivenColumns) -> Named:
    return list(given.predicted)


def _labels(free: FreeColumns) -> Named:
    """Return (model, column) for each column of predicted classes."""
    columns = free.table.columns
    named = [name for name in free.names if speaks_of(name, PREDICTED) and _holds_classes(free, name)]
    if named:
        return [(model_name(name, free.truth), name) for name in named]
    alike = [
        name
        for name in free.names
        if columns[name].numbers is None and columns[name].distinct and columns[name].distinct <= free.classes
    ]
    return [(name, name) for name in alike if len(free.classes) > 1 and not _is_yes_no(free, name)]


def _is_yes_no(free: FreeColumns, name: str) -> bool:
    """Whether a column says right or wrong rather than a class, by its name and its two values."""
    return free.table.columns[name].is_verdict and speaks_of(name, VERDICT)


def _holds_classes(free: FreeColumns, name: str) -> bool:
    column = free.table.columns[name]
    if column.is_scored or not column.distinct:
        return False
    if not free.classes:
        return column.may_be_label
    return bool(frozenset(translated(sorted(column.distinct), free.classes)) & free.classes)


def _joined(labels: Named, families: Families) -> tuple[ModelColumns, ...]:
    """Return models with their classes and scores: those of one name, or the only ones of each."""
    models = {name.lower(): ModelColumns(name, predicted=column) for name, column in labels}
    if len(models) < len(labels):
        twice = [column for _, column in labels]
        raise InputError(
            f"The predicted classes may be {ticked(twice).replace(' and ', ' or ')}. Say which: --predicted {twice[0]}."
        )
    for name, columns in families:
        key = name.lower()
        if key not in models and len(labels) == len(families) == 1:
            key = labels[0][0].lower()
        known = models.get(key, ModelColumns(name))
        single = columns.get("")
        models[key] = replace(known, score=single) if single else replace(known, scores=columns)
    if len(models) == 1 and not _is_named(labels, families):
        (only,) = models.values()
        return (replace(only, name=""),)
    return tuple(models.values())


def _is_named(labels: Named, families: Families) -> bool:
    """Whether the name of a single model is its own, not a word that stands by chance beside `prediction`."""
    if labels and families:
        return labels[0][0].lower() == families[0][0].lower()
    return labels[0][0] == labels[0][1] if labels else bool(families and families[0][0])


def _with_single_scores(
    free: FreeColumns, models: tuple[ModelColumns, ...], used: set[str]
) -> tuple[ModelColumns, ...]:
    """Add the single score of each model that has none for each class: of the positive class, or the predicted one."""
    columns = free.table.columns
    numeric = [name for name in free.names if name not in used and columns[name].numbers is not None]
    called = [
        name
        for name in numeric
        if speaks_of(name, SCORED | PREDICTED)
        and (_ranks(columns[name]) or speaks_of(name, SCORED - {"p", "score"}))
    ]
    if not models:
        alone = called or [name for name in numeric if columns[name].is_scored]
        return _scores_alone(free, alone)
    lacking = {model.name.lower(): model for model in models if not model.scores and model.score is None}
    by_model: dict[str, list[str]] = {}
    for name in called:
        own = model_name(name, free.truth).lower()
        key = (
            own if own in lacking else next(iter(lacking), None) if len(lacking) == len(models) == 1 else None
        )
        if key is not None:
            by_model.setdefault(key, []).append(name)
    found = {key: _only_score(free, names) for key, names in by_model.items()}
    return tuple(replace(model, score=found.get(model.name.lower(), model.score)) for model in models)


def _ranks(column: ColumnValues) -> bool:
    """Whether numbers can put samples in an order: they have decimals, or are too many to be classes."""
    return column.is_scored or not column.may_be_label


def _scores_alone(free: FreeColumns, names: list[str]) -> tuple[ModelColumns, ...]:
    """Return models that are known by a single score alone."""
    by_model: dict[str, list[str]] = {}
    for name in names:
        by_model.setdefault(model_name(name, free.truth), []).append(name)
    if len(by_model) == 1:
        return (ModelColumns("", score=_only_score(free, names)),)
    return tuple(ModelColumns(model, score=_only_score(free, own)) for model, own in by_model.items())


def _only_score(free: FreeColumns, names: list[str]) -> str:
    if len(names) > 1:
        shares = [name for name in names if free.table.columns[name].is_share]
        likely = [name for name in shares or names if speaks_of(name, SCORED - {"score"})]
        if len(likely) != 1:
            raise InputError(
                f"`{free.table.name}`: the score may be {ticked(names).replace(' and ', ' or ')}. Say which: "
                f"--scores {names[0]}."
            )
        return likely[0]
    return names[0]


def _with_verdicts(
    free: FreeColumns, models: tuple[ModelColumns, ...], used: set[str], given: GivenColumns
) -> tuple[ModelColumns, ...]:
    """Add the column in which a file itself says whether each model's prediction was right."""
    by_model: dict[str, list[str]] = {}
    for name in free.names:
        if name not in used and _is_yes_no(free, name):
            by_model.setdefault(model_name(name, free.truth), []).append(name)
    found = dict(given.verdict) or {model: _clearest(names) for model, names in by_model.items()}
    if not models:
        return tuple(
            ModelColumns(model if len(found) > 1 else "", verdict=own) for model, own in found.items()
        )
    if len(models) == len(found) == 1:
        return (replace(models[0], verdict=next(iter(found.values()))),)
    known = {model.lower(): own for model, own in found.items()}
    return tuple(replace(model, verdict=known.get(model.name.lower())) for model in models)


def _clearest(names: list[str]) -> str:
    """Return the column that says most clearly whether a prediction was right: `is_correct` rather than `score`."""
    return min(names, key=lambda name: is_just(name.rpartition(".")[2], ("score",)))
