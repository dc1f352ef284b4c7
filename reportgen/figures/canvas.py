"""Axes of a size in points, and the SVG of what was drawn on them. pyplot is never imported."""

import io
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from reportgen.figures.style import FONTS, INK, MUTED, TEXT_POINTS, settings
from reportgen.wording.text import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Margins:
    """Room around the axes, in points: tick labels and the names of the axes."""

    left: float = 30
    right: float = 8
    bottom: float = 30
    top: float = 18


@dataclass(frozen=True, eq=False)
class Sheet:
    """A figure with one pair of axes; sizes in points."""

    plot_id: str
    figure: "Figure"
    axes: "Axes"
    width: float
    height: float

    def svg(self) -> bytes:
        """Return the SVG, with text as text and no ids but those it refers to."""
        buffer = io.BytesIO()
        with warnings.catch_warnings():
            # Names may hold any script; the reader's fonts draw what Inter has not.
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return _lean(buffer.getvalue().decode()).encode()


@contextmanager
def sheet(plot_id: str, width: float, height: float, margins: Margins | None = None) -> Iterator[Sheet]:
    """Give a sheet of `width` x `height` points; drawing and saving happen inside the `with` block."""
    _load_fonts()
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    room = margins or Margins()
    # A user's matplotlibrc, at home or in the working folder, must not change what a report looks like, nor its bytes.
    defaults = {key: value for key, value in mpl.rcParamsDefault.items() if key != "backend"}
    ours: dict[Any, Any] = {**defaults, **settings(plot_id)}  # its stubs list every key
    with mpl.rc_context(ours):
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        axes = figure.add_axes(
            (
                room.left / width,
                room.bottom / height,
                (width - room.left - room.right) / width,
                (height - room.bottom - room.top) / height,
            )
        )
        yield Sheet(plot_id, figure, axes, width, height)


@cache
def _load_fonts() -> None:
    """Let matplotlib measure text in Inter, without looking for it among the system's fonts."""
    # Where the cache folder cannot be written it says so on every run; nothing here depends on the cache.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib.font_manager import fontManager

    for path in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(path)


def name_axes(sheet: Sheet, x: str, y: str, cropped: str = "") -> None:
    """Write the name of the x axis below it, and that of the y axis above it, where it reads without turning."""
    sheet.axes.set_xlabel(printable(x), labelpad=3)
    left = sheet.axes.get_position().x0 * sheet.width
    note(sheet, (0, 1), (-left, 9), printable(f"{y}{cropped}"), colour=MUTED)


def note(
    sheet: Sheet,
    at: tuple[float, float],
    offset: tuple[float, float],
    text: str,
    colour: str = INK,
    align: str = "left",
    weight: int = 400,
) -> None:
    """Write at a place of the axes (0 to 1 each way), moved by `offset` points; the base line is the middle."""
    sheet.axes.annotate(
        printable(text),
        xy=at,
        xycoords="axes fraction",
        xytext=offset,
        textcoords="offset points",
        ha=align,
        va="center_baseline",
        color=colour,
        fontsize=TEXT_POINTS,
        fontweight=weight,
        annotation_clip=False,
    )


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return at most `most` + 1 round numbers from `low` to `high`."""
    from matplotlib.ticker import MaxNLocator

    values = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [float(value) for value in values if low - slack <= value <= high + slack]


def tick_labels(values: Sequence[float]) -> list[str]:
    """Return the values with as many decimals as the finest of them needs, with a true minus sign."""
    decimals = next(
        (d for d in range(6) if all(abs(round(v, d) - v) < 1e-9 * max(1, abs(v)) for v in values)), 6
    )
    return [f"{value:,.{decimals}f}".replace("-", "\u2212") for value in values]


def set_ticks(axis_name: str, sheet: Sheet, values: Sequence[float]) -> None:
    """Put ticks with their numbers on the x or y axis."""
    axis = sheet.axes.xaxis if axis_name == "x" else sheet.axes.yaxis
    axis.set_ticks(list(values), labels=tick_labels(values))


_ID = re.compile(r' id="([^"]*)"')
_USED = re.compile(r'(?:url\(#|href="#)([^)"]+)')


def _lean(svg: str) -> str:
    """Drop what a page has no use for: declaration, metadata, comments, and ids that would repeat in a page."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    used = set(_USED.findall(svg))
    svg = _ID.sub(lambda found: found[0] if found[1] in used else "", svg)
    return re.sub(r">\s+<", ">\n<", svg)
