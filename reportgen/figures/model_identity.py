"""Which colour, dash and marker a model has, the same in every figure and table of an analysis."""

from dataclasses import dataclass

from reportgen.bundle.schema import Analysis
from reportgen.figures.style import CATEGORICAL, DASHES, MARKERS, MUTED


@dataclass(frozen=True)
class Identity:
    """How a model is told from the others: `place` among the models, None for the naive baseline."""

    place: int | None

    @property
    def colour(self) -> str:
        """Hex colour."""
        return MUTED if self.place is None else CATEGORICAL[self.place % len(CATEGORICAL)]

    @property
    def dash(self) -> tuple[float, ...]:
        """Lengths of strokes and gaps in points; empty for a solid line."""
        return () if self.place is None else DASHES[self.place % len(DASHES)]

    @property
    def marker(self) -> str:
        """One of MARKERS."""
        return "o" if self.place is None else MARKERS[self.place % len(MARKERS)]


def identities(analysis: Analysis) -> dict[str, Identity]:
    """Return each model's identity by its id; models keep theirs however they rank."""
    found: dict[str, Identity] = {}
    for model in analysis.models:
        place = sum(identity.place is not None for identity in found.values())
        found[model.id] = Identity(None if model.baseline else place)
    return found
