"""Format and Delivery: what an output format does, and what it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reportgen.bundle.store import Bundle
from reportgen.figures.spec import Plot
from reportgen.registry import Registry

if TYPE_CHECKING:
    from reportgen.rendering.report import Presentation


@dataclass(frozen=True, eq=False)
class Delivery:
    """What every format is given: the bundle, its pictures, and the options of presentation.

    title, author and logo (the path of an image file) override nothing in the bundle; they are shown.
    `samples` False leaves out all single samples; `attach` says what a PDF carries.
    """

    bundle: Bundle
    plots: tuple[Plot, ...]
    title: str | None = None
    author: str | None = None
    logo: str | None = None
    samples: bool = True
    attach: Literal["none", "summary", "full"] = "summary"


@dataclass(frozen=True)
class Format:
    """An output format: `write` returns the file's bytes; `check` raises InputError if a library is missing."""

    id: str
    title: str
    filename: str
    write: Callable[[Delivery], bytes]
    check: Callable[[], None] = lambda: None
    needs_plots: bool = True


FORMATS: Registry[Format] = Registry("formats", "reportgen.deliver")


def presentation_of(delivery: Delivery) -> "Presentation":
    """Return the options of presentation as the templates take them."""
    from reportgen.rendering.report import Presentation

    return Presentation(
        title=delivery.title, author=delivery.author, logo=delivery.logo, samples=delivery.samples
    )
