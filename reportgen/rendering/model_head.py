"""ModelHead: what stands first in a model's part of the report, whatever it predicts."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.schema import ModelInfo, Score
from reportgen.rendering.section_spec import Entry, SectionContext
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.wording.analysis_words import split_in_words
from reportgen.wording.numbers import shown
from reportgen.wording.quantity import quantity
from reportgen.wording.text import slug

#: More headline figures than this do not fit in a row.
MOST_TILES = 6


@dataclass(frozen=True)
class Tile:
    """A headline figure."""

    title: str
    value: str
    interval: str


@dataclass(frozen=True)
class ModelHead:
    """A model's title with its mark, what it is, its errors in a sentence (may be empty), notes and figures."""

    anchor: str
    title: str
    mark: Mark
    description: str
    errors: str
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...]


def model_head(
    context: SectionContext, model: ModelInfo, metrics: Sequence[str], errors: str = ""
) -> ModelHead:
    """Return the head of a model's part.

    Parameters
    ----------
    metrics : sequence of str
        Ids of the headline figures; the main metric comes before them, and what has no value is left out.
    errors : str
        What it gets wrong or right, without the place: `7 errors in 360`.
    """
    where = split_in_words(context.analysis, context.index.judged_on)
    return ModelHead(
        anchor=_anchor(context, model),
        title=model.title,
        mark=marks(context.analysis)[model.id],
        description=model.description,
        errors=f"{errors} {where}." if errors else "",
        notes=tuple(model.notes),
        tiles=_tiles(context, model, metrics),
    )


def entries(context: SectionContext) -> tuple[Entry, ...]:
    """Return a line of the table of contents for each model."""
    return tuple(Entry(model.title, _anchor(context, model)) for model in ordered(context))


def ordered(context: SectionContext) -> list[ModelInfo]:
    """Return the models that have a part, the recommended one first; the naive baselines need none."""
    return sorted(context.index.candidates, key=lambda model: model.id != context.analysis.chosen)


def _anchor(context: SectionContext, model: ModelInfo) -> str:
    return f"{slug(context.analysis.id)}-model-{slug(model.id)}"


def _tiles(context: SectionContext, model: ModelInfo, metrics: Sequence[str]) -> tuple[Tile, ...]:
    index = context.index
    rows: list[Score] = []
    for metric in dict.fromkeys((context.analysis.main_metric, *metrics)):
        score = index.headline(model.id, metric)
        if score is not None and score.value is not None:
            rows.append(score)
    figures = [(score, shown(score, index.metrics)) for score in rows[:MOST_TILES]]
    return tuple(
        Tile(quantity(score.metric, index.metrics).name, figure.full, figure.interval)
        for score, figure in figures
    )
