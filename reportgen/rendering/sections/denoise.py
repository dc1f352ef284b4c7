"""Section 4 where targets are images: what each model makes of the noise, in pictures, and where it goes wrong."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import ModelInfo
from reportgen.figures.cleaned import KINDS, ROWS, shown_answers
from reportgen.figures.error_map import error_maps, most_error
from reportgen.rendering.model_head import ModelHead, entries, model_head, ordered
from reportgen.rendering.plot_pictures import Picture
from reportgen.rendering.samples.noisy_and_clean import inverts
from reportgen.rendering.samples.picture_grids import PictureGrid
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.wording.analysis_words import is_images, nouns, split_in_words
from reportgen.wording.grammar import Name
from reportgen.wording.numbers import DASH, fixed

#: Headline figures of a model.
TILES = ("pixel_mae", "psnr", "ssim", "exact_pixels")

COLUMNS = (Name("Noisy"), Name("Cleaned"), Name("True"))


@dataclass(frozen=True)
class Examples:
    """Some images, noisy, cleaned and true: which ones they are, and how far off."""

    title: str
    grid: PictureGrid
    caption: str


@dataclass(frozen=True)
class ErrorMap:
    """The error by pixel, and its scale in words."""

    picture: Picture
    caption: str
    inverts: bool = True


@dataclass(frozen=True)
class CleaningModel:
    """A model's part of the section."""

    head: ModelHead
    examples: tuple[Examples, ...]
    error_map: ErrorMap | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class DenoiseView:
    """All models, the recommended one first."""

    heading: str
    caption: str
    spread: tuple[Picture, ...]
    models: tuple[CleaningModel, ...]


def view(context: SectionContext) -> DenoiseView:
    """Return the section on cleaned images; the naive baselines need none."""
    listed = ordered(context)
    what = nouns(context.analysis)
    where = split_in_words(context.analysis, context.index.judged_on)
    chosen = (
        f"The {what} with the least error, those around the middle and those with the most were chosen for each model. "
        if context.samples
        else ""
    )
    return DenoiseView(
        heading="What each model makes of the noise" if len(listed) > 1 else "What it makes of the noise",
        caption=f"Measured {where}. {chosen}Noise above the range of pixels is cut off in the pictures.",
        spread=tuple(context.pictures.of("error_spread")),
        models=tuple(_model(context, model) for model in listed),
    )


def _model(context: SectionContext, model: ModelInfo) -> CleaningModel:
    drawn = context.pictures.of("cleaned", model.id) if context.samples else []
    maps = context.pictures.of("error_map", model.id)
    return CleaningModel(
        head=model_head(context, model, TILES),
        examples=_examples(context, model, [picture for picture in drawn if not picture.missing]),
        error_map=_error_map(context, model, maps[0]) if maps and not maps[0].missing else None,
        missing=tuple(picture.missing for picture in (*drawn, *maps) if picture.missing),
    )


def _examples(context: SectionContext, model: ModelInfo, drawn: list[Picture]) -> tuple[Examples, ...]:
    found = []
    for kind, picture in zip(KINDS, drawn, strict=False):
        answers = shown_answers(
            context.analysis, context.bundle.arrays, model.id, context.index.judged_on, kind
        )
        if answers is not None:
            grid = PictureGrid(picture, COLUMNS, inverts(context))
            found.append(Examples(kind.capitalize(), grid, _off_by(answers.errors[:ROWS])))
    return tuple(found)


def _off_by(errors: NDArray[np.float64]) -> str:
    low, high = fixed(float(errors.min()), 1), fixed(float(errors.max()), 1)
    return f"Off by {low if low == high else f'{low}{DASH}{high}'} of 255"


def _error_map(context: SectionContext, model: ModelInfo, picture: Picture) -> ErrorMap:
    maps = error_maps(context.analysis, context.bundle.arrays)
    values, black = maps[model.id], most_error(maps)
    row, column = np.unravel_index(int(values.argmax()), values.shape)
    scale = "of this model" if len(maps) == 1 else "of any model"
    least, most = fixed(float(values.min()), 1), fixed(float(values.max()), 1)
    return ErrorMap(
        picture,
        f"Blank is no error, full ink {fixed(black, 1)} of 255, the most {scale}. "
        f"Here {least} to {most}, worst in row {int(row) + 1}, column {int(column) + 1}.",
    )


SECTIONS.register(
    SectionSpec(
        "denoise",
        "Cleaned images",
        view,
        applies=lambda context: is_images(context.analysis) and bool(context.index.candidates),
        entries=entries,
        order=45,
    )
)
