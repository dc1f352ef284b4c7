"""Section 6, several labels: each model's figures by label, a small matrix and thresholds for each, labels together."""

from dataclasses import dataclass

from reportgen.bundle.schema import CoOccurrence, ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.single_outputs import parts_of
from reportgen.findings.several_answers import all_right
from reportgen.rendering.model_head import ModelHead, entries, model_head, ordered
from reportgen.rendering.plot_pictures import Picture
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.tables.confusion_matrix import MOST_CLASSES, MatrixView, matrices, together
from reportgen.rendering.tables.interval_bars import Bar, scale_of
from reportgen.rendering.tables.operating_point_table import PointRow, chosen_in_words, point_row
from reportgen.wording.analysis_words import is_labels, nouns
from reportgen.wording.grammar import Name, label
from reportgen.wording.numbers import INTERVAL, UNDEFINED, ShownNumber, common_decimals, count, shown
from reportgen.wording.quantity import quantity

#: Headline figures of a model.
TILES = ("subset_accuracy", "hamming_loss", "f1_micro", "jaccard_macro", "roc_auc_macro")

#: Figures by label; those with a bar are drawn as well.
BARRED = ("recall", "precision")
PLAIN = ("f1", "roc_auc", "average_precision")

#: Of more labels than this only the weakest get a matrix.
MOST_MATRICES = 12

#: Of more labels than this only the thresholds for the best F1 are shown, and of the weakest labels alone.
MOST_WITH_ALL_RULES, MOST_THRESHOLDS = 4, 24


@dataclass(frozen=True)
class Barred:
    """A figure with its bar and the reason where it is undefined."""

    value: str
    bar: Bar | None
    reason: str


@dataclass(frozen=True)
class LabelRow:
    """A label's figures: those with bars, those without, and how many samples have it."""

    name: Name
    barred: tuple[Barred, ...]
    plain: tuple[ShownNumber, ...]
    samples: str


@dataclass(frozen=True)
class LabelTable:
    """All labels of a model, weakest F1 first; `low` and `high` are the ends of the bars."""

    barred: tuple[str, ...]
    plain: tuple[str, ...]
    low: str
    high: str
    rows: tuple[LabelRow, ...]
    footnote: str


@dataclass(frozen=True)
class LabelPoints:
    """A label and the thresholds for it."""

    name: Name
    rows: tuple[PointRow, ...]


@dataclass(frozen=True)
class LabelledModel:
    """A model's part of the section."""

    head: ModelHead
    table: LabelTable
    matrices: tuple[MatrixView, ...]
    matrices_note: str
    together: tuple[MatrixView, ...]
    thresholds: tuple[LabelPoints, ...]
    thresholds_note: str
    figures: tuple[Picture, ...]


@dataclass(frozen=True)
class LabelsView:
    """All models, the recommended one first."""

    heading: str
    nouns: str
    models: tuple[LabelledModel, ...]


def view(context: SectionContext) -> LabelsView:
    """Return the section on each model, label by label."""
    parts = [ScoreIndex(part, context.index.metrics) for part in parts_of(context.analysis)]
    return LabelsView(
        heading="What each model gets right and wrong, label by label",
        nouns=nouns(context.analysis).capitalize(),
        models=tuple(_model(context, model, parts) for model in ordered(context)),
    )


def _model(context: SectionContext, model: ModelInfo, parts: list[ScoreIndex]) -> LabelledModel:
    analysis = context.analysis
    weakest = sorted(parts, key=lambda part: _f1(part, model))
    small = weakest[:MOST_MATRICES] if len(weakest) > MOST_MATRICES else parts
    left_out = (
        f"The {MOST_MATRICES} labels with the lowest F1 of {len(parts)}. " if small is not parts else ""
    )
    return LabelledModel(
        head=model_head(context, model, TILES, all_right(context.index, model)),
        table=_table(weakest, model),
        matrices=tuple(filter(None, (_matrix(part, model) for part in small))),
        matrices_note=f"{left_out}In {nouns(analysis)}. Rows: whether the label is there. Columns: as predicted.",
        together=_together(context, model),
        thresholds=_thresholds(weakest, model),
        thresholds_note=_thresholds_note(parts[0], model),
        figures=tuple(context.pictures.in_section("labels", model.id)),
    )


def _f1(part: ScoreIndex, model: ModelInfo) -> float:
    score = part.headline(model.id, "f1")
    return 2.0 if score is None or score.value is None else score.value


def _table(parts: list[ScoreIndex], model: ModelInfo) -> LabelTable:
    metrics = parts[0].metrics
    columns = {metric: [part.headline(model.id, metric) for part in parts] for metric in (*BARRED, *PLAIN)}
    how = quantity("recall", metrics)
    scale = scale_of([score for metric in BARRED for score in columns[metric]], how, (0.0, 1.0))
    decimals = {metric: common_decimals(column, metrics) for metric, column in columns.items()}
    measured = [
        m for m in PLAIN if any(score is not None and score.value is not None for score in columns[m])
    ]
    rows = []
    for place, part in enumerate(parts):
        barred = []
        for metric in BARRED:
            figure = shown(columns[metric][place], metrics, decimals[metric])
            barred.append(Barred(figure.text, scale.bar(columns[metric][place], how), figure.reason))
        plain = tuple(shown(columns[m][place], metrics, decimals[m]) for m in measured)
        rows.append(LabelRow(label(part.analysis.positive or ""), tuple(barred), plain, _samples(part)))
    return LabelTable(
        tuple(quantity(metric, metrics).name for metric in BARRED),
        tuple(quantity(metric, metrics).axis for metric in measured),
        scale.low_text,
        scale.high_text,
        tuple(rows),
        _footnote([score for metric in BARRED for score in columns[metric] if score is not None]),
    )


def _footnote(scores: list[Score]) -> str:
    """Say what strokes are, and why figures are missing."""
    strokes = f"Strokes are {INTERVAL}s. " if any(score.low is not None for score in scores) else ""
    reasons = dict.fromkeys(_reason(score) for score in scores if score.value is None and score.reason)
    return strokes + (f"{UNDEFINED} is undefined: {'; '.join(reasons)}." if reasons else "")


def _reason(score: Score) -> str:
    return (score.reason or "").removeprefix("undefined: ").replace("the class", "the label")


def _samples(part: ScoreIndex) -> str:
    """Return how many of the judged samples have the label."""
    split = "test" if part.judged_on == "test" else "train"
    return count(part.analysis.dataset.class_counts[split][part.analysis.dataset.classes[1]])


def _matrix(part: ScoreIndex, model: ModelInfo) -> MatrixView | None:
    confusion = part.confusion(model.id)
    if confusion is None or confusion.matrix is None:
        return None
    view = matrices(confusion.matrix, part.analysis.dataset.classes, nouns(part.analysis))[0]
    return MatrixView(label(part.analysis.positive or "", 20).short, "", view.heads, view.rows, view.numbered)


def _together(context: SectionContext, model: ModelInfo) -> tuple[MatrixView, ...]:
    names = context.analysis.dataset.classes
    found = [c for c in context.analysis.co_occurrences if _is_of(c, context, model)]
    if not found or len(names) > MOST_CLASSES:
        return ()
    what = nouns(context.analysis).capitalize()
    return (
        together("Labels together, true", f"{what} that have both labels.", names, found[0].actual),
        together("Labels together, predicted", f"{what} predicted to have both.", names, found[0].predicted),
    )


def _thresholds(parts: list[ScoreIndex], model: ModelInfo) -> tuple[LabelPoints, ...]:
    """Return every label's operating points; of many labels those for the best F1 alone, of the weakest."""
    few = len(parts) <= MOST_WITH_ALL_RULES
    found = []
    for part in parts[:MOST_THRESHOLDS]:
        points = enumerate(part.operating_points(model.id))
        rows = tuple(point_row(place, point) for place, point in points if few or point.rule == "best f1")
        found.append(LabelPoints(label(part.analysis.positive or ""), rows))
    return tuple(one for one in found if one.rows) if model.score_kind else ()


def _thresholds_note(part: ScoreIndex, model: ModelInfo) -> str:
    points = part.operating_points(model.id)
    if not points:
        return ""
    chosen = chosen_in_words(part.analysis, points)
    return (
        f"A label is given where its score is at least the threshold. {chosen} {UNDEFINED} stands where a rule is out "
        "of reach, or nothing was given the label."
    )


def _is_of(found: CoOccurrence, context: SectionContext, model: ModelInfo) -> bool:
    return (found.model, found.split) == (model.id, context.index.judged_on)


SECTIONS.register(
    SectionSpec(
        "labels",
        "Each model",
        view,
        applies=lambda context: bool(context.index.candidates) and is_labels(context.analysis),
        entries=entries,
        order=40,
    )
)
