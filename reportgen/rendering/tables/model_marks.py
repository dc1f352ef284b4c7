"""The small signs that tell models apart in tables: the markers of the figures, as paths."""

from dataclasses import dataclass

from reportgen.bundle.schema import Analysis
from reportgen.figures.model_identity import identities
from reportgen.figures.style import CATEGORICAL, MARKERS

#: Outlines in a box of 10 by 10, by the name that matplotlib gives the marker.
PATHS = {
    "o": "M5 1c2.2 0 4 1.8 4 4s-1.8 4-4 4s-4-1.8-4-4s1.8-4 4-4z",
    "s": "M1.5 1.5h7v7h-7z",
    "^": "M5 1l4.2 7.8h-8.4z",
    "D": "M5 .5l4.5 4.5l-4.5 4.5l-4.5-4.5z",
    "v": "M5 9l4.2-7.8h-8.4z",
    "P": "M3.5 1h3v2.5h2.5v3h-2.5v2.5h-3v-2.5h-2.5v-3h2.5z",
    "X": "M1 3l2-2l2 2l2-2l2 2l-2 2l2 2l-2 2l-2-2l-2 2l-2-2l2-2z",
}


@dataclass(frozen=True)
class Mark:
    """A marker: the class that colours it, the colour where style sheets do not reach it, and its outline."""

    colour: str
    fill: str
    path: str


def marks(analysis: Analysis) -> dict[str, Mark]:
    """Return each model's marker by its id."""
    found = {}
    for model, identity in identities(analysis).items():
        colour = "none" if identity.place is None else str(identity.place % len(CATEGORICAL))
        found[model] = Mark(
            f"c-{colour}", identity.colour, PATHS[identity.marker if identity.marker in MARKERS else "o"]
        )
    return found
