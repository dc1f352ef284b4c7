"""Direct labels: a key in the emptiest corner of a plot, and names beside points that do not cover each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.figures.canvas import Sheet, note
from reportgen.figures.model_identity import Identity
from reportgen.figures.style import MUTED, TEXT_POINTS
from reportgen.wording.text import width_of

LINE_HEIGHT = 11.0
SAMPLE_WIDTH = 16.0


class Box(NamedTuple):
    """A rectangle in points from the lower left corner of the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: "Box") -> float:
        """Return the area shared with another box."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)

    def outside(self, width: float, height: float) -> float:
        """Return how far it sticks out of a frame of this size."""
        return (
            max(0, -self.left) + max(0, -self.bottom) + max(0, self.right - width) + max(0, self.top - height)
        )


@dataclass(frozen=True)
class KeyEntry:
    """A line of a key: whose it is, the name, and a figure to its right."""

    identity: Identity
    name: str
    figure: str = ""


def size_of(sheet: Sheet) -> tuple[float, float]:
    """Return width and height of the axes in points."""
    place = sheet.axes.get_position()
    return place.width * sheet.width, place.height * sheet.height


def points_of(sheet: Sheet, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return data coordinates as points from the lower left corner of the axes, of shape (n, 2)."""
    width, height = size_of(sheet)
    (x0, x1), (y0, y1) = sheet.axes.get_xlim(), sheet.axes.get_ylim()
    if sheet.axes.get_xscale() == "log":
        x, x0, x1 = np.log10(x), float(np.log10(x0)), float(np.log10(x1))
    return np.column_stack([(x - x0) / (x1 - x0) * width, (y - y0) / (y1 - y0) * height])


def draw_key(
    sheet: Sheet,
    entries: Sequence[KeyEntry],
    lines: Sequence[NDArray[np.float64]],
    heading: str = "",
    *,
    beside: bool = False,
) -> None:
    """Write the key into the corner that the lines (points of shape (n, 2), see `points_of`) cross least.

    With `beside` it stands to the right of the axes, where the sheet has left room for it.
    """
    width, height = size_of(sheet)
    names = max(width_of(entry.name) for entry in entries) * TEXT_POINTS
    figures = max(width_of(entry.figure) for entry in entries) * TEXT_POINTS
    wide = SAMPLE_WIDTH + 5 + max(names + (8 + figures if figures else 0), width_of(heading) * TEXT_POINTS)
    tall = LINE_HEIGHT * (len(entries) + bool(heading))
    pad = 4.0
    if beside:
        _write_key(sheet, entries, Box(width + 16, height - tall, width + 16 + wide, height), heading)
        return
    corners = [
        Box(left, bottom, left + wide, bottom + tall)
        for left, bottom in (
            (width - wide - pad, pad),
            (pad + 2, pad),
            (width - wide - pad, height - tall - pad),
            (pad + 2, height - tall - pad),
        )
    ]
    dense = [densified(line) for line in lines]
    box = min(corners, key=lambda corner: sum(points_inside(corner, line) for line in dense))
    _write_key(sheet, entries, box, heading)


def _write_key(sheet: Sheet, entries: Sequence[KeyEntry], box: Box, heading: str) -> None:
    width, height = size_of(sheet)
    top = box.top - LINE_HEIGHT / 2
    if heading:
        note(sheet, (0, 0), (box.right, top), heading, colour=MUTED, align="right")
        top -= LINE_HEIGHT
    for place, entry in enumerate(entries):
        y = top - place * LINE_HEIGHT
        xs = [box.left / width, (box.left + SAMPLE_WIDTH) / width]
        sheet.axes.plot(
            xs,
            [y / height] * 2,
            transform=sheet.axes.transAxes,
            color=entry.identity.colour,
            clip_on=False,
            **line_style(entry.identity),
        )
        note(sheet, (0, 0), (box.left + SAMPLE_WIDTH + 5, y), entry.name)
        if entry.figure:
            note(sheet, (0, 0), (box.right, y), entry.figure, align="right")


def line_style(identity: Identity) -> dict[str, Any]:
    """Return the dash of a model's line as matplotlib takes it."""
    return {"linestyle": (0, identity.dash)} if identity.dash else {"linestyle": "solid"}


def densified(line: NDArray[np.float64], step: float = 3.0) -> NDArray[np.float64]:
    """Return a polyline with a point at least every `step` points, so that long strokes are not overlooked."""
    if len(line) < 2:
        return line
    lengths = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    places = np.linspace(0, along[-1], min(2000, int(along[-1] / step) + 2))
    return np.column_stack([np.interp(places, along, line[:, 0]), np.interp(places, along, line[:, 1])])


def points_inside(box: Box, points: NDArray[np.float64]) -> int:
    """Count the points (of shape (n, 2)) within a box."""
    x, y = points[:, 0], points[:, 1]
    return int(((x > box.left) & (x < box.right) & (y > box.bottom) & (y < box.top)).sum())


def place_names(
    points: NDArray[np.float64],
    names: Sequence[str],
    frame: tuple[float, float],
    whiskers: NDArray[np.float64],
) -> list[Box]:
    """Return a box for each name beside its point, such that boxes cover neither each other nor what is drawn.

    Parameters
    ----------
    points : ndarray of shape (n, 2)
        In points from the lower left corner of the axes.
    frame : (float, float)
        Width and height that the boxes should stay within.
    whiskers : ndarray of shape (n, 2)
        Lower and upper end of the stroke through each point, on the same scale.
    """
    drawn = [Box(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    strokes = [Box(x - 2, low, x + 2, high) for (x, _), (low, high) in zip(points, whiskers, strict=True)]
    placed: list[Box] = []
    for (x, y), (low, high), name in zip(points, whiskers, names, strict=True):
        half = width_of(name) * TEXT_POINTS / 2
        centres = [(x + side * (8 + half), y + dy) for dy in (0, 9, -9, 18, -18) for side in (1, -1)]
        centres += [(x + side * half, high + dy) for dy in (9, 19, 29) for side in (0, 1, -1)]
        centres += [(x + side * half, low - dy) for dy in (9, 19, 29) for side in (0, 1, -1)]
        options = [Box(cx - half, cy - 4.5, cx + half, cy + 4.5) for cx, cy in centres]
        busy = [*drawn, *placed]
        placed.append(min(options, key=lambda box: _cost(box, busy, strokes, frame)))
    return placed


def _cost(box: Box, busy: Sequence[Box], strokes: Sequence[Box], frame: tuple[float, float]) -> float:
    crossed = sum(box.overlap(stroke) > 0 for stroke in strokes)
    return sum(box.overlap(other) for other in busy) + 40 * crossed + 50 * box.outside(*frame)
