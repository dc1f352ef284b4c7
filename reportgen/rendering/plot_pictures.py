"""Plots as a page shows them: on screen the SVG itself, which follows light and dark; in print an image."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from reportgen.figures.figure_spec import FIGURES, Plot
from reportgen.figures.style import BODY_POINTS, HALF_POINTS, VARIABLES
from reportgen.wording.text import printable

Medium = Literal["screen", "print"]


@dataclass(frozen=True)
class Picture:
    """A plot ready for a template.

    Attributes
    ----------
    title : str
        Its heading.
    note : str
        How it is read.
    markup : Markup
        The element that shows it, with its alternative text; empty where it could not be drawn.
    missing : str
        Why it could not be drawn; empty otherwise.
    full : bool
        Whether it takes the whole width of the page.
    """

    id: str
    title: str
    markup: Markup
    note: str = ""
    missing: str = ""
    full: bool = False


class Pictures:
    """The plots of one analysis, by figure and model, as elements for one medium."""

    def __init__(self, plots: Iterable[Plot], analysis: str, medium: Medium) -> None:
        self._plots = [plot for plot in plots if plot.analysis == analysis]
        self.medium: Medium = medium
        self._placed: set[str] = set()

    def of(self, figure: str, model: str | None = None) -> list[Picture]:
        """Return the pictures of a figure, which is then placed; those of one model where it is named."""
        self._placed.add(figure)
        chosen = [plot for plot in self._plots if plot.figure == figure]
        if model is not None:
            chosen = [plot for plot in chosen if plot.model in (model, None)]
        return [self._picture(plot) for plot in chosen]

    def in_section(self, section: str, model: str | None = None) -> list[Picture]:
        """Return the pictures that belong to a section, in the order of their figures; of one model where named."""
        return [picture for spec in FIGURES if spec.section == section for picture in self.of(spec.id, model)]

    def unplaced(self, section: str) -> list[Picture]:
        """Return the pictures of figures of a section that nobody has asked for, as of one that a package adds.

        Where single samples are shown a section says itself.
        """
        left = (spec for spec in FIGURES if spec.section == section and not spec.of_samples)
        return [picture for spec in left if spec.id not in self._placed for picture in self.of(spec.id)]

    def _picture(self, plot: Plot) -> Picture:
        spec = FIGURES.get(plot.figure)
        if plot.missing is not None:
            return Picture(plot.id, spec.title, Markup(), missing=plot.missing)
        note = spec.note if plot.note is None else plot.note
        inline = plot.media == "svg" and self.medium == "screen"
        markup = inline_svg(plot) if inline else as_image(plot)
        return Picture(plot.id, spec.title, markup, note, full=plot.width_points > HALF_POINTS)


def as_image(plot: Plot) -> Markup:
    """Return an `img` element with the plot as data URI, as wide as its text asks for."""
    kind = "image/svg+xml" if plot.media == "svg" else "image/png"
    return Markup('<img class="picture {}" src="{}" alt="{}" style="width:{}rem">').format(
        plot.media, data_uri(kind, plot.content), printable(plot.alt), rem(plot.width_points)
    )


def data_uri(kind: str, content: bytes) -> str:
    """Return the content as a `data:` address of a media type."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def rem(points: float) -> str:
    """Return a printed length as a multiple of the text size, which it follows on screen."""
    return f"{points / BODY_POINTS:.2f}"


_STYLE = re.compile(r'style="([^"]*)"')
_COLOUR = re.compile("|".join(map(re.escape, VARIABLES)))
_FONT = re.compile(r"font-family: [^;\"]*;? ?")
_ROOT = re.compile(r"<svg[^>]*>")
_BOX = re.compile(r'viewBox="([^"]*)"')
_SHEET = re.compile(r"<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>")


def inline_svg(plot: Plot) -> Markup:
    """Return the plot as an `svg` element whose colours are the page's variables and whose font is the page's."""
    svg = plot.content.decode()
    root = _ROOT.search(svg)
    box = _BOX.search(svg)
    if root is None or box is None:
        raise ValueError(f"{plot.id} is no SVG with a view box")
    body = _SHEET.sub("", svg[root.end() :])
    body = _STYLE.sub(lambda found: f'style="{_themed(found[1])}"', body)
    opening = Markup(
        '<svg class="picture svg" role="img" aria-label="{}" viewBox="{}" style="width:{}rem">'
    ).format(printable(plot.alt), box[1], rem(plot.width_points))
    # The rest is matplotlib's own XML, in which text is escaped.
    return opening + Markup(body)  # noqa: S704


def _themed(style: str) -> str:
    return _COLOUR.sub(lambda found: f"var({VARIABLES[found[0]]})", _FONT.sub("", style))
