"""Every measure that was taken, in a sentence for a lay reader, with what each model reaches."""

from dataclasses import dataclass

from reportgen.bundle.readings import Readings
from reportgen.bundle.schema import ModelInfo
from reportgen.figures.captions import split_in_words
from reportgen.figures.quantity import quantity
from reportgen.rendering.numbers import common_decimals, shown
from reportgen.rendering.words import Name, capital, label

#: Models that have room beside the sentences; the best ones are shown.
MOST_MODELS = 5


@dataclass(frozen=True)
class Measure:
    """A metric: its name, what it means, and a figure for each model; empty where only classes have one."""

    title: str
    meaning: str
    values: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it has a figure for all classes together."""
        return any(self.values)


@dataclass(frozen=True)
class Measures:
    """The table: the models in its columns, its rows, and the sentences above it: where it was measured, and more."""

    models: tuple[Name, ...]
    rows: tuple[Measure, ...]
    where: str
    caption: str


def measures(readings: Readings) -> Measures:
    """Return all metrics of the bundle that have some value on the judged split, in the bundle's order."""
    models = readings.candidates[:MOST_MODELS]
    measured = {
        row.metric
        for row in readings.analysis.scores
        if row.value is not None and row.split == readings.judged_on and row.metric in readings.metrics
    }
    return Measures(
        models=tuple(label(model.title, 14) for model in models),
        rows=tuple(_measure(readings, metric, models) for metric in readings.metrics if metric in measured),
        where=_where(readings, len(models)),
        caption=" ".join([_where(readings, len(models)), reading(readings)]),
    )


def _measure(readings: Readings, metric: str, models: list[ModelInfo]) -> Measure:
    info = readings.metrics[metric]
    direction = "" if info.greater_is_better else " Lower is better."
    scores = [readings.headline(model.id, metric) for model in models]
    decimals = common_decimals(scores, readings.metrics)
    whole = any(score is not None for score in scores)
    return Measure(
        title=quantity(metric, readings.metrics).axis,
        meaning=f"{info.description}{direction}",
        values=tuple(shown(score, readings.metrics, decimals).text if whole else "" for score in scores),
    )


def _where(readings: Readings, number: int) -> str:
    where = capital(split_in_words(readings.analysis, readings.judged_on))
    left_out = len(readings.candidates) - number
    return f"{where}. The best {number} models." if left_out else f"{where}."


def reading(*several: Readings) -> str:
    """Say how the table of one or several analyses is read, and by what methods their intervals were made."""
    methods = sorted({row.method for readings in several for row in readings.analysis.scores if row.method})
    higher = "Higher is better where nothing else is said."
    intervals = f" Intervals in this report are 95\u00a0% intervals by the method of {' and '.join(methods)}."
    return f"{higher}{intervals if methods else ''}"
