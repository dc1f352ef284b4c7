"""Section 6, subgroups: how the recommended model does in the parts that --by asked for."""

from dataclasses import dataclass
from itertools import groupby

from reportgen.bundle.schema import Score
from reportgen.bundle.subgroup_records import Subgroup
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.section_spec import Entry as Line
from reportgen.rendering.tables.slice_table import p_text
from reportgen.wording.analysis_words import nouns, split_in_words
from reportgen.wording.grammar import NAME_WIDTH, Name, capital, label, name
from reportgen.wording.numbers import DASH, UNDEFINED, common_decimals, count, percent, shown
from reportgen.wording.quantity import quantity
from reportgen.wording.text import slug


@dataclass(frozen=True)
class SubgroupRow:
    """A subgroup: samples, its figure with the interval, errors in percent in it and among the others."""

    value: Name
    n: str
    figure: str
    interval: str
    rate: str
    rest: str
    p_adjusted: str


@dataclass(frozen=True)
class SubgroupTable:
    """The subgroups of a column."""

    anchor: str
    column: Name
    rows: tuple[SubgroupRow, ...]


@dataclass(frozen=True)
class SubgroupsView:
    """The whole section."""

    heading: str
    metric: str
    noun: str
    tests: bool
    caption: str
    tables: tuple[SubgroupTable, ...]


def view(context: SectionContext) -> SubgroupsView:
    """Return a table for each column."""
    analysis, index = context.analysis, context.index
    chosen = index.chosen
    title = name(chosen.title) if chosen is not None else "the model"
    tests = any(own.p_adjusted is not None for own in analysis.subgroups)
    tables = [
        _table(context, column, list(own))
        for column, own in groupby(analysis.subgroups, key=lambda own: own.column)
    ]
    return SubgroupsView(
        heading=f"Where {title} does better and worse",
        metric=quantity(analysis.main_metric, index.metrics).axis,
        noun=capital(nouns(analysis)),
        tests=tests,
        caption=_caption(context, tests=tests),
        tables=tuple(tables),
    )


def _caption(context: SectionContext, *, tests: bool) -> str:
    where = split_in_words(context.analysis, context.index.judged_on)
    said = (
        f"{capital(where)}. Intervals are 95 % for all subgroups of a column together. Numbers are cut into quarters, "
        "and values of fewer than ten are joined."
    )
    if tests:
        return f"{said} p is of more errors than among the others by chance (Fisher's exact test, one-sided, Holm)."
    return f"{said} Samples belong together in groups, so that single errors are not tested."


def _table(context: SectionContext, column: str, own: list[Subgroup]) -> SubgroupTable:
    scores = [_score(context, subgroup) for subgroup in own]
    decimals = common_decimals([score for score in scores if score is not None], context.index.metrics)
    rows = [_row(context, subgroup, score, decimals) for subgroup, score in zip(own, scores, strict=True)]
    return SubgroupTable(_anchor(context, column), label(column, NAME_WIDTH), tuple(rows))


def _anchor(context: SectionContext, column: str) -> str:
    return f"{slug(context.analysis.id)}-subgroups-{slug(column)}"


def _score(context: SectionContext, subgroup: Subgroup) -> Score | None:
    """Return the main figure of the recommended model in a subgroup."""
    at = (subgroup.model, subgroup.split, context.analysis.main_metric, subgroup.slice)
    return next(
        (row for row in context.analysis.scores if (row.model, row.split, row.metric, row.slice) == at), None
    )


def _row(
    context: SectionContext, subgroup: Subgroup, score: Score | None, decimals: int | None
) -> SubgroupRow:
    told = None if score is None or score.value is None else shown(score, context.index.metrics, decimals)
    return SubgroupRow(
        value=label(subgroup.value, NAME_WIDTH),
        n=count(subgroup.n),
        figure=UNDEFINED if told is None else told.text,
        interval="" if told is None else told.interval,
        rate=percent(subgroup.rate, 1),
        rest=DASH if subgroup.rest is None else percent(subgroup.rest, 1),
        p_adjusted=DASH if subgroup.p_adjusted is None else p_text(subgroup.p_adjusted),
    )


def entries(context: SectionContext) -> tuple[Line, ...]:
    """Return a line of the table of contents for each column."""
    columns = dict.fromkeys(own.column for own in context.analysis.subgroups)
    return tuple(Line(f"By {column}", _anchor(context, column)) for column in columns)


SECTIONS.register(
    SectionSpec(
        "subgroups",
        "By subgroup",
        view,
        applies=lambda context: bool(context.analysis.subgroups),
        entries=entries,
        order=55,
    )
)
