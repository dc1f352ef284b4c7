"""Section 6, several outputs: each model's figures jointly, and for each output a matrix and its classes."""

from dataclasses import dataclass

from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.single_outputs import parts_of
from reportgen.findings.confusion_pairs import pairs_in
from reportgen.findings.several_answers import all_right
from reportgen.rendering.model_head import ModelHead, entries, model_head, ordered
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.sections.models import MANY_PAIRS
from reportgen.rendering.tables.class_table import ClassTable, class_table
from reportgen.rendering.tables.confusion_matrix import COMPACT, MatrixView, PairRow, matrices, pair_rows
from reportgen.wording.analysis_words import is_outputs, nouns
from reportgen.wording.grammar import Name, label
from reportgen.wording.numbers import shown
from reportgen.wording.quantity import quantity

#: Headline figures of a model, and of each output.
TILES = ("subset_accuracy", "mean_accuracy", "f1_macro", "f1_weighted")
OF_OUTPUT = ("accuracy", "balanced_accuracy", "f1_macro")


@dataclass(frozen=True)
class OutputPart:
    """An output: its figures, its matrix or the list of confusions in its place, and its classes."""

    title: Name
    figures: str
    counts: MatrixView | None
    pairs: tuple[PairRow, ...]
    classes: ClassTable | None
    wide: bool


@dataclass(frozen=True)
class OutputsModel:
    """A model's part of the section."""

    head: ModelHead
    outputs: tuple[OutputPart, ...]


@dataclass(frozen=True)
class OutputsView:
    """All models, the recommended one first."""

    heading: str
    nouns: str
    models: tuple[OutputsModel, ...]


def view(context: SectionContext) -> OutputsView:
    """Return the section on each model, output by output."""
    parts = [ScoreIndex(part, context.index.metrics) for part in parts_of(context.analysis)]
    names = [output.name for output in context.analysis.dataset.outputs]
    return OutputsView(
        heading="What each model gets right and wrong, output by output",
        nouns=nouns(context.analysis).capitalize(),
        models=tuple(
            OutputsModel(
                head=model_head(context, model, TILES, all_right(context.index, model)),
                outputs=tuple(_output(context, model, *one) for one in zip(names, parts, strict=True)),
            )
            for model in ordered(context)
        ),
    )


def _output(context: SectionContext, model: ModelInfo, title: str, part: ScoreIndex) -> OutputPart:
    confusion, classes = part.confusion(model.id), part.analysis.dataset.classes
    found = confusion.matrix if confusion else None
    views = matrices(found, classes, nouns(part.analysis)) if found else []
    pairs = pairs_in(confusion, context.bundle.arrays) if confusion and not views else []
    return OutputPart(
        title=label(title, 40),
        figures=_figures(part, model),
        counts=views[0] if views else None,
        pairs=pair_rows(pairs, classes, MANY_PAIRS),
        classes=class_table(part, model),
        wide=len(classes) > COMPACT,
    )


def _figures(part: ScoreIndex, model: ModelInfo) -> str:
    """Return the output's own figures in a line: `Accuracy 98.3 %, F1, macro 0.98`."""
    found = []
    for metric in OF_OUTPUT:
        score = part.headline(model.id, metric)
        if score is not None and score.value is not None:
            figure = shown(score, part.metrics)
            interval = f" ({figure.interval})" if figure.interval else ""
            found.append(f"{quantity(metric, part.metrics).name} {figure.full}{interval}")
    return " · ".join(found)


SECTIONS.register(
    SectionSpec(
        "outputs",
        "Each model",
        view,
        applies=lambda context: bool(context.index.candidates) and is_outputs(context.analysis),
        entries=entries,
        order=40,
    )
)
