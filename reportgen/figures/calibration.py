"""Calibration: observed frequency by predicted probability, with bands and counts, one plot for each model."""

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, name_axes, set_ticks, sheet
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.style import ACCENT, ACCENT_PALE, HALF_POINTS, MUTED, RULE
from reportgen.wording.analysis_words import is_binary, plot_id, positive_short, split_in_words
from reportgen.wording.numbers import INTERVAL
from reportgen.wording.text import plural, printable

CurveArrays = dict[str, NDArray[np.float64]]

HEIGHT = 170.0
#: Height of the small bars of counts below the curve, in points.
COUNTS_HEIGHT = 18.0


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw every model whose scores are probabilities, but the naive baseline."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    plots = []
    for model in index.candidates:
        curve = index.curve(model.id, "calibration")
        if curve is not None:
            arrays = {name: np.asarray(bundle.arrays[key], dtype=float) for name, key in curve.arrays.items()}
            plots.append(_plot(analysis, index, model, arrays))
    return plots


def _plot(analysis: Analysis, index: ScoreIndex, model: ModelInfo, arrays: CurveArrays) -> Plot:
    name = plot_id(analysis, "calibration", model, index.judged_on)
    said = "; ".join(
        f"predicted {100 * stated:.0f} %, observed {100 * true:.0f} % of {count:.0f}"
        for stated, true, count in zip(arrays["predicted"], arrays["observed"], arrays["count"], strict=True)
    )
    return Plot(
        id=name,
        figure="calibration",
        analysis=analysis.id,
        model=model.id,
        split=index.judged_on,
        media="svg",
        content=_drawn(name, analysis, arrays),
        alt=printable(f"Calibration of {model.title} {split_in_words(analysis, index.judged_on)}: {said}."),
        width_points=HALF_POINTS,
    )


def _drawn(name: str, analysis: Analysis, arrays: CurveArrays) -> bytes:
    below = COUNTS_HEIGHT + 12
    with sheet(name, HALF_POINTS, HEIGHT, Margins(bottom=30 + below)) as page:
        _draw_curve(page, arrays)
        if is_binary(analysis):
            names = (f"predicted probability of “{positive_short(analysis)}”, %", "observed frequency, %")
        else:
            names = ("predicted probability of the predicted class, %", "observed frequency correct, %")
        name_axes(page, "", names[1])
        _draw_counts(page, arrays, names[0], analysis.dataset.noun)
        return page.svg()


def _draw_curve(page: Sheet, arrays: CurveArrays) -> None:
    x, y, low, high = (100 * arrays[key] for key in ("predicted", "observed", "low", "high"))
    order = np.argsort(x)
    x, y, low, high = x[order], y[order], low[order], high[order]
    page.axes.set_xlim(-2, 102)
    page.axes.set_ylim(-2, 104)
    page.axes.plot([0, 100], [0, 100], color=MUTED, linewidth=0.8, linestyle=(0, (1, 2)))
    page.axes.fill_between(x, low, high, color=ACCENT_PALE, linewidth=0)
    page.axes.plot(x, y, color=ACCENT, linewidth=1.2, marker="o", markersize=3.6, clip_on=False)
    set_ticks("y", page, [0, 25, 50, 75, 100])
    page.axes.xaxis.set_ticks([])


def _draw_counts(page: Sheet, arrays: CurveArrays, x_name: str, noun: str) -> None:
    """Draw how many samples each point stands for."""
    place = page.axes.get_position()
    axes = page.figure.add_axes((place.x0, 30 / page.height, place.width, COUNTS_HEIGHT / page.height))
    x, counts = 100 * arrays["predicted"], arrays["count"]
    axes.set_xlim(-2, 102)
    axes.set_ylim(0, counts.max())
    axes.vlines(x, 0, counts, color=MUTED, linewidth=4.0)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.yaxis.set_ticks([])
    most = int(counts.argmax())
    right = bool(x[most] > 50)
    said = f"{counts[most]:,.0f} {noun if counts[most] == 1 else plural(noun)}"
    axes.annotate(
        printable(said),
        (x[most], counts[most]),
        xytext=(2 if right else -2, 1),
        textcoords="offset points",
        ha="right" if right else "left",
        va="bottom",
        color=MUTED,
    )
    axes.xaxis.set_ticks([0, 25, 50, 75, 100])
    axes.set_xlabel(printable(x_name), labelpad=3)


FIGURES.register(
    FigureSpec(
        "calibration",
        "Calibration: predicted probability and observed frequency",
        draw,
        f"Dotted: perfect calibration. Band: {INTERVAL}s. Bars: how many predictions.",
        section="models",
        order=60,
    )
)
