"""Section 5, errors: confused pairs, confident mistakes, parts of the data, shared errors, doubtful labels, twins."""

from dataclasses import dataclass

from reportgen.bundle.error_records import Block, Case, ConfusedPair, ModelErrors
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.figures.error_strips import mistakes_place, pair_place
from reportgen.rendering.samples.error_parts import ErrorPart, part_anchor, parts_of
from reportgen.rendering.samples.sample_rows import Gallery, SampleEntry, Samples
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.rendering.section_spec import Entry as Line
from reportgen.rendering.tables.model_marks import Mark, marks
from reportgen.rendering.tables.slice_table import SlicesView, slices_view
from reportgen.wording.analysis_words import is_binary, is_correctness, judged_nouns, nouns, split_in_words
from reportgen.wording.grammar import Name, counted, label, name
from reportgen.wording.numbers import count, score_text
from reportgen.wording.text import plural, slug


@dataclass(frozen=True)
class BlockView:
    """Samples of one class with the same prediction."""

    truth: Name
    answer: Name
    right: bool
    count: str
    samples: Samples | None


@dataclass(frozen=True)
class PairView:
    """Two classes that are mixed up."""

    a: Name
    b: Name
    errors: str
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True)
class ModelView:
    """The errors of one model: pairs, mistakes, and how the samples were chosen."""

    anchor: str
    title: str
    mark: Mark
    errors: str
    mistakes_title: str
    chosen_by: str
    pairs: tuple[PairView, ...]
    mistakes: Samples | None
    legend: str


@dataclass(frozen=True)
class ErrorsView:
    """The whole section: the recommended model, then what concerns all of them, then the others."""

    heading: str
    first: ModelView | None
    slices: SlicesView | None
    parts: tuple[ErrorPart, ...]
    others: tuple[ModelView, ...]
    missing: tuple[str, ...]


def view(context: SectionContext) -> ErrorsView:
    """Return the section; of models without errors, and without samples, what there is to say is less."""
    gallery, errors = Gallery(context), context.analysis.errors
    models = [_model(context, gallery, model) for model in _ranked(context)]
    first, others = (models[0] if models else None), models[1:]
    slices = errors.models[0].slices if errors.models else None
    drawn = tuple(f"The pictures could not be drawn: {reason}" for reason in gallery.missing)
    failed = tuple(f"Not made: {part} ({reason})." for part, reason in errors.missing.items())
    return ErrorsView(
        heading=_heading(context),
        first=first if first is not None and (first.pairs or first.mistakes) else None,
        slices=slices_view(context.analysis, slices) if slices else None,
        parts=parts_of(context, gallery),
        others=tuple(model for model in others if model.pairs or model.mistakes),
        missing=(*drawn, *failed),
    )


def _ranked(context: SectionContext) -> list[ModelErrors]:
    """Return the errors of each model: the recommended one's first, the others' in the order of the leaderboard."""
    models = context.analysis.errors.models
    places = {model.id: place for place, model in enumerate(context.index.candidates)}
    return [*models[:1], *sorted(models[1:], key=lambda found: places.get(found.model, len(places)))]


def _heading(context: SectionContext) -> str:
    analysis = context.analysis
    if not analysis.errors.models:
        return "What went wrong"
    first = analysis.errors.models[0]
    title = name(_info(context, first.model).title)
    what = nouns(analysis)
    where = f"{count(first.samples)} {judged_nouns(analysis)}"
    if first.split == "cv":
        where = f"{count(first.samples)} {what} {split_in_words(analysis, first.split)}"
    return f"{counted(first.errors, 'error') if first.errors else 'No error'} of {title} in {where}"


def _info(context: SectionContext, model: str) -> ModelInfo:
    return next(info for info in context.analysis.models if info.id == model)


def _model(context: SectionContext, gallery: Gallery, found: ModelErrors) -> ModelView:
    info = _info(context, found.model)
    samples = context.samples and any(block.cases for pair in found.pairs for block in pair.blocks)
    mistakes = found.mistakes if context.samples else []
    noun = context.analysis.dataset.noun
    return ModelView(
        anchor=f"{slug(context.analysis.id)}-errors-{slug(found.model)}",
        title=info.title,
        mark=marks(context.analysis)[info.id],
        errors=counted(found.errors, "error"),
        mistakes_title=_mistakes_title(context.analysis),
        chosen_by=_chosen_by(context.analysis, info, as_pictures=gallery.as_pictures),
        pairs=tuple(_pair(gallery, info, k, pair) for k, pair in enumerate(found.pairs)) if samples else (),
        mistakes=_mistakes(gallery, info, mistakes),
        legend=_legend(info, noun) if gallery.as_pictures else "",
    )


def _mistakes_title(analysis: Analysis) -> str:
    return "Wrong answers" if is_correctness(analysis) else "Most confident mistakes"


def _surest(analysis: Analysis, info: ModelInfo) -> str:
    """Return what makes a prediction confident, where its printed score does not show it."""
    if not is_binary(analysis):
        score = "probability" if info.score_kind == "probability" else "score"
        return f", by the lead of the predicted class's {score} over that of the next best"
    return ", by the distance of the score from zero" if info.score_kind == "decision" else ""


def _chosen_by(analysis: Analysis, info: ModelInfo, *, as_pictures: bool) -> str:
    noun = analysis.dataset.noun
    if info.score_kind is None:
        order = "Drawn at random, as the model gives no scores."
    else:
        order = f"From the most to the least confident prediction{_surest(analysis, info)}."
    score = {"probability": "its probability and ", "decision": "its score and "}
    if as_pictures:
        return f"{order} Below each {noun}: {score.get(info.score_kind or '', '')}its number in the data."
    if not analysis.errors.rows or not any(row.columns for row in analysis.errors.rows):
        return order
    among = plural(noun) if analysis.protocol.made_elsewhere else f"training {plural(noun)}"
    return f"{order} In brackets: the share of {among} with a value at least as unusual."


def _legend(info: ModelInfo, noun: str) -> str:
    score = {"probability": "its probability, ", "decision": "its score, "}.get(info.score_kind or "", "")
    order = " In the same order, the most confident first." if info.score_kind else ""
    return f"Below each {noun}: its true class → the predicted class, {score}the number in the data.{order}"


def _pair(gallery: Gallery, info: ModelInfo, place: int, pair: ConfusedPair) -> PairView:
    blocks = [
        _block(gallery, info, pair_place(info.id, place, k), block) for k, block in enumerate(pair.blocks)
    ]
    return PairView(label(pair.a, 18), label(pair.b, 18), counted(pair.errors, "error"), tuple(blocks))


def _block(gallery: Gallery, info: ModelInfo, place: str, block: Block) -> BlockView:
    heads = ("Score",) if info.score_kind else ()
    entries = [SampleEntry(case.sample, _scores(info, case)) for case in block.cases]
    return BlockView(
        truth=label(block.truth, 11),
        answer=label(block.answer, 11),
        right=block.truth == block.answer,
        count=count(block.count),
        samples=gallery.samples(place, heads, entries),
    )


def _mistakes(gallery: Gallery, info: ModelInfo, mistakes: list[Case]) -> Samples | None:
    heads = ("True class", "Predicted class", *(("Score",) if info.score_kind else ()))
    entries = [gallery.entry(case.sample, case.truth, case.answer, *_scores(info, case)) for case in mistakes]
    return gallery.samples(mistakes_place(info.id), heads, entries)


def _scores(info: ModelInfo, case: Case) -> tuple[str, ...]:
    return () if info.score_kind is None else (score_text(case.score, info.score_kind),)


def entries(context: SectionContext) -> tuple[Line, ...]:
    """Return a line of the table of contents for each part."""
    shown = view(context)
    lines = [Line("Most confused", shown.first.anchor)] if shown.first and shown.first.pairs else []
    if shown.first and shown.first.mistakes:
        lines.append(Line(shown.first.mistakes_title, f"{shown.first.anchor}-mistakes"))
    if shown.slices:
        lines.append(Line("Parts with more errors", part_anchor(context, "slices")))
    lines += [Line(part.title, part.anchor) for part in shown.parts]
    return (*lines, *(Line(f"Errors of {model.title}", model.anchor) for model in shown.others))


def applies(context: SectionContext) -> bool:
    """Say whether an error analysis was made."""
    errors = context.analysis.errors
    return bool(errors.models or errors.missing)


SECTIONS.register(SectionSpec("errors", "Errors", view, applies=applies, entries=entries, order=50))
