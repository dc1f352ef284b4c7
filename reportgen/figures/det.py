"""DET: misses against false alarms of all detectors, on scales that pull the small rates apart."""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Sheet, name_axes, sheet, tick_labels
from reportgen.figures.direct_labels import KeyEntry, draw_key, line_style, points_of
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.model_identity import Identity, identities
from reportgen.figures.style import HALF_POINTS, MUTED
from reportgen.wording.analysis_words import plot_id, split_in_words
from reportgen.wording.text import printable, shorten

Array = NDArray[np.float64]

#: Rates in percent that may have a tick; the axes end at the last ones around the lines.
RATES = (0.01, 0.1, 1, 5, 20, 50, 80, 95, 99, 99.9, 99.99)

#: A line with fewer rates of either kind says nothing about a trade.
FEWEST_RATES = 10

_deviate = np.vectorize(NormalDist().inv_cdf, otypes=[float])


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw all detectors whose errors can be traded; for what was not asked for as a detector ROC is enough."""
    if analysis.positive is None:
        return []
    index, known = ScoreIndex(analysis, bundle.record.metrics), identities(analysis)
    lines = []
    for model in index.candidates:
        curve = index.curve(model.id, "roc")
        if curve is None:
            continue
        alarms, found = (np.asarray(bundle.arrays[curve.arrays[key]], dtype=float) for key in ("fpr", "tpr"))
        inner = (alarms > 0) & (alarms < 1) & (found > 0) & (found < 1)
        if min(len(set(rates[inner].tolist())) for rates in (alarms, found)) >= FEWEST_RATES:
            lines.append((model.title, known[model.id], _deviate(alarms[inner]), _deviate(1 - found[inner])))
    if not lines:
        return []
    name = plot_id(analysis, "det", None, index.judged_on)
    titles = ", ".join(title for title, *_ in lines)
    return [
        Plot(
            id=name,
            figure="det",
            analysis=analysis.id,
            model=None,
            split=index.judged_on,
            media="svg",
            content=_drawn(name, lines),
            alt=printable(
                f"False negative against false positive rate of {titles}, "
                f"{split_in_words(analysis, index.judged_on)}, both on normal-deviate scales."
            ),
            width_points=HALF_POINTS,
        )
    ]


def _drawn(name: str, lines: list[tuple[str, Identity, Array, Array]]) -> bytes:
    with sheet(name, HALF_POINTS, 196) as page:
        _set_axis("x", page, np.concatenate([x for _, _, x, _ in lines]))
        _set_axis("y", page, np.concatenate([y for _, _, _, y in lines]))
        low = max(page.axes.get_xlim()[0], page.axes.get_ylim()[0])
        # Beyond one in two wrong nobody looks for the point of equal rates.
        high = min(page.axes.get_xlim()[1], page.axes.get_ylim()[1], 0.0)
        if low < high:
            page.axes.plot([low, high], [low, high], color=MUTED, linewidth=0.7, linestyle=(0, (1, 2)))
        for _, identity, x, y in reversed(lines):
            page.axes.plot(x, y, color=identity.colour, **line_style(identity))
        name_axes(page, "false positive rate (false alarms), %", "false negative rate (misses), %")
        entries = [KeyEntry(identity, shorten(title, 14)) for title, identity, _, _ in lines]
        draw_key(page, entries, [points_of(page, x, y) for _, _, x, y in lines])
        return page.svg()


def _set_axis(axis_name: str, page: Sheet, values: Array) -> None:
    """End an axis at the rates around the values, with ticks that do not touch."""
    places = _deviate(np.array(RATES) / 100)
    first = max(0, int(np.searchsorted(places, values.min(), side="right")) - 1)
    last = min(len(RATES) - 1, int(np.searchsorted(places, values.max())))
    shown = list(range(first, last + 1))
    axis = page.axes.xaxis if axis_name == "x" else page.axes.yaxis
    axis.set_ticks([float(places[i]) for i in shown], labels=[tick_labels([RATES[i]])[0] for i in shown])
    limits = float(places[first]) - 0.08, float(places[last]) + 0.08
    (page.axes.set_xlim if axis_name == "x" else page.axes.set_ylim)(*limits)


FIGURES.register(
    FigureSpec(
        "det",
        "DET curve",
        draw,
        "Down and to the left is better; both scales stretch small rates. Dotted: equal rates.",
        order=25,
    )
)
