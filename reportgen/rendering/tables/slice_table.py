"""Parts of a table where a model errs more, as a table and in words."""

from dataclasses import dataclass

from reportgen.bundle.error_records import Condition, Slice, SliceSearch
from reportgen.bundle.schema import Analysis
from reportgen.wording.analysis_words import nouns, split_in_words
from reportgen.wording.grammar import capital, counted, name
from reportgen.wording.numbers import DASH, NBSP, count, fixed, percent


@dataclass(frozen=True)
class SliceRow:
    """A part: its conditions, samples, error rates in percent, and the adjusted p-value."""

    conditions: tuple[str, ...]
    support: str
    errors: str
    rate: str
    rest: str
    p_adjusted: str


@dataclass(frozen=True)
class SlicesView:
    """All parts found, and how they were looked for."""

    sentence: str
    noun: str
    rows: tuple[SliceRow, ...]


def slices_view(analysis: Analysis, search: SliceSearch) -> SlicesView:
    """Return what a search found, which may be nothing."""
    tested = f"{counted(search.tested, 'part')} of the data ({counted(search.columns, 'column')}, alone and in pairs)"
    where = split_in_words(analysis, search.split)
    method = (
        f"Fisher's exact test against the rest, {where}, of every part with {count(search.least_support)} "
        f"{nouns(analysis)} or more; p-values adjusted for all of them (Holm)."
    )
    if not search.slices:
        return SlicesView(f"None of {tested} has significantly more errors. {method}", "", ())
    more = search.significant - len(search.slices)
    left_out = f" {count(more)} more are significant, but say little beyond those listed." if more > 0 else ""
    sentence = f"Of {tested} these have significantly more errors.{left_out} {method}"
    return SlicesView(sentence, capital(nouns(analysis)), tuple(_row(found) for found in search.slices))


def _row(found: Slice) -> SliceRow:
    return SliceRow(
        conditions=tuple(_condition(condition) for condition in found.conditions),
        support=count(found.support),
        errors=count(found.errors),
        rate=_rate(found.rate),
        rest=_rate(found.rest),
        p_adjusted=p_text(found.p_adjusted),
    )


def _condition(condition: Condition) -> str:
    column = name(condition.column)
    if condition.value is not None:
        return f"{column} = {name(condition.value)}"
    low, high = condition.above, condition.upto
    if low is None:
        return f"{column} ≤{NBSP}{_edge(high)}"
    if high is None:
        return f"{column} >{NBSP}{_edge(low)}"
    return f"{_edge(low)}{NBSP}< {column} ≤{NBSP}{_edge(high)}"


def _edge(value: float | None) -> str:
    if value is None:
        return DASH
    return fixed(value, 0) if value == int(value) else f"{value:.4g}"


def _rate(rate: float) -> str:
    return percent(rate, 0 if rate >= 0.1 or rate == 0 else 1)


def p_text(p: float) -> str:
    """Return a p-value: two significant digits at most, never as 0."""
    if p < 0.001:
        return "<0.001"
    return fixed(p, 3 if p < 0.01 else 2)
