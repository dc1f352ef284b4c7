"""Precision and recall of a detector against its decision threshold, one plot for each model."""

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, name_axes, note, set_ticks, sheet, ticks
from reportgen.figures.direct_labels import Box, densified, points_inside, points_of, size_of
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.style import ACCENT, HALF_POINTS, INK, MUTED, TEXT_POINTS
from reportgen.tasks import DEFAULT_THRESHOLDS
from reportgen.wording.analysis_words import is_binary, plot_id, point_letter, positive_short, split_in_words
from reportgen.wording.text import printable, width_of

Array = NDArray[np.float64]

#: Thresholds, rising, with precision and recall in percent.
Curves = tuple[Array, Array, Array]

#: A threshold to mark, and its letter.
MarkedThreshold = tuple[str, float]

#: Letters stand at least this far apart, in points.
LETTER = 8.0


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw every model that has scores, where there is one positive class."""
    if not is_binary(analysis):
        return []
    index = ScoreIndex(analysis, bundle.record.metrics)
    plots = []
    for model in index.candidates:
        curve = index.curve(model.id, "threshold")
        if curve is None:
            continue
        arrays = {name: np.asarray(bundle.arrays[key], dtype=float) for name, key in curve.arrays.items()}
        order = np.argsort(arrays["threshold"])
        threshold, precision, recall = (arrays[name][order] for name in ("threshold", "precision", "recall"))
        if len(threshold) < 2:
            continue
        plots.append(_plot(index, model, (threshold, 100 * precision, 100 * recall)))
    return plots


def _plot(index: ScoreIndex, model: ModelInfo, curves: Curves) -> Plot:
    analysis = index.analysis
    name = plot_id(analysis, "threshold", model, index.judged_on)
    marks = _marks(index, model, curves[0])
    return Plot(
        id=name,
        figure="threshold",
        analysis=analysis.id,
        model=model.id,
        split=index.judged_on,
        media="svg",
        content=_drawn(name, curves, model.score_kind, marks, positive_short(analysis, 7)),
        alt=printable(
            f"Precision and recall of {model.title} against its decision threshold, "
            f"{split_in_words(analysis, index.judged_on)}."
        ),
        width_points=HALF_POINTS,
    )


def _marks(index: ScoreIndex, model: ModelInfo, thresholds: Array) -> list[MarkedThreshold]:
    """Return the thresholds to mark: the operating points among the scores, or the threshold in use."""
    points = index.operating_points(model.id)
    default = DEFAULT_THRESHOLDS.get(model.score_kind or "")
    if not points:
        return [] if default is None else [("", default)]
    return [
        (point_letter(place), point.threshold)
        for place, point in enumerate(points)
        if point.threshold is not None
        and (point.rule == "default" or thresholds[0] <= point.threshold <= thresholds[-1])
    ]


def _drawn(name: str, curves: Curves, kind: str | None, marks: list[MarkedThreshold], positive: str) -> bytes:
    threshold, precision, recall = curves
    with sheet(name, HALF_POINTS, 180, Margins(top=28)) as page:
        low, high = _limits(threshold, recall, [at for _, at in marks])
        page.axes.set_xlim(low, high)
        page.axes.set_ylim(-2, 102)
        for _, at in marks:
            page.axes.axvline(at, color=MUTED, linewidth=0.8, linestyle=(0, (1, 2)))
        page.axes.plot(threshold, recall, color=INK, linestyle=(0, (4, 1.8)))
        page.axes.plot(threshold, precision, color=INK)
        _draw_marks(page, curves, marks)
        set_ticks("x", page, ticks(low, high, most=4))
        set_ticks("y", page, ticks(0, 100, most=4))
        scale = {"probability": "predicted probability", "decision": "decision score"}.get(
            kind or "", "score"
        )
        name_axes(page, f"called “{positive}” from this {scale} on", "%")
        _draw_labels(page, curves)
        return page.svg()


def _draw_marks(page: Sheet, curves: Curves, marks: list[MarkedThreshold]) -> None:
    """Put a dot on both curves at each threshold, and its letter above the axes; letters keep apart."""
    threshold, precision, recall = curves
    places = [at for letter, at in marks if letter]
    for values in (precision, recall):
        page.axes.plot(
            places, np.interp(places, threshold, values), "o", color=ACCENT, markersize=3.2, zorder=5
        )
    width, _ = size_of(page)
    (low, high), taken = page.axes.get_xlim(), -LETTER
    for letter, at in sorted(marks, key=lambda mark: mark[1]):
        taken = max(width * (at - low) / (high - low), taken + LETTER)
        note(page, (0, 1), (taken, 7), letter, colour=MUTED, align="center")


def _limits(threshold: Array, recall: Array, marks: list[float]) -> tuple[float, float]:
    """Return the thresholds between which recall falls, without its long tails."""
    falling = threshold[(recall < 99.8) & (recall > 0.2)]
    ends = falling if len(falling) > 1 else threshold
    low, high = float(ends.min()), float(ends.max())
    low, high = min([low, *marks]), max([high, *marks])
    slack = 0.03 * ((high - low) or 1.0)
    return low - slack, high + slack


def _draw_labels(page: Sheet, curves: Curves) -> None:
    """Name each curve beside it, where neither curve nor the other name is in the way."""
    threshold, precision, recall = curves
    grid = np.linspace(*page.axes.get_xlim(), 241)
    lines = {
        name: densified(points_of(page, grid, np.interp(grid, threshold, values)))
        for name, values in (("precision", precision), ("recall", recall))
    }
    taken: list[Box] = []
    for name, other in (("precision", "recall"), ("recall", "precision")):
        box = _free_box(name, lines[name], lines[other], taken, size_of(page))
        taken.append(box)
        note(page, (0, 0), ((box.left + box.right) / 2, (box.bottom + box.top) / 2), name, align="center")


def _free_box(name: str, own: Array, other: Array, taken: list[Box], frame: tuple[float, float]) -> Box:
    """Return the place beside a curve where a word covers nothing and is far from the other curve."""
    half = width_of(name) * TEXT_POINTS / 2 + 1
    best, least = Box(0, 0, 0, 0), np.inf
    for x, y in own[12:-12:4]:
        for dx, dy in ((0, 9), (0, -9), (half + 5, 5), (-half - 5, -5), (half + 5, -5), (-half - 5, 5)):
            box = Box(x + dx - half, y + dy - 5, x + dx + half, y + dy + 5)
            away = np.abs(other - (x + dx, y + dy)).max(axis=1).min()
            covered = points_inside(box, own) + points_inside(box, other) + sum(box.overlap(t) for t in taken)
            cost = 10 * covered + 5 * box.outside(frame[0], frame[1] + 6) - min(away, 40.0) / 10
            cost += abs(x - frame[0] / 2) / frame[0]
            if cost < least:
                best, least = box, cost
    return best


FIGURES.register(
    FigureSpec(
        "threshold",
        "What a stricter threshold buys",
        draw,
        "Dotted: the threshold in use and, with letters, the others of the table.",
        section="models",
        order=50,
    )
)
