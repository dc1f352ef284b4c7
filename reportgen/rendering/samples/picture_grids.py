"""Picture grids with the names of the classes above their columns."""

from dataclasses import dataclass

from reportgen.bundle.schema import Analysis
from reportgen.figures.samples import ClassBlock
from reportgen.rendering.plot_pictures import Picture
from reportgen.wording.grammar import Name, label


@dataclass(frozen=True)
class PictureGrid:
    """A grid: its picture, and a name for each column. `inverts` lets ink turn light on a dark screen."""

    picture: Picture
    names: tuple[Name, ...]
    inverts: bool


def grid_of(analysis: Analysis, block: ClassBlock, picture: Picture) -> PictureGrid:
    """Put a drawn block together with the names of its classes."""
    data = analysis.dataset
    return PictureGrid(
        picture=picture,
        names=tuple(
            Name("")
            if code in block.codes[:column] and block.number
            else label(data.classes[code], 62 / len(block.codes))
            for column, code in enumerate(block.codes)
        ),
        inverts=data.ink_is_high and len(data.image_shape or ()) == 2,
    )
