"""Where in the image a model goes wrong: the mean error of each pixel as a small grey picture."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.schema import Analysis
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.cleaned import QUARTER_POINTS
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.samples import png_of
from reportgen.wording.analysis_words import plot_id
from reportgen.wording.text import printable


def error_maps(analysis: Analysis, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float64]]:
    """Return each model's mean error by pixel, of shape (height, width), of 255; the naive baselines left out."""
    index = ScoreIndex(analysis, {})
    split = index.judged_on
    stored = {
        model.id: keys.PIXEL_ERRORS.key(analysis.id, model.id, split)
        for model in index.ok
        if not model.baseline
    }
    maps = {
        model: np.asarray(arrays[key], dtype=np.float64) for model, key in stored.items() if key in arrays
    }
    return {model: values.mean(axis=2) if values.ndim > 2 else values for model, values in maps.items()}


def most_error(maps: Mapping[str, NDArray[np.float64]]) -> float:
    """Return the largest error of any pixel of any model, at which all maps have full ink."""
    return max(float(values.max()) for values in maps.values())


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw a map for each model, all on one scale; nothing where the targets are no images."""
    maps = error_maps(analysis, bundle.arrays)
    titles = {model.id: model.title for model in analysis.models}
    plots = []
    for model in analysis.models:
        if model.id not in maps:
            continue
        values, most = maps[model.id], most_error(maps) or 1.0
        plots.append(
            Plot(
                id=plot_id(analysis, "error_map", model, None),
                figure="error_map",
                analysis=analysis.id,
                model=model.id,
                split=None,
                media="png",
                content=png_of([np.rint(255 * values / most).astype(np.uint8)[np.newaxis]], inverted=True),
                alt=printable(
                    f"Mean error of each pixel of {titles[model.id]}, blank for none and full ink for {most:.1f} "
                    f"of 255: from {values.min():.1f} to {values.max():.1f}."
                ),
                width_points=QUARTER_POINTS,
            )
        )
    return plots


FIGURES.register(FigureSpec("error_map", "Error by pixel", draw, section="denoise", order=20))
