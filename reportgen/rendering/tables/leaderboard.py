"""The leaderboard: every model with its main metric and interval, errors and cost; failed ones with their reason."""

from dataclasses import dataclass

from reportgen.bundle.pairwise import pairwise_comparisons
from reportgen.bundle.schema import ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.rendering.tables.cost_column import (
    cost_caption,
    cost_cells,
    cost_heads,
    merits,
)
from reportgen.rendering.tables.interval_bars import Bar, Scale, scale_of
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.rendering.tables.standing_column import standing_of
from reportgen.tasks import Task
from reportgen.wording.analysis_words import (
    is_correctness,
    judged_nouns,
    nouns,
    positive_told,
    split_in_words,
)
from reportgen.wording.grammar import Name, counted, label, name
from reportgen.wording.numbers import INTERVAL, UNDEFINED, common_decimals, count, duration, shown, size
from reportgen.wording.quantity import Quantity, quantity

#: Second headline metrics, by the kind of task; those that were measured and are not the main one are shown.
SECONDARY = {
    Task.BINARY: ("roc_auc", "f1", "average_precision", "accuracy"),
    Task.MULTICLASS: ("f1_macro", "roc_auc_ovr_macro", "accuracy"),
    Task.MULTILABEL: ("subset_accuracy", "hamming_loss", "f1_micro"),
    Task.MULTIOUTPUT: ("subset_accuracy", "mean_accuracy", "f1_weighted"),
    Task.DENOISE: ("pixel_mae", "ssim", "psnr"),
    Task.CORRECTNESS: (),
}

#: Columns between the bar and the errors: metrics, and the cross-validated figure where there is one.
MIDDLE_COLUMNS = 2


@dataclass(frozen=True)
class BoardCell:
    """A column's figure, with its interval where it has one."""

    value: str
    interval: str = ""


@dataclass(frozen=True)
class BoardRow:
    """A model's row. `cells` are the columns after the bar; a failed model has a `reason` instead of figures.

    `standing` is what it is against the recommended model.
    """

    rank: str
    title: Name
    mark: Mark
    chosen: bool
    baseline: bool
    value: str = UNDEFINED
    interval: str = ""
    bar: Bar | None = None
    standing: str = ""
    cells: tuple[BoardCell, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Leaderboard:
    """The table: heads, rows, the ends of its bars and the sentence below its heading."""

    metric: str
    caption: str
    low: str
    high: str
    heads: tuple[str, ...]
    rows: tuple[BoardRow, ...]

    @property
    def has_verdicts(self) -> bool:
        """Whether models were compared with the recommended one."""
        return any(row.standing for row in self.rows)

    @property
    def span(self) -> int:
        """Columns that the reason of a failed model takes up: all but the first."""
        return 2 + len(self.heads)


@dataclass(frozen=True)
class _Column:
    """A metric's column: how it is shown and with how many decimals."""

    how: Quantity
    decimals: int


def leaderboard(index: ScoreIndex) -> Leaderboard:
    """Return the leaderboard on the judged split, best first, the naive baseline and failed models last."""
    analysis = index.analysis
    how = quantity(analysis.main_metric, index.metrics)
    scores = [index.headline(model.id, how.metric) for model in index.candidates]
    scale = scale_of(scores, how, index.metrics[how.metric].range)
    secondary = _secondary(index)
    known = marks(analysis)
    rows = [
        _row(index, model, rank, scale, secondary, known[model.id])
        for rank, model in [
            *zip(_ranks(merits(index)), index.candidates, strict=True),
            *(("", baseline) for baseline in index.baselines),
        ]
    ]
    rows += [_failed(model, known[model.id]) for model in analysis.models if model.status != "ok"]
    return Leaderboard(
        metric=how.axis,
        caption=_caption(index, how),
        low=scale.low_text,
        high=scale.high_text,
        heads=_heads(index, secondary),
        rows=tuple(rows),
    )


def _ranks(values: list[float | None]) -> list[str]:
    """Return places from the best on; equal figures share the first of theirs, a missing one has none."""
    return ["" if value is None else str(values.index(value) + 1) for value in values]


def _secondary(index: ScoreIndex) -> list[_Column]:
    """Return the metrics that some model has a value of, as many as there is room for."""
    found = []
    for metric in SECONDARY[Task(index.analysis.task)]:
        scores = [index.headline(model.id, metric) for model in index.candidates]
        measured = any(score is not None and score.value is not None for score in scores)
        if metric != index.analysis.main_metric and measured:
            found.append(_Column(quantity(metric, index.metrics), common_decimals(scores, index.metrics)))
    return found[: MIDDLE_COLUMNS - _has_cv_column(index) - (index.analysis.cost_ranking is not None)]


def _heads(index: ScoreIndex, secondary: list[_Column]) -> tuple[str, ...]:
    metrics = [column.how.axis for column in secondary]
    folds = ["cross-validation"] if _has_cv_column(index) else []
    errors = ["Errors"] if _has_errors_column(index) else []
    times = ["Fitting", f"Per {index.analysis.dataset.noun}"] if _has_times(index) else []
    sizes = ["Size"] if _has_sizes(index) else []
    return (*cost_heads(index), *folds, *metrics, *errors, *times, *sizes)


def _has_sizes(index: ScoreIndex) -> bool:
    """Whether there are models that have a size, rather than predictions alone."""
    return not index.analysis.protocol.made_elsewhere


def _has_times(index: ScoreIndex) -> bool:
    """Whether times were kept; `--reproducible` leaves them out."""
    return not index.ok or any(model.timings for model in index.ok)


def _has_cv_column(index: ScoreIndex) -> bool:
    return index.judged_on == "test" and index.analysis.protocol.cv is not None


def _row(
    index: ScoreIndex, model: ModelInfo, rank: str, scale: Scale, secondary: list[_Column], mark: Mark
) -> BoardRow:
    how = quantity(index.analysis.main_metric, index.metrics)
    score = index.headline(model.id, how.metric)
    candidates = [index.headline(other.id, how.metric) for other in index.candidates]
    figure = shown(score, index.metrics, common_decimals([*candidates, score], index.metrics))
    cells = [_cell(index.headline(model.id, c.how.metric), index, c.decimals) for c in secondary]
    if _has_cv_column(index):
        cells.insert(0, _cell(index.headline(model.id, how.metric, "cv"), index))
    return BoardRow(
        rank=rank,
        title=label(model.title),
        mark=mark,
        chosen=model.id == index.analysis.chosen,
        baseline=model.baseline,
        value=figure.text,
        interval=figure.interval,
        bar=scale.bar(score, how),
        standing=standing_of(index, model),
        cells=(
            *(BoardCell(*own) for own in cost_cells(index, model)),
            *cells,
            *_errors_cell(index, model),
            *(_times_cells(model) if _has_times(index) else ()),
            *([BoardCell(size(model.size_bytes))] if _has_sizes(index) else []),
        ),
    )


def _times_cells(model: ModelInfo) -> tuple[BoardCell, BoardCell]:
    timings = model.timings
    per_sample = timings.predict_microseconds_per_sample if timings else None
    seconds = None if per_sample is None else per_sample / 1e6
    return BoardCell(duration(timings.fit_seconds if timings else None)), BoardCell(duration(seconds))


def _has_errors_column(index: ScoreIndex) -> bool:
    return any(index.errors(model.id) for model in index.ok)


def _errors_cell(index: ScoreIndex, model: ModelInfo) -> tuple[BoardCell, ...]:
    if not _has_errors_column(index):
        return ()
    errors = index.errors(model.id)
    return (BoardCell(count(errors[0]) if errors else UNDEFINED),)


def _cell(score: Score | None, index: ScoreIndex, decimals: int | None = None) -> BoardCell:
    figure = shown(score, index.metrics, decimals)
    return BoardCell(figure.text, figure.interval)


def _failed(model: ModelInfo, mark: Mark) -> BoardRow:
    verb = "Failed" if model.status == "failed" else "Skipped"
    reason = f"{verb}: {' '.join((model.reason or 'no reason was given').split())}"
    return BoardRow(
        rank="", title=label(model.title), mark=mark, chosen=False, baseline=model.baseline, reason=reason
    )


def _caption(index: ScoreIndex, how: Quantity) -> str:
    """Say what the figures are of and why these, what the bars show, and how times were taken."""
    analysis, where = index.analysis, split_in_words(index.analysis, index.judged_on)
    if how.metric == "accuracy":
        rightly = "that are right" if is_correctness(analysis) else "predicted correctly"
        what = f"Share of the {_judged(index)} {rightly}, in percent"
    else:
        what = f"{how.name} {where}"
    reason = (
        f"; the main figure, because {analysis.main_metric_reason}"
        if analysis.main_metric_reason and analysis.cost_ranking is None
        else ""
    )
    interval = f", with its {INTERVAL}" if any(s.low is not None for s in _main_scores(index)) else ""
    return (
        f"{cost_caption(index)}{what}{interval}{reason}. {positive_told(index.analysis)}{_seeds(index)}The bars do not "
        "start at zero. "
        f"{_verdicts(index)}{_timing(index)}"
    )


def _seeds(index: ScoreIndex) -> str:
    """Say of which seed the figures are, and what goes by all of them; empty where there is one."""
    seeds = index.analysis.protocol.repeats
    if seeds == 1:
        return ""
    return (
        f"Figures here, and those that gates limit, are of the first of {seeds} seeds; verdicts and the choice go by "
        "the means over all. "
    )


def _verdicts(index: ScoreIndex) -> str:
    """Say what the column of verdicts is about; empty where there is none."""
    chosen = index.chosen
    if index.analysis.cost_ranking is not None:
        return ""
    if chosen is None or not pairwise_comparisons(index, chosen.id):
        return ""
    title = name(chosen.title)
    return f"Verdicts are by the interval of the difference to {title}, not by whether bars overlap. "


def _timing(index: ScoreIndex) -> str:
    """Say on how many cores fits and predictions were timed."""
    if index.analysis.protocol.made_elsewhere:
        return "The models are known by their predictions alone."
    if not _has_times(index):
        return "Times are left out, so that the same data give the same report."
    cores = {model.timings.cores for model in index.candidates if model.timings} or {1}
    fits = f"{min(cores)} to {max(cores)} cores" if len(cores) > 1 else counted(max(cores), "core")
    if fits == "1 core":
        return "Fitting and prediction, the latter in batches, were timed on one core."
    return f"Fitting was timed on {fits}, prediction in batches on one core."


def _judged(index: ScoreIndex) -> str:
    """Say how many samples were judged: `360 test images`."""
    what, scores = nouns(index.analysis), _main_scores(index)
    n = f"{count(scores[0].n)} " if scores else ""
    return (
        f"{n}{judged_nouns(index.analysis)}"
        if index.judged_on == "test"
        else f"{n}{what} of the cross-validation"
    )


def _main_scores(index: ScoreIndex) -> list[Score]:
    metric = index.analysis.main_metric
    scores = [index.headline(model.id, metric) for model in index.candidates]
    return [score for score in scores if score is not None]
