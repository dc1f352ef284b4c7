"""The search for parameters: what was tried on training data, how it scored, and what each fold chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.bundle.schema import MetricInfo, ModelInfo
from reportgen.bundle.search_records import Search, SearchCandidate
from reportgen.rendering.plot_pictures import Picture
from reportgen.rendering.section_spec import SECTIONS, Entry, SectionContext, SectionSpec
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.rendering.tables.search_heatmap import HeatTable, heat_table
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import Name, counted, label, listed
from reportgen.wording.numbers import UNDEFINED, count, duration, fixed, shown
from reportgen.wording.quantity import percent_decimals, quantity, score_decimals
from reportgen.wording.text import slug

#: Of many candidates the best are listed.
LISTED = 20

#: From so many columns of values on, tables take the whole width.
WIDE = 3

_SCHEMES = {
    "stratified": "inner folds with the classes in equal shares",
    "consecutive": "inner folds as the samples lie",
    "grouped": "inner folds of whole groups",
    "time": "inner folds that look forward",
}


@dataclass(frozen=True)
class FoldChoiceRow:
    """A candidate: rank, values, mean and standard deviation, and samples where they differ between candidates."""

    rank: str
    values: tuple[Name, ...]
    mean: str
    std: str
    samples: str
    chosen: bool


@dataclass(frozen=True)
class FoldRow:
    """What one fold chose, its inner score, and how the fold's held-out samples were predicted with it."""

    fold: str
    values: tuple[Name, ...]
    inner: str
    outer: str


@dataclass(frozen=True)
class Searched:
    """The search of one model, ready to show."""

    anchor: str
    title: str
    mark: Mark
    caption: str
    heads: tuple[str, ...]
    metric: str
    rows: tuple[FoldChoiceRow, ...]
    left_out: str
    by_samples: bool
    wide: bool
    heat: HeatTable | None
    figures: tuple[Picture, ...]
    folds: tuple[FoldRow, ...]
    outer: str
    agreement: str


@dataclass(frozen=True)
class SearchView:
    """All searches of an analysis."""

    heading: str
    models: tuple[Searched, ...]


def view(context: SectionContext) -> SearchView:
    """Return the section on searches."""
    return SearchView(
        heading="Parameters found on training data alone",
        models=tuple(
            _searched(context, model, model.search) for model in _models(context) if model.search is not None
        ),
    )


def entries(context: SectionContext) -> tuple[Entry, ...]:
    """Return a line of the table of contents for each model that was searched."""
    return tuple(Entry(model.title, _anchor(context, model)) for model in _models(context))


def _models(context: SectionContext) -> list[ModelInfo]:
    return [model for model in context.index.candidates if model.search is not None]


def _anchor(context: SectionContext, model: ModelInfo) -> str:
    return f"{slug(context.analysis.id)}-search-{slug(model.id)}"


def _searched(context: SectionContext, model: ModelInfo, search: Search) -> Searched:
    figure = _Figures(search, context.index.metrics)
    by_samples = len({candidate.samples for candidate in search.candidates}) > 1
    tried = len(search.candidates)
    return Searched(
        anchor=_anchor(context, model),
        title=model.title,
        mark=marks(context.analysis)[model.id],
        caption=_caption(context, search),
        heads=tuple(search.parameters),
        metric=figure.head,
        rows=tuple(_row(candidate, search, figure) for candidate in search.candidates[:LISTED]),
        left_out=f"The best {LISTED} of {count(tried)} combinations." if tried > LISTED else "",
        by_samples=by_samples,
        wide=len(search.parameters) + by_samples >= WIDE,
        heat=heat_table(search, figure.mean),
        figures=tuple(context.pictures.in_section("search", model.id)),
        folds=_folds(context, model, search, figure),
        outer=quantity(context.analysis.main_metric, context.index.metrics).axis,
        agreement=_agreement(search),
    )


class _Figures:
    """Means and deviations of one search with the decimals that its samples support."""

    def __init__(self, search: Search, metrics: Mapping[str, MetricInfo]) -> None:
        how = quantity(search.metric, metrics)
        self.head, self._scale = how.axis, how.scale
        self._decimals = (
            percent_decimals(search.samples) if how.unit == "%" else score_decimals(search.samples)
        )

    def mean(self, value: float | None) -> str:
        """Return a mean as it is shown."""
        return UNDEFINED if value is None else fixed(self._scale * value, self._decimals)


def _caption(context: SectionContext, search: Search) -> str:
    where = "the training " + nouns(context.analysis)
    if context.analysis.protocol.test is None:
        where = f"the training {nouns(context.analysis)} of fold 0"
    tried = counted(len(search.candidates), "combination")
    how = (
        f"{tried} of parameters, each judged by {search.folds} {_SCHEMES.get(search.scheme, 'inner folds')}"
        if search.method == "grid"
        else f"{tried} of parameters by successive halving: all on few samples, the better ones on more, each time in "
        f"{search.folds} {_SCHEMES.get(search.scheme, 'inner folds')}"
    )
    reason = "" if search.metric_reason == "it is the main metric" else f" ({search.metric_reason})"
    metric = quantity(search.metric, context.index.metrics).name
    took = "" if search.seconds is None else f" in {duration(search.seconds)}"
    return (
        f"{how}, of {where} alone ({count(search.samples)}). Ranked by {metric[:1].lower()}{metric[1:]}{reason}. "
        f"{counted(search.fits, 'fit')}{took}. The best was then fitted on all of them."
    )


def _row(candidate: SearchCandidate, search: Search, figure: _Figures) -> FoldChoiceRow:
    return FoldChoiceRow(
        rank=str(candidate.rank),
        values=_values(candidate.parameters, search),
        mean=figure.mean(candidate.mean),
        std=figure.mean(candidate.std),
        samples=count(candidate.samples),
        chosen=candidate.chosen,
    )


def _values(parameters: Mapping[str, Any], search: Search) -> tuple[Name, ...]:
    return tuple(label(_value(parameters.get(name))) for name in search.parameters)


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"({', '.join(map(str, value))})"
    return str(value)


def _folds(
    context: SectionContext, model: ModelInfo, search: Search, figure: _Figures
) -> tuple[FoldRow, ...]:
    outer = {row.fold: row for row in context.index.folds(model.id, context.analysis.main_metric)}
    return tuple(
        FoldRow(
            fold=str(choice.fold),
            values=_values(choice.parameters, search),
            inner=figure.mean(choice.mean),
            outer=shown(outer.get(choice.fold), context.index.metrics).text,
        )
        for choice in search.by_fold
    )


def _agreement(search: Search) -> str:
    """Say whether the folds chose alike, which is a sign of how much the choice can be relied on."""
    chosen = next((candidate for candidate in search.candidates if candidate.chosen), None)
    if chosen is None or len(search.by_fold) < 2:
        return ""
    same = sum(choice.parameters == chosen.parameters for choice in search.by_fold)
    if same == len(search.by_fold):
        return f"{'Both' if same == 2 else f'All {same}'} folds chose the same."
    differing = listed([str(c.fold) for c in search.by_fold if c.parameters != chosen.parameters])
    word = "Fold" if len(search.by_fold) - same == 1 else "Folds"
    return f"{word} {differing} chose otherwise: values that score alike can be told apart by chance alone."


SECTIONS.register(
    SectionSpec(
        "search",
        "Search",
        view,
        applies=lambda context: bool(_models(context)),
        entries=entries,
        order=45,
    )
)
