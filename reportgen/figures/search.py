"""What a search found for each parameter: the inner score with its spread, the best over all other parameters."""

import numpy as np

from reportgen.bundle.schema import Analysis, MetricInfo, ModelInfo
from reportgen.bundle.search_records import Search, SearchCandidate
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, Sheet, name_axes, set_ticks, sheet, tick_labels, ticks
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.style import ACCENT, HALF_POINTS, PAPER, RULE
from reportgen.wording.analysis_words import plot_id
from reportgen.wording.quantity import Quantity, quantity
from reportgen.wording.text import printable, shorten

HEIGHT = 150.0

#: Numbers that spread over more than this factor stand on a logarithmic axis.
WIDE = 50.0

#: More values than this are not named one by one.
MOST_NAMED = 12


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw a plot for each parameter of every search that is not shown as a matrix of two."""
    return [
        _plot(analysis, model, model.search, parameter, bundle.record.metrics)
        for model in analysis.models
        if model.search is not None and not is_matrix(model.search)
        for parameter in _drawable(model.search)
    ]


def is_matrix(search: Search) -> bool:
    """Say whether a table shows the search: two parameters, not too many values, all judged on as many samples."""
    found = [{repr(c.parameters[name]) for c in search.candidates} for name in search.parameters]
    return (
        len(found) == 2
        and max(map(len, found)) <= MOST_NAMED
        and len({candidate.samples for candidate in search.candidates}) == 1
    )


def _drawable(search: Search) -> list[str]:
    """Return the parameters to draw: the only one, of several those of which different values were scored."""
    alone = len(search.parameters) == 1
    return [name for name in search.parameters if len(_best(search, name)) > (0 if alone else 1)]


def _best(search: Search, parameter: str) -> list[SearchCandidate]:
    """Return the best candidate for each value, whatever the other parameters; candidates stand best first."""
    best: dict[str, SearchCandidate] = {}
    for candidate in search.candidates:
        if candidate.mean is not None:
            best.setdefault(repr(candidate.parameters[parameter]), candidate)
    return _in_order(list(best.values()), parameter)


def _plot(
    analysis: Analysis, model: ModelInfo, search: Search, parameter: str, metrics: dict[str, MetricInfo]
) -> Plot:
    several = len(search.parameters) > 1
    place = str(1 + search.parameters.index(parameter)) if several else None
    name = plot_id(analysis, "search", model, place)
    shown = quantity(search.metric, metrics)
    found = _best(search, parameter)
    said = "; ".join(
        f"{candidate.parameters[parameter]}: {shown.scale * (candidate.mean or 0.0):.4g}"
        for candidate in found
    )
    whatever = ", the best over all other parameters" if several else ""
    return Plot(
        id=name,
        figure="search",
        analysis=analysis.id,
        model=model.id,
        split=None,
        media="svg",
        content=_drawn(name, found, parameter, shown),
        alt=printable(
            f"{shown.name} over the inner folds for each {parameter} of {model.title}{whatever}: {said}."
        ),
        width_points=HALF_POINTS,
        note=_note(found, parameter, several=several),
    )


def _note(found: list[SearchCandidate], parameter: str, *, several: bool) -> str:
    """Return how the plot is read."""
    best = (
        f"The best for each {shorten(parameter, 40)}, whatever the other parameters: mean"
        if several
        else "Mean"
    )
    fewer = (
        " Values given up earlier were judged on fewer samples."
        if len({candidate.samples for candidate in found}) > 1
        else ""
    )
    return printable(
        f"{best} over the inner folds; strokes are one standard deviation each way. Filled: chosen.{fewer}"
    )


def _drawn(name: str, found: list[SearchCandidate], parameter: str, shown: Quantity) -> bytes:
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
        section="search",
        order=70,
    )
)
