"""What a search found for one parameter: the inner score with its spread, one plot for each model that was searched."""

import numpy as np

from reportgen.bundle.schema import Analysis, MetricInfo, ModelInfo
from reportgen.bundle.search import Search, SearchCandidate
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, name_axes, set_ticks, sheet, tick_labels, ticks
from reportgen.figures.captions import plot_id
from reportgen.figures.quantity import Quantity, quantity
from reportgen.figures.spec import FIGURES, FigureSpec, Plot
from reportgen.figures.style import ACCENT, HALF_POINTS, PAPER, RULE
from reportgen.figures.wording import printable, shorten

HEIGHT = 150.0

#: Numbers that spread over more than this factor stand on a logarithmic axis.
WIDE = 50.0

#: More values than this are not named one by one.
MOST_NAMED = 12


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the searches over a single parameter; those over more are tables."""
    return [
        _plot(analysis, model, model.search, bundle.record.metrics)
        for model in analysis.models
        if model.search is not None and len(model.search.parameters) == 1 and _scored(model.search)
    ]


def _scored(search: Search) -> list[SearchCandidate]:
    return [candidate for candidate in search.candidates if candidate.mean is not None]


def _plot(analysis: Analysis, model: ModelInfo, search: Search, metrics: dict[str, MetricInfo]) -> Plot:
    name = plot_id(analysis, "search", model, None)
    (parameter,) = search.parameters
    shown = quantity(search.metric, metrics)
    said = "; ".join(
        f"{candidate.parameters[parameter]}: {shown.scale * (candidate.mean or 0.0):.4g}"
        for candidate in _scored(search)
    )
    return Plot(
        id=name,
        figure="search",
        analysis=analysis.id,
        model=model.id,
        split=None,
        media="svg",
        content=_drawn(name, search, parameter, shown),
        alt=printable(f"{shown.name} over the inner folds for each {parameter} of {model.title}: {said}."),
        width_points=HALF_POINTS,
    )


def _drawn(name: str, search: Search, parameter: str, shown: Quantity) -> bytes:
    found = _in_order(_scored(search), parameter)
    values = [candidate.parameters[parameter] for candidate in found]
    numeric = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    wide = numeric and min(values) > 0 and max(values) / min(values) >= WIDE
    places = np.array(values if numeric else range(len(values)), dtype=float)
    places = np.log10(places) if wide else places
    mean = shown.scale * np.array([candidate.mean for candidate in found], dtype=float)
    spread = shown.scale * np.array([candidate.std or 0.0 for candidate in found])
    with sheet(name, HALF_POINTS, HEIGHT, Margins(left=36)) as page:
        _frame(page, places, mean - spread, mean + spread)
        page.axes.vlines(places, mean - spread, mean + spread, color=RULE, linewidth=2.2)
        if numeric:
            page.axes.plot(places, mean, color=ACCENT, linewidth=0.9)
        chosen = np.array([candidate.chosen for candidate in found])
        _dots(page, places[~chosen], mean[~chosen], filled=False)
        _dots(page, places[chosen], mean[chosen], filled=True)
        _name_values(page, places, values)
        name_axes(page, shorten(parameter, 20), f"{shown.axis}, cropped")
        return page.svg()


def _in_order(candidates: list[SearchCandidate], parameter: str) -> list[SearchCandidate]:
    """Return the candidates by value where values have an order, else by name."""
    try:
        return sorted(candidates, key=lambda candidate: candidate.parameters[parameter])
    except TypeError:
        return sorted(candidates, key=lambda candidate: str(candidate.parameters[parameter]))


def _frame(page: Sheet, places: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
    across = float(np.ptp(places)) or 1.0
    up = float(high.max() - low.min()) or 0.01
    page.axes.set_xlim(places.min() - 0.08 * across, places.max() + 0.08 * across)
    page.axes.set_ylim(low.min() - 0.06 * up, high.max() + 0.06 * up)
    set_ticks("y", page, ticks(*page.axes.get_ylim(), most=4))


def _dots(page: Sheet, x: np.ndarray, y: np.ndarray, *, filled: bool) -> None:
    page.axes.plot(
        x,
        y,
        linestyle="none",
        marker="o",
        markersize=6 if filled else 4.6,
        markerfacecolor=ACCENT if filled else PAPER,
        markeredgecolor=ACCENT,
        zorder=3,
        clip_on=False,
    )


def _name_values(page: Sheet, places: np.ndarray, values: list[object]) -> None:
    step = -(-len(values) // MOST_NAMED)
    shown = range(0, len(values), step)
    numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    whole = len(numbers) == len(values) and all(float(number).is_integer() for number in numbers)
    named = tick_labels(numbers) if whole else [shorten(str(value), 8) for value in values]
    page.axes.xaxis.set_ticks([places[i] for i in shown], labels=[printable(named[i]) for i in shown])


FIGURES.register(
    FigureSpec(
        "search",
        "Score for each value",
        draw,
        "Mean over the inner folds; strokes are one standard deviation each way. Filled: chosen.",
        section="search",
        order=70,
    )
)
