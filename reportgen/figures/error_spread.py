"""How errors are spread over images: a row for each model, from its best images to its worst."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.redacted_bundle import LOSS_SHARES
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, set_ticks, sheet, ticks
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.folds import LEAST_ROW_HEIGHT
from reportgen.figures.model_identity import Identity, identities
from reportgen.figures.style import COLUMN_POINTS, INK, RULE, TEXT_POINTS
from reportgen.wording.analysis_words import plot_id, series_in_words, split_in_words
from reportgen.wording.text import shorten, width_of

#: Shares of the images, in percent, at the ends of the thin stroke, of the thick one, and at the point.
SHARES = LOSS_SHARES


@dataclass(frozen=True, eq=False)
class SpreadRow:
    """A model, and the errors that SHARES of the images do not exceed, of 255."""

    model: ModelInfo
    identity: Identity
    values: NDArray[np.float64]


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw all models, the naive baselines last; nothing where the targets are no images."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    rows = _rows(index, bundle.arrays)
    if not rows:
        return []
    name = plot_id(analysis, "error_spread", None, index.judged_on)
    medians = series_in_words([(row.model.title, f"{row.values[2]:.1f}") for row in rows])
    return [
        Plot(
            id=name,
            figure="error_spread",
            analysis=analysis.id,
            model=None,
            split=index.judged_on,
            media="svg",
            content=_drawn(name, rows, analysis.dataset.noun),
            alt=f"Pixel error by {analysis.dataset.noun} {split_in_words(analysis, index.judged_on)}, "
            f"of 255; half of them have at most: {medians}.",
            width_points=COLUMN_POINTS,
        )
    ]


def _rows(index: ScoreIndex, arrays: Mapping[str, NDArray[Any]]) -> list[SpreadRow]:
    known = identities(index.analysis)
    rows = []
    for model in [*index.candidates, *index.baselines]:
        values = _quantiles(arrays, index.analysis.id, model.id, index.judged_on, "pixel_mae")
        if values is not None:
            rows.append(SpreadRow(model, known[model.id], values))
    return rows


def _quantiles(arrays: Mapping[str, NDArray[Any]], *parts: str) -> NDArray[np.float64] | None:
    """Return the errors at SHARES, also where the errors of single images are not kept; None where they are not."""
    losses, kept = keys.LOSSES.key(*parts), keys.LOSS_QUANTILES.key(*parts)
    if losses in arrays:
        found: NDArray[np.float64] = np.percentile(arrays[losses], SHARES)
        return found
    return np.asarray(arrays[kept], dtype=np.float64) if kept in arrays else None


def _drawn(name: str, rows: list[SpreadRow], noun: str) -> bytes:
    labels = [shorten(row.model.title, 18) for row in rows]
    left = 16 + TEXT_POINTS * max(width_of(label) for label in labels)
    margins = Margins(left=left, bottom=30, top=6, right=12)
    height = margins.top + margins.bottom + LEAST_ROW_HEIGHT * len(rows)
    with sheet(name, COLUMN_POINTS, height, margins) as page:
        page.axes.set_xlim(0, 1.05 * max(row.values[-1] for row in rows) or 1.0)
        page.axes.set_ylim(len(rows) - 0.5, -0.5)
        for place, row in enumerate(rows):
            _draw_row(page, place, row)
        set_ticks("x", page, ticks(*page.axes.get_xlim(), most=8))
        page.axes.set_xlabel(f"error of a pixel by {noun}, of 255", labelpad=3)
        page.axes.spines["left"].set_visible(False)
        page.axes.yaxis.set_ticks(range(len(rows)), labels=labels, color=INK)
        page.axes.tick_params(axis="y", length=0, labelcolor=INK, pad=6)
        return page.svg()


def _draw_row(page: Sheet, place: int, row: SpreadRow) -> None:
    low, first, middle, third, high = row.values
    colour = row.identity.colour
    page.axes.axhline(place, color=RULE, linewidth=0.6, zorder=1)
    page.axes.plot([low, high], [place] * 2, color=colour, linewidth=1.1, zorder=2)
    page.axes.plot([first, third], [place] * 2, color=colour, linewidth=4.0, solid_capstyle="butt", zorder=2)
    page.axes.plot(
        [middle],
        [place],
        linestyle="none",
        marker=row.identity.marker,
        markersize=6.2,
        markeredgewidth=0.8,
        markeredgecolor="#ffffff",
        color=colour,
        clip_on=False,
        zorder=3,
    )


FIGURES.register(
    FigureSpec(
        "error_spread",
        "Error by image",
        draw,
        "The point is the middle image; half of them lie within the thick stroke, nine in ten within the thin one.",
        section="denoise",
        order=5,
    )
)
