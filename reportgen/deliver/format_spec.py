"""Format and Delivery: what an output format does, and what it is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from reportgen.bundle.store import Bundle
from reportgen.figures.figure_spec import Plot
from reportgen.registry import Registry
from reportgen.rendering.presentation import Presentation


@dataclass(frozen=True, eq=False)
class Delivery:
    """What every format is given: the bundle, its pictures, how it is presented, and what a PDF carries.

    Where single samples may not be shown the bundle is what tells of none, so that no format can.
    """

    bundle: Bundle
    plots: tuple[Plot, ...]
    presentation: Presentation = field(default_factory=Presentation)
    attach: Literal["none", "summary", "full"] = "summary"

    def __post_init__(self) -> None:
        """Take out of the bundle what may not be shown."""
        object.__setattr__(self, "bundle", self.presentation.shown(self.bundle))

    @property
    def samples(self) -> bool:
        """Whether single samples may be shown: asked for now, and not ruled out when the bundle was made."""
        return self.presentation.shows_samples(self.bundle)


@dataclass(frozen=True)
class Format:
    """An output format.

    Attributes
    ----------
    title : str
        What it holds, for a listing.
    filename : str
        Its file in the output folder, which no other format writes.
    write : callable
        Returns the file's bytes, the same each time; they hold the digest of the results in full.
    check : callable
        Raises InputError if a library is missing.
    """

    id: str
    title: str
    filename: str
    write: Callable[[Delivery], bytes]
    check: Callable[[], None] = lambda: None


FORMATS: Registry[Format] = Registry("formats", "reportgen.deliver", sort=lambda known: known.id)
