"""Section 3, the comparison: every metric of every model, folds as points, curves of all, quality against cost."""

from dataclasses import dataclass

from reportgen.rendering.plot_pictures import Picture
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.tables.fold_table import FoldsTable, fold_tables
from reportgen.rendering.tables.metric_tables import MetricTable, metric_tables
from reportgen.rendering.tables.pairwise_table import Pairwise, pairwise_tables
from reportgen.wording.grammar import in_letters


@dataclass(frozen=True)
class ComparisonView:
    """The comparison, ready to show; a narrow table of folds has `below` under it and `beside` on its right."""

    heading: str
    pairwise: tuple[Pairwise, ...]
    drawn: tuple[Picture, ...]
    tables: tuple[MetricTable, ...]
    folds: tuple[FoldsTable, ...]
    below: tuple[Picture, ...]
    beside: tuple[Picture, ...]
    figures: tuple[Picture, ...]


def view(context: SectionContext) -> ComparisonView:
    """Return the section that compares all models."""
    number = len(context.index.candidates)
    drawn = context.pictures.of("intervals")
    folds, figures = fold_tables(context.index), context.pictures.in_section("comparison")
    below, beside = _around(folds, context.pictures.of("folds"), context.pictures.of("cost"))
    return ComparisonView(
        heading=f"{in_letters(number).capitalize()} models by every measure"
        if number > 1
        else "One model by every measure",
        pairwise=pairwise_tables(context.index),
        drawn=tuple(drawn),
        tables=(*metric_tables(context.index, "test"), *metric_tables(context.index, "cv")),
        folds=folds,
        below=tuple(below),
        beside=tuple(beside),
        figures=tuple(figure for figure in figures if figure not in (*drawn, *below, *beside)),
    )


def _around(
    tables: tuple[FoldsTable, ...], folds: list[Picture], cost: list[Picture]
) -> tuple[list[Picture], list[Picture]]:
    """Return the figures under and beside the table of folds where it leaves half of the page empty."""
    if len(tables) != 1 or not tables[0].is_narrow or any(figure.full for figure in (*folds, *cost)):
        return [], []
    return (folds, cost) if folds and cost else ([], folds or cost)


SECTIONS.register(
    SectionSpec(
        "comparison", "Comparison", view, applies=lambda context: bool(context.index.candidates), order=30
    )
)
