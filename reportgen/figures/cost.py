"""Quality against cost: the main metric with its interval against the time of a prediction."""

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

import numpy as np

from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, name_axes, set_ticks, sheet, ticks
from reportgen.figures.direct_labels import place_names, points_of, size_of
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.model_identity import Identity, identities
from reportgen.figures.style import HALF_POINTS, INK, TEXT_POINTS
from reportgen.wording.analysis_words import plot_id, series_in_words, split_in_words
from reportgen.wording.numbers import INTERVAL
from reportgen.wording.quantity import Quantity, quantity
from reportgen.wording.text import shorten

if TYPE_CHECKING:
    from matplotlib.ticker import Locator

#: Fewer models than this make no picture that their table does not.
FEWEST = 2


@dataclass(frozen=True)
class Point:
    """A model: microseconds for a sample, and the main metric as shown, with its interval where there is one."""

    model: ModelInfo
    identity: Identity
    cost: float
    value: float
    low: float | None
    high: float | None


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the models but the naive baseline."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    shown = quantity(analysis.main_metric, bundle.record.metrics)
    points = _points(index, shown)
    if len(points) < FEWEST:
        return []
    name = plot_id(analysis, "cost", None, index.judged_on)
    costs = series_in_words([(p.model.title, f"{p.value:.4g} at {p.cost:.3g} microseconds") for p in points])
    return [
        Plot(
            id=name,
            figure="cost",
            analysis=analysis.id,
            model=None,
            split=index.judged_on,
            media="svg",
            content=_drawn(name, points, shown, analysis.dataset.noun),
            alt=f"{shown.name} {split_in_words(analysis, index.judged_on)} "
            f"against the time of a prediction: {costs}.",
            width_points=HALF_POINTS,
            note=_note(index, points),
        )
    ]


def _note(index: ScoreIndex, points: list[Point]) -> str:
    """Say which way is better, and what the strokes are where there are any."""
    better = "Down and to the left is better." if index.lower_is_better else "Up and to the left is better."
    strokes = any(point.low is not None for point in points)
    return f"{better} Strokes are {INTERVAL}s." if strokes else better


def _points(index: ScoreIndex, shown: Quantity) -> list[Point]:
    known = identities(index.analysis)
    found = []
    for model in index.candidates:
        score = index.headline(model.id, index.analysis.main_metric)
        cost = model.timings.predict_microseconds_per_sample if model.timings else None
        if score is None or score.value is None or not cost or cost <= 0:
            continue
        low, high = (None if end is None else shown.scale * end for end in (score.low, score.high))
        found.append(Point(model, known[model.id], cost, shown.scale * score.value, low, high))
    return found


def _drawn(name: str, points: list[Point], shown: Quantity, noun: str) -> bytes:
    with sheet(name, HALF_POINTS, 184, Margins(left=32, right=14)) as page:
        _set_limits(page, points)
        for point in points:
            _draw_point(page, point)
        name_axes(page, f"microseconds for one {noun}, log scale", shown.axis, ", cropped")
        _draw_names(page, points)
        return page.svg()


def _set_limits(page: Sheet, points: list[Point]) -> None:
    page.axes.set_xscale("log")
    low, high = log10(min(p.cost for p in points)), log10(max(p.cost for p in points))
    slack = max(0.12 * (high - low), 0.5 - (high - low) / 2, 0.2)
    page.axes.set_xlim(10 ** (low - slack), 10 ** (high + slack))
    page.axes.xaxis.set_minor_locator(_no_ticks())
    marks = _log_ticks(low - slack, high + slack)
    page.axes.xaxis.set_ticks(marks, labels=[f"{mark:,.6g}" for mark in marks])
    ends = [end for p in points for end in (p.low, p.high, p.value) if end is not None]
    spread = (max(ends) - min(ends)) or 0.02 * (abs(ends[0]) or 1)
    page.axes.set_ylim(min(ends) - 0.16 * spread, max(ends) + 0.16 * spread)
    set_ticks("y", page, ticks(*page.axes.get_ylim(), most=4))


def _log_ticks(low: float, high: float) -> list[float]:
    """Return powers of ten between 10 ** low and 10 ** high, with twos and fives where there are too few."""
    decades = [10.0**k for k in range(ceil(low), floor(high) + 1)]
    if len(decades) > 1:
        return decades[:: ceil(len(decades) / 5)]
    finer = [step * 10.0**k for k in range(floor(low), ceil(high) + 1) for step in (1, 2, 5)]
    return [value for value in finer if low <= log10(value) <= high]


def _no_ticks() -> "Locator":
    from matplotlib.ticker import NullLocator

    return NullLocator()


def _draw_point(page: Sheet, point: Point) -> None:
    if point.low is not None and point.high is not None:
        page.axes.plot([point.cost] * 2, [point.low, point.high], color=point.identity.colour, linewidth=1.1)
    page.axes.plot(
        [point.cost],
        [point.value],
        linestyle="none",
        marker=point.identity.marker,
        markersize=6,
        markeredgewidth=0.6,
        markeredgecolor="#ffffff",
        color=point.identity.colour,
    )


def _draw_names(page: Sheet, points: list[Point]) -> None:
    costs = np.array([p.cost for p in points])
    places = points_of(page, costs, np.array([p.value for p in points]))
    lows, highs = (
        points_of(page, costs, np.array([p.value if end is None else end for p, end in ends]))[:, 1]
        for ends in ([(p, p.low) for p in points], [(p, p.high) for p in points])
    )
    names = [shorten(p.model.title, 15) for p in points]
    width, height = size_of(page)
    boxes = place_names(places, names, (width, height), np.column_stack([lows, highs]))
    for box, name in zip(boxes, names, strict=True):
        middle = (box.bottom + box.top) / 2
        page.axes.annotate(
            name,
            xy=(box.left / width, middle / height),
            xycoords="axes fraction",
            va="center_baseline",
            fontsize=TEXT_POINTS,
            color=INK,
        )


FIGURES.register(
    FigureSpec(
        "cost",
        "Quality against cost",
        draw,
        order=40,
    )
)
