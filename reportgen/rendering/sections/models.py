"""Section 4, each model: headline figures, confusion matrices, classes, threshold and calibration."""

from dataclasses import dataclass, replace

from reportgen.bundle.schema import ModelInfo
from reportgen.findings.confusion_pairs import Pair, pairs_in
from reportgen.rendering.model_head import ModelHead, entries, model_head, ordered
from reportgen.rendering.plot_pictures import Picture
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.tables.calibration_sentence import calibration_in_words
from reportgen.rendering.tables.class_table import ClassTable, class_table
from reportgen.rendering.tables.confusion_matrix import (
    COMPACT,
    MOST_CLASSES,
    MatrixView,
    PairRow,
    matrices,
    pair_rows,
)
from reportgen.rendering.tables.operating_point_table import PointsTable, points_table
from reportgen.rendering.tables.tendency_sentences import by_kind, tendencies_in_words
from reportgen.rendering.tables.threshold_dial import Dial, dial_of
from reportgen.wording.analysis_words import is_binary, is_correctness, is_images, is_several, nouns
from reportgen.wording.grammar import counted
from reportgen.wording.numbers import count

#: Headline figures of a model, for two classes and for more.
TILES = {
    True: ("accuracy", "precision", "recall", "f1", "roc_auc", "average_precision"),
    False: ("accuracy", "balanced_accuracy", "f1_macro", "mcc", "roc_auc_ovr_macro", "log_loss"),
}

#: Lines of the list of top confusions: beside matrices a few, in their place more.
FEW_PAIRS, MANY_PAIRS = 8, 20

#: From so many classes on, a model's part is most of a page.
PAGE_FILLING = 7


@dataclass(frozen=True)
class ModelChapter:
    """A model's part of the section.

    `wide` puts matrix and classes below each other instead of side by side; `whole_page` keeps the part together
    in print. `uncalibrated` says why there is no calibration, `calibration` what slope, intercept and test are.
    """

    head: ModelHead
    counts: MatrixView | None
    shares: tuple[MatrixView, ...]
    tendencies: tuple[str, ...]
    pairs: tuple[PairRow, ...]
    pairs_title: str
    classes: ClassTable | None
    figures: tuple[Picture, ...]
    uncalibrated: str
    calibration: str
    points: PointsTable | None
    dial: Dial | None
    wide: bool
    whole_page: bool


@dataclass(frozen=True)
class ModelsView:
    """All models, the recommended one first."""

    heading: str
    nouns: str
    models: tuple[ModelChapter, ...]


def view(context: SectionContext) -> ModelsView:
    """Return the section on each model; the naive baseline needs none."""
    listed = ordered(context)
    return ModelsView(
        heading="What each model gets right and wrong" if len(listed) > 1 else "What it gets right and wrong",
        nouns=nouns(context.analysis).capitalize(),
        models=tuple(_model(context, model) for model in listed),
    )


def _model(context: SectionContext, model: ModelInfo) -> ModelChapter:
    index, analysis = context.index, context.analysis
    classes = analysis.dataset.classes
    confusion = index.confusion(model.id)
    views = matrices(confusion.matrix, classes, nouns(analysis)) if confusion and confusion.matrix else []
    shares = _with_sentences(views[1:], by_kind(analysis, model.id))
    pairs = pairs_in(confusion, context.bundle.arrays) if confusion else []
    most = FEW_PAIRS if views else MANY_PAIRS
    listed = () if is_binary(analysis) else pair_rows(pairs, classes, most)
    wrong = index.errors(model.id)
    errors = f"{counted(wrong[0], 'error')} in {count(wrong[1])}" if wrong else ""
    is_wide = len(classes) > COMPACT or not all(view.fits_half for view in views[:1])
    return ModelChapter(
        head=model_head(context, model, TILES[is_binary(analysis)], errors),
        counts=views[0] if views else None,
        shares=shares,
        tendencies=() if shares else tendencies_in_words(analysis, model.id),
        pairs=listed,
        pairs_title=_pairs_title(pairs, len(listed), len(classes)),
        classes=class_table(index, model),
        figures=tuple(context.pictures.in_section("models", model.id)),
        uncalibrated="" if index.curve(model.id, "calibration") else _UNCALIBRATED[model.score_kind],
        calibration=calibration_in_words(index, model),
        points=points_table(index, model),
        dial=dial_of(context, model),
        wide=is_wide,
        whole_page=len(classes) >= PAGE_FILLING and not is_wide,
    )


def _with_sentences(shares: list[MatrixView], said: dict[str, str]) -> tuple[MatrixView, ...]:
    """Say below the matrix of rows which class is missed, below that of columns which attracts errors."""
    return tuple(
        replace(view, sentence=said.get(kind, ""))
        for view, kind in zip(shares, ("missed", "attracts"), strict=False)
    )


_UNCALIBRATED = {
    "probability": "No calibration curve was measured.",
    "decision": "This model ranks by scores that are no probabilities, so there is no calibration to judge.",
    None: "This model predicts without scores or probabilities.",
}


def _pairs_title(pairs: list[Pair], listed: int, classes: int) -> str:
    """Name the list; where it ends among equals it holds some of the most frequent, not the most frequent."""
    if len(pairs) <= listed:
        return "All confusions"
    among_equals = listed and pairs[listed].errors == pairs[listed - 1].errors
    head = f"{listed} of the most frequent" if among_equals else f"The {listed} most frequent"
    return f"{head} of {count(len(pairs))} confusions" if classes > MOST_CLASSES else f"{head} confusions"


SECTIONS.register(
    SectionSpec(
        "models",
        "Each model",
        view,
        applies=lambda context: (
            bool(context.index.candidates)
            and not is_several(context.analysis)
            and not is_images(context.analysis)
            and not is_correctness(context.analysis)
        ),
        entries=entries,
        order=40,
    )
)
