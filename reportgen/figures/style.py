"""The look of all figures: colours, type, markers and dashes; matplotlib's settings for them."""

from pathlib import Path
from typing import Any

#: Size of a report's text in print, in points, and of the text in figures.
BODY_POINTS = 9.0
TEXT_POINTS = 8.0

#: Width of the text column of a printed page, in points, and of one of two figures side by side.
COLUMN_POINTS = 499.0
HALF_POINTS = 240.0

INK = "#1d2125"
MUTED = "#59626b"
RULE = "#c9cfd5"
PAPER = "#ffffff"
ACCENT = "#0072b1"
ACCENT_PALE = "#d3e5f1"

#: Okabe and Ito, "Color universal design", 2008; without the yellow and the black, which are paper and ink here.
#: Hues a hair apart from ACCENT, so that each can have its own shade on a dark screen.
CATEGORICAL = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")

#: Numbers of colours, dashes and markers share no divisor, so that 6 x 5 x 7 models differ in some way.
DASHES: tuple[tuple[float, ...], ...] = ((), (4.0, 1.6), (1.2, 1.2), (5.0, 1.4, 1.2, 1.4), (8.0, 2.0))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

#: What each colour of a figure is called in the page's style sheet, where it has a light and a dark shade.
VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    RULE: "--rule-strong",
    PAPER: "--paper",
    ACCENT: "--accent",
    ACCENT_PALE: "--accent-pale",
    **{colour: f"--c{place}" for place, colour in enumerate(CATEGORICAL)},
}

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ["Inter", "DejaVu Sans", "sans-serif"]


def settings(plot_id: str) -> dict[str, Any]:
    """Return matplotlib's settings; `plot_id` salts the ids in the SVG so that several can share a page."""
    return {
        "font.family": FAMILIES,
        "font.size": TEXT_POINTS,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": RULE,
        "axes.facecolor": "none",
        "axes.labelcolor": MUTED,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "figure.facecolor": "none",
        "lines.linewidth": 1.4,
        "lines.solid_capstyle": "round",
        "svg.fonttype": "none",
        "svg.hashsalt": plot_id,
        "xtick.color": RULE,
        "ytick.color": RULE,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
        "xtick.major.width": 0.7,
        "ytick.major.width": 0.7,
        "xtick.major.size": 3.0,
        "ytick.major.size": 3.0,
        "xtick.major.pad": 2.5,
        "ytick.major.pad": 2.5,
    }
