"""Every measure that was taken, in a sentence for a lay reader, with what each model reaches."""

from dataclasses import dataclass

from reportgen.bundle.schema import Analysis, ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.statistics.interval import DRAWS, RESAMPLES
from reportgen.tasks import Task
from reportgen.wording.analysis_words import split_in_words
from reportgen.wording.grammar import Name, capital, inside, label, listed
from reportgen.wording.numbers import INTERVAL, common_decimals, shown
from reportgen.wording.quantity import quantity

#: Models that have room beside the sentences; the best ones are shown.
MOST_MODELS = 5


#: Where a sample has one answer these are the accuracy, and the last the balanced accuracy, under other names.
SAME = frozenset({"precision_micro", "recall_micro", "f1_micro", "recall_weighted", "recall_macro"})

#: Averages over both classes, where figures of the positive class and of each class stand elsewhere.
OVER_BOTH = frozenset({"precision_macro", "precision_weighted", "f1_macro", "f1_weighted"})


@dataclass(frozen=True)
class MeaningValue:
    """A figure and its interval, where it has one."""

    text: str
    interval: str


@dataclass(frozen=True)
class Measure:
    """A metric: its name, what it means, and a figure for each model; none where only classes have one."""

    title: str
    meaning: str
    values: tuple[MeaningValue, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it has a figure for all classes together."""
        return bool(self.values)


@dataclass(frozen=True)
class Measures:
    """The table: the models in its columns, its rows, and the sentences above it: where it was measured, and more."""

    models: tuple[Name, ...]
    rows: tuple[Measure, ...]
    where: str
    caption: str


def measures(index: ScoreIndex) -> Measures:
    """Return all metrics of the bundle that have some value on the judged split, in the bundle's order."""
    models = index.candidates[:MOST_MODELS]
    measured = {
        row.metric
        for row in index.analysis.scores
        if row.value is not None and row.split == index.judged_on and row.metric in index.metrics
    }
    left_out, why = _left_out(index.analysis, measured)
    return Measures(
        models=tuple(label(model.title, 14) for model in models),
        rows=tuple(
            _measure(index, metric, models) for metric in index.metrics if metric in measured - left_out
        ),
        where=_where(index, len(models)),
        caption=" ".join([_where(index, len(models)), why, reading(index)]),
    )


def _left_out(analysis: Analysis, measured: set[str]) -> tuple[set[str], str]:
    """Return the metrics that would only repeat others, and the sentence that says so."""
    if analysis.task not in (Task.BINARY, Task.MULTICLASS):
        return set(), ""
    binary = analysis.task == Task.BINARY
    found = (measured & (SAME | OVER_BOTH if binary else SAME)) - {analysis.main_metric}
    said = (
        "Averages over both classes are left out."
        if binary
        else "Micro averages and the weighted recall, which are the accuracy, and the macro recall, which is the "
        "balanced accuracy, are left out."
    )
    return found, said if found else ""


def _measure(index: ScoreIndex, metric: str, models: list[ModelInfo]) -> Measure:
    info = index.metrics[metric]
    direction = "" if info.greater_is_better else " Lower is better."
    scores = [index.headline(model.id, metric) for model in models]
    decimals = common_decimals(scores, index.metrics)
    whole = any(score is not None for score in scores)
    return Measure(
        title=quantity(metric, index.metrics).axis,
        meaning=f"{info.description}{direction}",
        values=tuple(_value(score, index, decimals) for score in scores) if whole else (),
    )


def _value(score: Score | None, index: ScoreIndex, decimals: int) -> MeaningValue:
    figure = shown(score, index.metrics, decimals)
    return MeaningValue(figure.text, figure.interval)


def _where(index: ScoreIndex, number: int) -> str:
    where = capital(split_in_words(index.analysis, index.judged_on))
    left_out = len(index.candidates) - number
    return f"{where}. The best {number} models." if left_out else f"{where}."


def reading(*several: ScoreIndex) -> str:
    """Say how the table of one or several analyses is read, and by what methods their intervals were made."""
    made: dict[str, dict[str, None]] = {}
    for index in several:
        for row in index.analysis.scores:
            if row.method and row.metric in index.metrics:
                made.setdefault(_plain_method(row.method), {})[quantity(row.metric, index.metrics).name] = (
                    None
                )
    if not made:
        return HIGHER
    methods = "; ".join(f"{method} for {_some(list(names))}" for method, names in made.items())
    rows = [row for index in several for row in index.analysis.scores]
    groups = " Only whole groups of samples count as independent." if any(map(_by_group, rows)) else ""
    recipes = f" {OF_RECIPE}" if any(row.estimand == "recipe" for row in rows) else ""
    return f"{HIGHER} Intervals in this report are {INTERVAL}s: {methods}.{groups}{recipes}"


HIGHER = "Higher is better where nothing else is said."

#: What intervals of a cross-validation without a test speak of.
OF_RECIPE = (
    "As the folds alone judge, intervals are of the recipe, models trained anew on other data of as many samples, and "
    "wider than those of these fitted models (Nadeau and Bengio's correction)."
)

#: More metrics than this share a method without being named.
MOST_NAMED = 4


def _plain_method(method: str) -> str:
    """Return what a method is called here, without what was done to it for folds, groups or a bounded scale."""
    plain = method.split(", ", maxsplit=1)[0]
    return SOURCES.get(plain, plain)


def _by_group(row: Score) -> bool:
    return "by group" in (row.method or "")


def _some(names: list[str]) -> str:
    if len(names) <= MOST_NAMED:
        return listed([inside(name) for name in names])
    return f"{', '.join(inside(name) for name in names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"


#: What the methods of intervals are called here, with who proposed them.
SOURCES: dict[str, str] = {
    "Wilson": "Wilson's score interval (1927)",
    "DeLong": "DeLong's variance (1988), with a model's where few samples tell,",
    "debiased": "the debiased error's own spread (Kumar 2019)",
    "Newcombe": "Newcombe's interval (2006), where an area is 1 or 0,",
    "infinitesimal jackknife": "the infinitesimal jackknife (Jaeckel 1972)",
    "bootstrap": f"the bootstrap ({RESAMPLES:,} resamples)",
    "bootstrap of the matrix": f"matrices drawn around the counts ({DRAWS:,})",
    "t": "Student's t, corrected for skewness,",
}
