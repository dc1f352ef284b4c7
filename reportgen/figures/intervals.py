"""Every measure that has intervals in a panel of its own: dots with strokes, one row for each model."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from reportgen.bundle.schema import Analysis, ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.figures.canvas import Margins, sheet, tick_labels, ticks
from reportgen.figures.figure_spec import FIGURES, FigureSpec, Plot
from reportgen.figures.model_identity import Identity, identities
from reportgen.figures.style import COLUMN_POINTS, INK, RULE, TEXT_POINTS
from reportgen.tasks import Task
from reportgen.wording.analysis_words import plot_id, series_in_words, split_in_words
from reportgen.wording.numbers import INTERVAL
from reportgen.wording.quantity import Quantity, quantity
from reportgen.wording.text import printable, short_title, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Measures that models are compared by, by the kind of task; those that no model has a value of are left out.
SHOWN = {
    Task.BINARY: (
        "accuracy",
        "balanced_accuracy",
        "precision",
        "recall",
        "f1",
        "mcc",
        "roc_auc",
        "average_precision",
        "log_loss",
        "brier",
    ),
    Task.MULTICLASS: (
        "accuracy",
        "balanced_accuracy",
        "f1_macro",
        "mcc",
        "roc_auc_ovr_macro",
        "average_precision_macro",
        "log_loss",
        "brier",
    ),
    Task.MULTILABEL: (
        "subset_accuracy",
        "hamming_loss",
        "f1_macro",
        "f1_micro",
        "f1_weighted",
        "jaccard_macro",
        "roc_auc_macro",
        "average_precision_macro",
    ),
    Task.MULTIOUTPUT: ("subset_accuracy", "mean_accuracy", "f1_macro", "f1_weighted"),
    Task.DENOISE: ("pixel_mae", "psnr", "ssim", "exact_pixels"),
    Task.CORRECTNESS: ("accuracy",),
}

#: Fewer measures than this make no picture that the leaderboard does not; more models than this no legible one.
FEWEST_MEASURES, MOST_MODELS = 2, 12

#: In points: a model's row, what stands above and below a panel, and the space between panels.
ROW, ABOVE, BELOW, BETWEEN, RIGHT = 11.0, 18.0, 17.0, 16.0, 12.0

#: Panels side by side.
COLUMNS = 4


@dataclass(frozen=True)
class Panel:
    """A measure: how it is shown, and each model's figure."""

    how: Quantity
    scores: list[Score | None]

    @property
    def ends(self) -> list[float]:
        """All values and ends of intervals, as shown."""
        known = [score for score in self.scores if score is not None]
        ends = [end for score in known for end in (score.low, score.value, score.high) if end is not None]
        return [self.how.scale * end for end in ends]


def draw(bundle: Bundle, analysis: Analysis) -> list[Plot]:
    """Draw the models but the naive baseline, on the judged split."""
    index = ScoreIndex(analysis, bundle.record.metrics)
    models = index.candidates[:MOST_MODELS]
    panels = _panels(index, models)
    if len(panels) < FEWEST_MEASURES or len(models) < FEWEST_MEASURES:
        return []
    name = plot_id(analysis, "intervals", None, index.judged_on)
    where = split_in_words(analysis, index.judged_on)
    return [
        Plot(
            id=name,
            figure="intervals",
            analysis=analysis.id,
            model=None,
            split=index.judged_on,
            media="svg",
            content=_drawn(name, analysis, models, panels),
            alt=f"Measures with their intervals {where}. {' '.join(_said(panel, models) for panel in panels)}",
            width_points=COLUMN_POINTS,
        )
    ]


def _panels(index: ScoreIndex, models: Sequence[ModelInfo]) -> list[Panel]:
    found = []
    for metric in SHOWN[Task(index.analysis.task)]:
        scores = [index.headline(model.id, metric) for model in models]
        if any(score is not None and score.low is not None for score in scores):
            found.append(Panel(quantity(metric, index.metrics), scores))
    return found


def _said(panel: Panel, models: Sequence[ModelInfo]) -> str:
    figures = [
        (model.title, _figure(score, panel.how))
        for model, score in zip(models, panel.scores, strict=True)
        if score is not None and score.value is not None
    ]
    return f"{printable(panel.how.axis)}: {series_in_words(figures)}."


def _figure(score: Score, how: Quantity) -> str:
    value = f"{how.scale * (score.value or 0.0):.4g}"
    if score.low is None or score.high is None:
        return value
    return f"{value} ({how.scale * score.low:.4g} to {how.scale * score.high:.4g})"


def _drawn(name: str, analysis: Analysis, models: Sequence[ModelInfo], panels: Sequence[Panel]) -> bytes:
    labels = [short_title(model.title, 12) for model in models]
    left = 10 + TEXT_POINTS * max(width_of(label) for label in labels)
    columns = min(len(panels), COLUMNS)
    lines = ceil(len(panels) / columns)
    line = ABOVE + ROW * len(models) + BELOW
    width = (COLUMN_POINTS - left - BETWEEN * (columns - 1) - RIGHT) / columns
    known = identities(analysis)
    marks = [known[model.id] for model in models]
    with sheet(name, COLUMN_POINTS, line * lines, Margins(left, 0, 0, 0)) as page:
        page.axes.set_axis_off()
        for place, panel in enumerate(panels):
            column, row = place % columns, place // columns
            axes = page.figure.add_axes(
                (
                    (left + column * (width + BETWEEN)) / COLUMN_POINTS,
                    (line * (lines - row) - ABOVE - ROW * len(models)) / page.height,
                    width / COLUMN_POINTS,
                    ROW * len(models) / page.height,
                )
            )
            _draw_panel(axes, panel, marks, labels if column == 0 else [])
        return page.svg()


def _draw_panel(axes: "Axes", panel: Panel, marks: Sequence[Identity], labels: Sequence[str]) -> None:
    low, high = min(panel.ends), max(panel.ends)
    spread = (high - low) or 0.01 * (abs(low) or 1)
    axes.set_xlim(low - 0.08 * spread, high + 0.08 * spread)
    axes.set_ylim(len(marks) - 0.5, -0.5)
    for place, (score, mark) in enumerate(zip(panel.scores, marks, strict=True)):
        axes.axhline(place, color=RULE, linewidth=0.5, zorder=1)
        if score is not None and score.value is not None:
            _draw_figure(axes, place, score, panel.how, mark)
    shown = ticks(*axes.get_xlim(), most=2)
    axes.xaxis.set_ticks(shown, labels=tick_labels(shown))
    axes.spines["left"].set_visible(False)
    axes.yaxis.set_ticks(range(len(labels)), labels=list(labels), color=INK)
    axes.tick_params(axis="y", length=0, labelcolor=INK, pad=5)
    title = short_title(panel.how.axis, axes.bbox.width / TEXT_POINTS)
    axes.set_title(printable(title), loc="left", fontsize=TEXT_POINTS, color=INK, pad=4)


def _draw_figure(axes: "Axes", place: int, score: Score, how: Quantity, mark: Identity) -> None:
    if score.low is not None and score.high is not None:
        ends = [how.scale * score.low, how.scale * score.high]
        axes.plot(ends, [place] * 2, color=mark.colour, linewidth=1.3, clip_on=False, zorder=2)
    axes.plot(
        [how.scale * (score.value or 0.0)],
        [place],
        linestyle="none",
        marker=mark.marker,
        markersize=4.6,
        markeredgewidth=0.5,
        markeredgecolor="#ffffff",
        color=mark.colour,
        clip_on=False,
        zorder=3,
    )


FIGURES.register(
    FigureSpec(
        "intervals",
        "Every measure with its interval",
        draw,
        f"Strokes are {INTERVAL}s. Scales are cropped; of losses less is better.",
        order=5,
    )
)
