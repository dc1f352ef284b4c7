"""The main metric on each fold of the cross-validation, one row of points for each model."""

from dataclasses import dataclass

from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, set_ticks, sheet, ticks
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.model_identity import Identity, identities
from reportgen.figures.style import HALF_POINTS, INK, MUTED, RULE, TEXT_POINTS
from reportgen.wording.analysis_words import plot_id, series_in_words
from reportgen.wording.quantity import Quantity, quantity
from reportgen.wording.text import printable, shorten, width_of

#: Height of a row in points: few models are given room, many stand close.
MOST_ROW_HEIGHT, LEAST_ROW_HEIGHT, COMFORTABLE_HEIGHT = 36.0, 17.0, 150.0


@dataclass(frozen=True)
class FoldPoints:
    """A model's values on the folds, as they are shown."""

    model: ModelInfo
    identity: Identity
    values: list[float]

    @property
    def mean(self) -> float:
        """The plain mean over the folds."""
        return sum(self.values) / len(self.values)


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the models but the naive baseline; nothing without cross-validation."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    shown = quantity(analysis.main_metric, bundle.record.metrics)
    rows = _rows(index, shown)
    if not rows:
        return []
    name = plot_id(analysis, "folds", None, "cv")
    ranges = series_in_words([(r.model.title, f"{min(r.values):.4g} to {max(r.values):.4g}") for r in rows])
    return [
        Plot(
            id=name,
            figure="folds",
            analysis=analysis.id,
            model=None,
            split="cv",
            media="svg",
            content=_drawn(name, rows, shown),
            alt=f"{printable(shown.name)} on each fold of the cross-validation: {ranges}.",
            width_points=HALF_POINTS,
        )
    ]


def _rows(index: ScoreIndex, shown: Quantity) -> list[FoldPoints]:
    known = identities(index.analysis)
    rows = []
    for model in index.candidates:
        folds = index.folds(model.id, index.analysis.main_metric)
        values = [shown.scale * row.value for row in folds if row.value is not None]
        if values:
            rows.append(FoldPoints(model, known[model.id], values))
    return rows


def _drawn(name: str, rows: list[FoldPoints], shown: Quantity) -> bytes:
    labels = [shorten(row.model.title, 14) for row in rows]
    left = 16 + TEXT_POINTS * max(width_of(label) for label in labels)
    margins = Margins(left=left, bottom=30, top=6, right=12)
    row_height = min(max(COMFORTABLE_HEIGHT / len(rows), LEAST_ROW_HEIGHT), MOST_ROW_HEIGHT)
    with sheet(name, HALF_POINTS, margins.top + margins.bottom + row_height * len(rows), margins) as page:
        values = [value for row in rows for value in row.values]
        spread = (max(values) - min(values)) or 0.01 * (abs(values[0]) or 1)
        page.axes.set_xlim(min(values) - 0.08 * spread, max(values) + 0.08 * spread)
        page.axes.set_ylim(len(rows) - 0.5, -0.5)
        for place, row in enumerate(rows):
            _draw_row(page, place, row)
        set_ticks("x", page, ticks(*page.axes.get_xlim(), most=4))
        page.axes.set_xlabel(printable(f"{shown.axis}, cropped"), labelpad=3)
        page.axes.spines["left"].set_visible(False)
        page.axes.yaxis.set_ticks(range(len(rows)), labels=labels, color=INK)
        page.axes.tick_params(axis="y", length=0, labelcolor=INK, pad=6)
        return page.svg()


def _draw_row(page: Sheet, place: int, row: FoldPoints) -> None:
    page.axes.axhline(place, color=RULE, linewidth=0.6, zorder=1)
    page.axes.plot([row.mean] * 2, [place - 0.25, place + 0.25], color=MUTED, linewidth=1.1, zorder=2)
    page.axes.plot(
        row.values,
        [place] * len(row.values),
        linestyle="none",
        marker=row.identity.marker,
        markersize=5.2,
        markeredgewidth=0.6,
        markeredgecolor="#ffffff",
        color=row.identity.colour,
        clip_on=False,
        zorder=3,
    )


FIGURES.register(
    FigureSpec(
        "folds",
        "Each fold on its own",
        draw,
        "Each point is one fold of the cross-validation; the stroke is their mean.",
        order=30,
    )
)
