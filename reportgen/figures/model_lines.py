"""One line for each model on the same axes, cropped to where they differ: what ROC and precision-recall share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, name_axes, set_ticks, sheet, ticks
from reportgen.figures.direct_labels import LINE_HEIGHT, KeyEntry, draw_key, line_style, points_of
from reportgen.figures.figure_spec import Plot
from reportgen.figures.model_identity import Identity, identities
from reportgen.figures.style import COLUMN_POINTS, HALF_POINTS
from reportgen.wording.analysis_words import plot_id, series_in_words, split_in_words
from reportgen.wording.quantity import honest_decimals, score_decimals
from reportgen.wording.text import shorten

#: More models than this get the whole width of the page.
MOST_IN_HALF = 6

#: Where a cropped axis may end, as a share of its whole length from the ideal corner; the first two only where
#: that many samples were judged that so small a part means something.
CROPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6)
MANY_SAMPLES = 5000


@dataclass(frozen=True)
class Kind:
    """What tells the two kinds apart: array names, axis names, the metric of the area, and the ideal end of x."""

    figure: str
    title: str
    x: str
    y: str
    area: str
    x_name: str
    y_name: str
    ideal_x: Literal[0, 100]
    steps: bool


@dataclass(frozen=True, eq=False)
class Line:
    """A model's curve in percent, x and y of shape (n_points,), with its area as the key shows it."""

    model: ModelInfo
    identity: Identity
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    area: str
    n: int


@dataclass(frozen=True)
class Frame:
    """Limits of both axes in percent."""

    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def cropped(self) -> bool:
        """Whether the axes show only a part."""
        return self.x != (0, 100) or self.y != (0, 100)


def compare_lines(bundle: Bundle, analysis: Analysis, kind: Kind) -> list[Plot]:
    """Draw the overall curves of all models but the naive baseline."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    lines = _lines(bundle, index, kind)
    if not lines:
        return []
    name = plot_id(analysis, kind.figure, None, index.judged_on)
    frame = crop(lines, kind.ideal_x)
    areas = series_in_words([(line.model.title, line.area) for line in lines])
    cut = " Both axes are cropped." if frame.cropped else ""
    wide = len(lines) > MOST_IN_HALF
    return [
        Plot(
            id=name,
            figure=kind.figure,
            analysis=analysis.id,
            model=None,
            split=index.judged_on,
            media="svg",
            content=_drawn(name, lines, frame, kind, wide=wide),
            alt=f"{kind.title} {split_in_words(analysis, index.judged_on)}. Area under each: {areas}.{cut}",
            width_points=COLUMN_POINTS if wide else HALF_POINTS,
        )
    ]


def _lines(bundle: Bundle, index: ScoreIndex, kind: Kind) -> list[Line]:
    known = identities(index.analysis)
    found = []
    for model in index.candidates:
        curve = index.curve(model.id, kind.figure)
        if curve is None:
            continue
        x, y = (100 * np.asarray(bundle.arrays[curve.arrays[name]], dtype=float) for name in (kind.x, kind.y))
        score = index.headline(model.id, kind.area)
        found.append((Line(model, known[model.id], x, y, "", 0 if score is None else score.n), score))
    measured = [(score.value, score.n) for _, score in found if score is not None and score.value is not None]
    decimals = max((honest_decimals(value, score_decimals(n), 1) for value, n in measured), default=0)
    return [
        line if score is None or score.value is None else replace(line, area=f"{score.value:.{decimals}f}")
        for line, score in found
    ]


def crop(lines: Sequence[Line], ideal_x: Literal[0, 100]) -> Frame:
    """Return limits that show where the lines turn: three times the distance of the worst turn from the ideal corner.

    The ideal corner is (ideal_x, 100). Where the lines stay far from it, or all reach it, the whole square is shown.
    """
    turns = [_turn(line, ideal_x) for line in lines]
    steps = CROPS if all(line.n >= MANY_SAMPLES for line in lines) else CROPS[2:]
    far = max(abs(x - ideal_x) for x, _ in turns), max(100 - y for _, y in turns)
    across, down = (_round_up(3 * distance / 100, steps) for distance in far)
    if across is None or down is None or not any(far):
        return Frame((0, 100), (0, 100))
    x_limits = (0, 100 * across) if ideal_x == 0 else (100 - 100 * across, 100)
    return Frame(x_limits, (100 - 100 * down, 100))


def _turn(line: Line, ideal_x: float) -> tuple[float, float]:
    place = int(np.argmin(np.abs(line.x - ideal_x) + (100 - line.y)))
    return float(line.x[place]), float(line.y[place])


def _round_up(share: float, steps: Sequence[float]) -> float | None:
    return next((step for step in steps if step >= share), None)


def _drawn(name: str, lines: Sequence[Line], frame: Frame, kind: Kind, *, wide: bool) -> bytes:
    width = COLUMN_POINTS if wide else HALF_POINTS
    height = max(220.0, 60 + LINE_HEIGHT * len(lines)) if wide else 196.0
    with sheet(name, width, height, Margins(right=200 if wide else 10)) as page:
        _set_frame(page, frame, kind)
        for line in reversed(lines):
            page.axes.plot(
                line.x,
                line.y,
                color=line.identity.colour,
                drawstyle="steps-pre" if kind.steps else "default",
                **line_style(line.identity),
            )
        entries = [KeyEntry(line.identity, shorten(line.model.title, 14), line.area) for line in lines]
        draw_key(page, entries, [points_of(page, line.x, line.y) for line in lines], "area", beside=wide)
        return page.svg()


def _set_frame(page: Sheet, frame: Frame, kind: Kind) -> None:
    slack_x, slack_y = 0.012 * (frame.x[1] - frame.x[0]), 0.02 * (frame.y[1] - frame.y[0])
    page.axes.set_xlim(frame.x[0] - slack_x, frame.x[1] + slack_x)
    page.axes.set_ylim(frame.y[0] - slack_y, frame.y[1] + slack_y)
    set_ticks("x", page, ticks(*frame.x))
    set_ticks("y", page, ticks(*frame.y))
    name_axes(page, kind.x_name, kind.y_name, ", cropped" if frame.cropped else "")
