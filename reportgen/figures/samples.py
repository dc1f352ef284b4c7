"""Sample images of each class as picture grids: a column for each class, one 8-bit PNG for up to ten classes."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.style import COLUMN_POINTS
from reportgen.wording.analysis_words import nouns, plot_id
from reportgen.wording.text import shorten

GreyPixels = NDArray[np.uint8]

COLUMNS = 10
STRIP = 12
ROWS = 3
#: GreyPixels between images, and the size that small images are enlarged to without smoothing.
GAP = 2
LEAST_SIDE = 24


@dataclass(frozen=True, eq=False)
class ClassBlock:
    """The columns of one grid: the code of each column's class, and its images of shape (n, h, w) or (n, h, w, 3)."""

    number: int
    codes: tuple[int, ...]
    images: tuple[GreyPixels, ...]


def blocks(analysis: Analysis, arrays: Mapping[str, NDArray[Any]]) -> list[ClassBlock]:
    """Return the grids of an analysis: all classes of which images are kept, COLUMNS to a grid, few with several."""
    at = keys.class_pixels(analysis.id)
    if at.values not in arrays:
        return []
    values, truth = arrays[at.values], arrays[at.truth]
    codes = [int(code) for code in np.unique(truth)]
    shares = _even_shares(len(codes))
    starts = np.cumsum([0, *shares])
    return [
        _block(number, codes[start : start + share], values, truth)
        for number, (start, share) in enumerate(zip(starts, shares, strict=False), start=1)
    ]


def _block(number: int, codes: list[int], values: GreyPixels, truth: NDArray[Any]) -> ClassBlock:
    each = COLUMNS // len(codes)
    columns = []
    for code in codes:
        own = values[truth == code]
        rows = min(ROWS, max(1, len(own) // each))
        parts = [own[k * rows : (k + 1) * rows] for k in range(each)]
        columns += [(code, part) for part in parts if len(part)]
    return ClassBlock(number, tuple(code for code, _ in columns), tuple(part for _, part in columns))


def _even_shares(n: int) -> list[int]:
    """Split n classes into as few grids as needed, as equal as can be: 12 are 6 and 6, not 10 and 2."""
    grids = -(-n // COLUMNS)
    return [n // grids + (place < n % grids) for place in range(grids)]


def strip(analysis: Analysis, arrays: Mapping[str, NDArray[Any]]) -> ClassBlock | None:
    """Return one row of images for page one: of every class the same number, STRIP in all; None without images."""
    at = keys.class_pixels(analysis.id)
    if at.values not in arrays:
        return None
    values, truth = arrays[at.values], arrays[at.truth]
    codes = np.unique(truth)[:STRIP]
    chosen = [(int(code), image) for code in codes for image in values[truth == code][: STRIP // len(codes)]]
    return ClassBlock(0, tuple(code for code, _ in chosen), tuple(image[np.newaxis] for _, image in chosen))


def draw_strip(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the strip of page one; nothing where the data are no images."""
    block = strip(analysis, bundle.arrays)
    return [_plot(analysis, block, "sample_strip")] if block else []


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the images that the bundle keeps; nothing where the data are no images."""
    return [_plot(analysis, block, "samples") for block in blocks(analysis, bundle.arrays)]


def _plot(analysis: Analysis, block: ClassBlock, figure: str) -> Plot:
    names = ", ".join(shorten(analysis.dataset.classes[code], 20) for code in dict.fromkeys(block.codes))
    return Plot(
        id=plot_id(analysis, figure, None, str(block.number or "")),
        figure=figure,
        analysis=analysis.id,
        model=None,
        split=None,
        media="png",
        content=png_of(block.images, inverted=analysis.dataset.ink_is_high),
        alt=f"Sample {nouns(analysis)} of the classes {names}, a column for each.",
        width_points=COLUMN_POINTS,
    )


def png_of(columns: Sequence[GreyPixels], *, inverted: bool) -> bytes:
    """Return an 8-bit PNG of images (n, h, w) or (n, h, w, 3) in columns; `inverted` makes high values dark."""
    from PIL import Image

    grid = _grid(columns, 0 if inverted else 255)
    if inverted:
        grid = 255 - grid
    buffer = io.BytesIO()
    Image.fromarray(grid).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def _grid(columns: Sequence[GreyPixels], ground: int) -> GreyPixels:
    """Put the images side by side on an empty ground, which is white once the picture is made."""
    shape = columns[0].shape[1:]
    times = max(1, -(-LEAST_SIDE // min(shape[:2])))
    rows = max(len(images) for images in columns)
    height, width = (times * side + GAP for side in shape[:2])
    grid = np.full((rows * height - GAP, len(columns) * width - GAP, *shape[2:]), ground, dtype=np.uint8)
    for column, images in enumerate(columns):
        for row, image in enumerate(images):
            large = np.kron(image, np.ones((times, times, *[1] * (image.ndim - 2)), dtype=np.uint8))
            top, left = row * height, column * width
            grid[top : top + height - GAP, left : left + width - GAP] = large
    return grid


FIGURES.register(
    FigureSpec(
        "sample_strip", "What the images look like", draw_strip, section="verdict", of_samples=True, order=4
    )
)
FIGURES.register(
    FigureSpec("samples", "Samples of each class", draw, section="data", of_samples=True, order=5)
)
