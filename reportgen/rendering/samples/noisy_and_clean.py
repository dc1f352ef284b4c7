"""Noisy and clean images for page one and for the section on the data."""

from reportgen.figures.cleaned import KINDS, shown_answers
from reportgen.rendering.samples.picture_grids import PictureGrid
from reportgen.rendering.section_spec import SectionContext
from reportgen.wording.grammar import Name


def cleaned_strip(context: SectionContext) -> PictureGrid | None:
    """Return the recommended model's predictions for page one, best to worst; None without pictures or a model."""
    drawn = [picture for picture in context.pictures.of("cleaned_strip") if not picture.missing]
    chosen = context.index.chosen
    if not context.samples or not drawn or chosen is None:
        return None
    names: list[Name] = []
    for kind in KINDS:
        found = shown_answers(
            context.analysis, context.bundle.arrays, chosen.id, context.index.judged_on, kind
        )
        if found is not None:
            names += [Name(kind), *[Name("")] * (len(found.errors) - 1)]
    return PictureGrid(drawn[0], tuple(names), inverts(context))


def noisy_samples(context: SectionContext) -> tuple[PictureGrid, ...]:
    """Return training images, noisy above clean; none where samples are left out."""
    drawn = context.pictures.of("noisy_samples") if context.samples else []
    return tuple(PictureGrid(picture, (), inverts(context)) for picture in drawn if not picture.missing)


def inverts(context: SectionContext) -> bool:
    """Say whether dark ink turns light on a dark screen: strokes on paper do, photographs do not."""
    data = context.analysis.dataset
    return data.ink_is_high and len(data.image_shape or ()) == 2
