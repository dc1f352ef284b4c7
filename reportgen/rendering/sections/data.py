"""Section 2, the data: what they are, how they were divided, how the classes are filled, samples or columns."""

from dataclasses import dataclass

from reportgen.bundle.data_records import ColumnInfo
from reportgen.bundle.schema import Analysis
from reportgen.figures.samples import blocks
from reportgen.findings.duplicate_sentences import twins_in_words
from reportgen.rendering.plot_pictures import Picture
from reportgen.rendering.protocol import division, image_size
from reportgen.rendering.samples.noisy_and_clean import noisy_samples
from reportgen.rendering.samples.picture_grids import PictureGrid, grid_of
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.tasks import Task
from reportgen.wording.analysis_words import (
    is_binary,
    is_correctness,
    is_images,
    is_labels,
    is_several,
    nouns,
    positive_class,
)
from reportgen.wording.chapters import Chapter, answers_counted, chapter_of
from reportgen.wording.grammar import NAME_WIDTH, Name, counted, label, listed
from reportgen.wording.numbers import count, percent
from reportgen.wording.text import width_of

#: Of many classes the largest and the smallest are listed, this many of each.
LISTED = 20

#: So many classes fit beside the facts.
MOST_BESIDE = 14

#: From so many classes on, their table is long enough for the notes to stand beside it as well.
LONG_TABLE = 6

#: And of that width, in text sizes.
WIDEST_BESIDE = 14.0


@dataclass(frozen=True)
class BalanceRow:
    """A class: its count in each split, its share of all samples, and the length of its bar in percent."""

    name: Name
    counts: tuple[str, ...]
    share: str
    bar: str


@dataclass(frozen=True)
class Balance:
    """The table of classes. `left_out` says how many of very many are not listed."""

    unit: str
    heads: tuple[str, ...]
    rows: tuple[BalanceRow, ...]
    left_out: str


@dataclass(frozen=True)
class Same:
    """What an earlier chapter of a study has shown already: the words before its name, and the chapter."""

    words: str
    chapter: Chapter


@dataclass(frozen=True)
class DataView:
    """Everything about the data, ready to show."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    balance: Balance | None
    grids: tuple[PictureGrid, ...]
    grid_title: str
    missing: tuple[str, ...]
    columns: tuple[ColumnInfo, ...]
    beside: bool
    notes_beside: bool
    notes_aside: bool
    same: Same | None = None


def view(context: SectionContext) -> DataView:
    """Return the section on the data."""
    data, analysis = context.analysis.dataset, context.analysis
    pictures = context.pictures.of("samples") if context.samples and context.classes_are_new else []
    earlier = context.earlier
    noticed = {
        note for other in earlier for note in (*other.dataset.notes, *other.protocol.notes, *_twins(other))
    }
    return DataView(
        heading=_heading(analysis),
        facts=_facts(context),
        notes=tuple(
            note for note in (*data.notes, *analysis.protocol.notes, *_twins(analysis)) if note not in noticed
        ),
        balance=_balance(analysis)
        if data.classes and not any(_counted_alike(other, analysis) for other in earlier)
        else None,
        grids=noisy_samples(context) if is_images(analysis) else _grids(context, pictures),
        grid_title=f"Training {nouns(analysis)} {_each(analysis)}",
        missing=tuple(picture.missing for picture in pictures if picture.missing),
        columns=()
        if any(other.dataset.columns == data.columns for other in earlier)
        else tuple(data.columns),
        notes_beside=len(data.classes) >= LONG_TABLE,
        notes_aside=not data.classes and bool(data.notes),
        beside=len(data.classes) <= MOST_BESIDE
        and all(width_of(name) <= WIDEST_BESIDE for name in data.classes),
        same=_same(context) if earlier else None,
    )


def _twins(analysis: Analysis) -> tuple[str, ...]:
    found = analysis.errors.duplicates
    return () if found is None else (twins_in_words(analysis, found),)


def _heading(analysis: Analysis) -> str:
    samples = counted(analysis.dataset.samples, analysis.dataset.noun)
    if is_images(analysis):
        return f"{samples} with noise"
    if is_correctness(analysis):
        return f"{samples}, {answers_counted(analysis)}"
    joined = "with" if is_several(analysis) else "of"
    return f"{samples} {joined} {answers_counted(analysis)}"


def _each(analysis: Analysis) -> str:
    if is_images(analysis):
        return "drawn at random: with noise, and below as they are"
    return "with each label, drawn at random" if is_labels(analysis) else "of each class, drawn at random"


def _same(context: SectionContext) -> Same:
    """Name the earlier chapter on the same data, of several the first that shows the same classes."""
    data, others = context.analysis.dataset, context.earlier
    earlier = next((other for other in others if other.dataset.classes == data.classes), others[0])
    words = f"The same {counted(data.samples, data.noun)} as in chapter"
    return Same(words, chapter_of(context.bundle.record, earlier))


def _counted_alike(one: Analysis, other: Analysis) -> bool:
    return one.dataset.class_counts == other.dataset.class_counts


def _facts(context: SectionContext) -> tuple[tuple[str, str], ...]:
    data, is_new = context.analysis.dataset, not context.earlier
    facts = [("Source", data.source)] if is_new else []
    facts.append(("Divided", division(context.analysis)))
    if data.image_shape and is_new:
        facts.append(("One image", image_size(data.image_shape)))
    elif not data.columns and is_new:
        facts.append(("Features", count(data.features)))
    target = [column.name for column in data.columns if column.role == "target"]
    if target:
        facts.append(
            ("Targets", f"columns {listed(target)}") if len(target) > 1 else ("Target", f"column {target[0]}")
        )
    if is_binary(context.analysis):
        facts.append(("Positive class", positive_class(context.analysis)))
    if is_new:
        facts.append(("Fingerprint", f"sha256 {data.fingerprint[:16]}…"))
    return tuple(facts)


def _balance(analysis: Analysis) -> Balance:
    data, splits = analysis.dataset, list(analysis.dataset.splits)
    units = list(data.class_counts[splits[0]]) if is_several(analysis) else data.classes
    totals = {name: sum(data.class_counts[split].get(name, 0) for split in splits) for name in units}
    names, left_out = _listed(units, totals)
    largest = max(totals.values(), default=1) or 1
    everything = (sum(data.splits.values()) if is_several(analysis) else sum(totals.values())) or 1
    rows = tuple(
        BalanceRow(
            name=label(name, NAME_WIDTH),
            counts=tuple(count(data.class_counts[split].get(name, 0)) for split in splits),
            share=percent(totals[name] / everything, 1),
            bar=f"{100 * totals[name] / largest:.1f}",
        )
        for name in names
    )
    heads = tuple({"train": "Training", "test": "Test"}.get(split, split) for split in splits)
    unit = {Task.MULTILABEL: "Label", Task.MULTIOUTPUT: "Output"}.get(Task(analysis.task), "Class")
    return Balance(unit, heads, rows, left_out)


def _listed(classes: list[str], totals: dict[str, int]) -> tuple[list[str], str]:
    if len(classes) <= 2 * LISTED:
        return classes, ""
    by_size = sorted(classes, key=lambda name: -totals[name])
    left_out = len(classes) - 2 * LISTED
    words = f"The {LISTED} largest and the {LISTED} smallest classes; {count(left_out)} between them are not listed."
    return [*by_size[:LISTED], *by_size[-LISTED:]], words


def _grids(context: SectionContext, pictures: list[Picture]) -> tuple[PictureGrid, ...]:
    drawn = [picture for picture in pictures if not picture.missing]
    found = blocks(context.analysis, context.bundle.arrays)
    return tuple(
        grid_of(context.analysis, block, picture) for picture, block in zip(drawn, found, strict=False)
    )


SECTIONS.register(SectionSpec("data", "Data", view, order=20))
