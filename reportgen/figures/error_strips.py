"""The images of the error analysis, a row of up to six in each picture: confused pairs, mistakes, suspects, twins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.error_records import Errors, ModelErrors
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.samples import png_of
from reportgen.figures.style import HALF_POINTS
from reportgen.wording.analysis_words import nouns
from reportgen.wording.text import shorten, slug

FIGURE = "error_strips"

#: Images side by side in half the width of a page.
COLUMNS = 6


@dataclass(frozen=True)
class Strip:
    """A row of images: its place in the error analysis, the samples in it, and what they are, in words."""

    place: str
    model: str | None
    samples: tuple[int, ...]
    what: str


def strip_id(analysis: Analysis, place: str, number: int = 0) -> str:
    """Return the id of the plot of a place; a long list has several, numbered from 0."""
    return "-".join([slug(analysis.id), "errors", place, str(number)])


def pair_place(model: str, pair: int, block: int) -> str:
    """Return the name of a block of a confused pair."""
    return f"{slug(model)}-pair-{pair}-{block}"


def mistakes_place(model: str) -> str:
    """Return the name of the most confident mistakes of a model."""
    return f"{slug(model)}-mistakes"


def strips(analysis: Analysis) -> Iterator[Strip]:
    """Yield every list of samples that an error analysis shows, in the order of the report."""
    errors, noun = analysis.errors, nouns(analysis)
    for model in errors.models:
        yield from _of_model(model, noun)
    yield from _of_all(errors, noun)


def _of_model(model: ModelErrors, noun: str) -> Iterator[Strip]:
    for i, pair in enumerate(model.pairs):
        for j, block in enumerate(pair.blocks):
            what = f"{noun} of the class {shorten(block.truth, 20)} predicted as {shorten(block.answer, 20)}"
            samples = tuple(case.sample for case in block.cases)
            yield Strip(pair_place(model.model, i, j), model.model, samples, what)
    mistakes = tuple(case.sample for case in model.mistakes)
    yield Strip(
        mistakes_place(model.model), model.model, mistakes, f"{noun} predicted wrongly with high confidence"
    )


def _of_all(errors: Errors, noun: str) -> Iterator[Strip]:
    if errors.shared is not None:
        samples = tuple(case.sample for case in errors.shared.cases)
        yield Strip("shared", None, samples, f"{noun} that all models get wrong")
    for suspects in errors.suspects:
        samples = tuple(case.sample for case in suspects.cases)
        yield Strip("suspects", suspects.model, samples, f"{noun} whose labels may be wrong")
    if errors.duplicates is not None:
        samples = tuple(s for twin in errors.duplicates.twins for s in (twin.test, twin.train))
        yield Strip("twins", None, samples, f"test and training {noun} that are alike, in pairs")


def chunks(samples: Sequence[Any]) -> list[Sequence[Any]]:
    """Return a list in parts of COLUMNS."""
    return [samples[start : start + COLUMNS] for start in range(0, len(samples), COLUMNS)]


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the images that the bundle keeps; nothing where the data are no images."""
    at = keys.shown_pixels(analysis.id, "errors")
    if at.values not in bundle.arrays:
        return []
    ids, values = bundle.arrays[at.ids], bundle.arrays[at.values]
    images = {int(sample): values[place] for place, sample in enumerate(ids)}
    return [
        plot_of(analysis, strip, number, samples, images)
        for strip in strips(analysis)
        for number, samples in enumerate(chunks(strip.samples))
    ]


def plot_of(
    analysis: Analysis,
    strip: Strip,
    number: int,
    samples: Sequence[int],
    images: Mapping[int, NDArray[np.uint8]],
    figure: str = FIGURE,
) -> Plot:
    """Return one row of images as a plot of a figure."""
    columns = tuple(images[sample][np.newaxis] for sample in samples)
    return Plot(
        id=strip_id(analysis, strip.place, number),
        figure=figure,
        analysis=analysis.id,
        model=strip.model,
        split=None,
        media="png",
        content=png_of(columns, inverted=analysis.dataset.ink_is_high),
        alt=f"{strip.what[:1].upper()}{strip.what[1:]}: {len(samples)} side by side.",
        width_points=HALF_POINTS * len(samples) / COLUMNS,
    )


FIGURES.register(
    FigureSpec(FIGURE, "Samples predicted wrongly", draw, section="errors", of_samples=True, order=60)
)
