"""Images as targets: noisy, cleaned and true side by side, one 8-bit PNG a grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.samples import GreyPixels, png_of
from reportgen.figures.style import COLUMN_POINTS
from reportgen.wording.analysis_words import nouns, plot_id
from reportgen.wording.text import printable

#: Which images of a model are shown, by their errors.
KINDS = ("best", "typical", "worst")

#: As many of each kind are shown below each other.
ROWS = 4

#: Width of one of four pictures side by side, in points.
QUARTER_POINTS = 115.0


@dataclass(frozen=True, eq=False)
class ShownImages:
    """Some images that a model cleaned, of shape (n, h, w) or (n, h, w, 3), and the error of each, of 255."""

    noisy: GreyPixels
    answers: GreyPixels
    clean: GreyPixels
    errors: NDArray[np.float64]


def shown_answers(
    analysis: Analysis, arrays: Mapping[str, NDArray[Any]], model: str, split: str, kind: str
) -> ShownImages | None:
    """Return the best, typical or worst answers of a model; None where the bundle keeps none."""
    at = keys.answer_pixels(analysis.id, model, split, kind)
    if at.answers not in arrays:
        return None
    return ShownImages(*(arrays[key] for key in (at.noisy, at.answers, at.clean, at.errors)))


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the best, typical and worst predictions of each model but the naive baselines."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    plots = []
    for model in index.candidates:
        for kind in KINDS:
            found = shown_answers(analysis, bundle.arrays, model.id, index.judged_on, kind)
            if found is not None:
                columns = tuple(images[:ROWS] for images in (found.noisy, found.answers, found.clean))
                errors = found.errors[:ROWS]
                alt = (
                    f"{kind.capitalize()} predictions of {model.title}: noisy, cleaned and true {nouns(analysis)} "
                    f"side by side; a pixel is off by {errors.min():.1f} to {errors.max():.1f} of 255 on average."
                )
                plots.append(_plot(analysis, "cleaned", model, kind, columns, alt, QUARTER_POINTS))
    return plots


def draw_strip(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the recommended model's predictions in a row for page one: noisy above cleaned above true."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    model = index.chosen
    parts = [
        found
        for kind in KINDS
        if model and (found := shown_answers(analysis, bundle.arrays, model.id, index.judged_on, kind))
    ]
    if model is None or not parts:
        return []
    columns = [
        np.stack(images)
        for part in parts
        for images in zip(part.noisy, part.answers, part.clean, strict=True)
    ]
    alt = f"Noisy {nouns(analysis)}, what {model.title} makes of them, and the true ones: best, typical and worst."
    return [_plot(analysis, "cleaned_strip", model, "", columns, alt, COLUMN_POINTS)]


def draw_training(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw training images, noisy above clean; nothing where the answers are no images."""
    at = keys.training_pixels(analysis.id)
    if at.noisy not in bundle.arrays:
        return []
    columns = [np.stack(pair) for pair in zip(bundle.arrays[at.noisy], bundle.arrays[at.clean], strict=True)]
    alt = f"Training {nouns(analysis)} with noise, and below each the clean one."
    return [_plot(analysis, "noisy_samples", None, "", columns, alt, COLUMN_POINTS)]


def _plot(
    analysis: Analysis,
    figure: str,
    model: ModelInfo | None,
    kind: str,
    columns: Sequence[GreyPixels],
    alt: str,
    width_points: float,
) -> Plot:
    return Plot(
        id=plot_id(analysis, figure, model, kind),
        figure=figure,
        analysis=analysis.id,
        model=model.id if model else None,
        split=None,
        media="png",
        content=png_of(columns, inverted=analysis.dataset.ink_is_high),
        alt=printable(alt),
        width_points=width_points,
    )


FIGURES.register(
    FigureSpec(
        "cleaned_strip",
        "Noisy, cleaned and true: best, typical and worst predictions",
        draw_strip,
        section="verdict",
        of_samples=True,
        order=4,
    )
)
FIGURES.register(
    FigureSpec(
        "noisy_samples", "Training images with noise", draw_training, section="data", of_samples=True, order=5
    )
)
FIGURES.register(
    FigureSpec("cleaned", "Noisy, cleaned and true", draw, section="denoise", of_samples=True, order=10)
)
