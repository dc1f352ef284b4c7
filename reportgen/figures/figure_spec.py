"""FigureSpec and Plot: what draws, what was drawn, and the registry of all figures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.registry import Registry


@dataclass(frozen=True)
class Plot:
    """One picture of a report.

    Attributes
    ----------
    id : str
        Unique within the bundle and fit for a file name: `main-roc-test`.
    figure : str
        Id of the FigureSpec that drew it.
    analysis : str
    model, split : str, optional
        What it shows, where it shows one model or split alone.
    media : {"svg", "png"}
    content : bytes
        The file. An SVG keeps its text as text, and its colours are those of `figures.style`.
    alt : str
        What a reader who cannot see it should know.
    width_points : float
        Width at which its text has the size of the text around it.
    missing : str, optional
        Why it could not be drawn; `content` is empty then.
    note : str, optional
        Stands below it in place of its kind's note.
    """

    id: str
    figure: str
    analysis: str
    model: str | None
    split: str | None
    media: Literal["svg", "png"]
    content: bytes
    alt: str
    width_points: float
    missing: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class FigureSpec:
    """A kind of figure.

    Attributes
    ----------
    title : str
        Its heading.
    draw : callable
        Returns one Plot for each thing it shows, none where it does not apply.
    note : str
        Stands below it and says how it is read.
    section : str
        Id of the section that shows it: `comparison` for one plot of all models, `models` for one of each.
    of_samples : bool
        Whether it shows single samples, which `--no-samples` leaves out.
    order : int
        Its place among the figures of the section.
    """

    id: str
    title: str
    draw: Callable[[Bundle, Analysis], list[Plot]]
    note: str = ""
    section: str = "comparison"
    of_samples: bool = False
    order: int = 50


FIGURES: Registry[FigureSpec] = Registry(
    "figures", "reportgen.figures", sort=lambda spec: (spec.order, spec.id)
)
