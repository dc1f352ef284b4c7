"""Parts of the error analysis that concern all models or the data: shared errors, suspected labels, twins."""

from dataclasses import dataclass

import msgspec

from reportgen.bundle.error_records import Duplicates, LabelSuspects, SharedErrors
from reportgen.findings.duplicate_sentences import twins_in_words
from reportgen.findings.label_suspect_sentences import suspects_explained, suspects_in_words
from reportgen.rendering.samples.sample_rows import Gallery, SampleEntry, Samples, number
from reportgen.rendering.section_spec import SectionContext
from reportgen.rendering.tables.confusion_matrix import MatrixView
from reportgen.rendering.tables.shared_error_table import shared_in_words, shared_matrix
from reportgen.wording.grammar import label
from reportgen.wording.numbers import NBSP, count, fixed, score_text
from reportgen.wording.text import slug

#: Answers of so many models are listed one by one.
FEW_MODELS = 4

#: So many samples are named by their number alone.
MOST_NAMED = 60


@dataclass(frozen=True)
class ErrorPart:
    """A part with a sentence, what explains it, and samples; `matrix` stands before them."""

    anchor: str
    title: str
    sentence: str
    explained: str
    samples: Samples | None
    matrix: MatrixView | None = None


def part_anchor(context: SectionContext, part: str) -> str:
    """Return the id of a part, for links to it."""
    return f"{slug(context.analysis.id)}-errors-part-{part}"


def parts_of(context: SectionContext, gallery: Gallery) -> tuple[ErrorPart, ...]:
    """Return the parts that have something to say."""
    errors = context.analysis.errors
    parts = []
    if errors.shared is not None:
        parts.append(_shared(context, gallery, _ranked(context, errors.shared)))
    if errors.suspects:
        parts.append(_suspects(context, gallery, errors.suspects[0]))
    if errors.duplicates is not None and (errors.duplicates.exact or errors.duplicates.near):
        parts.append(_twins(context, gallery, errors.duplicates))
    return tuple(parts)


def _ranked(context: SectionContext, shared: SharedErrors) -> SharedErrors:
    """Return the models in the order of the leaderboard."""
    places = {model.id: place for place, model in enumerate(context.index.candidates)}
    last = len(places)
    order = sorted(range(len(shared.models)), key=lambda k: places.get(shared.models[k], last))
    return msgspec.structs.replace(
        shared,
        models=[shared.models[k] for k in order],
        matrix=[[shared.matrix[k][other] for other in order] for k in order],
    )


def _shared(context: SectionContext, gallery: Gallery, shared: SharedErrors) -> ErrorPart:
    entries = []
    for case in shared.cases if context.samples else []:
        answers = [case.answers[model] for model in shared.models]
        alike = len(set(answers)) == 1
        given = answers[:1] if alike else answers if len(answers) <= FEW_MODELS else [*dict.fromkeys(answers)]
        entries.append(gallery.entry(case.sample, case.truth, ", ".join(given)))
    return ErrorPart(
        anchor=part_anchor(context, "shared"),
        title="Errors that models share",
        sentence=shared_in_words(context.analysis, shared),
        explained=_shared_legend(context, shared) if entries and gallery.as_pictures else "",
        samples=gallery.samples("shared", ("True class", "Predicted"), entries),
        matrix=shared_matrix(context.analysis, shared),
    )


def _shared_legend(context: SectionContext, shared: SharedErrors) -> str:
    titles = {model.id: model.title for model in context.analysis.models}
    models = ", ".join(label(titles[model], 12.0).short for model in shared.models)
    order = f" (where they differ, those of {models})" if len(shared.models) <= FEW_MODELS else ""
    noun = context.analysis.dataset.noun
    return (
        f"Wrong by all of them; below each {noun}: its true class → the predicted class{order}, "
        "the number in the data."
    )


def _suspects(context: SectionContext, gallery: Gallery, suspects: LabelSuspects) -> ErrorPart:
    entries = [
        gallery.entry(
            case.sample,
            case.given,
            case.suggested,
            _against(case.suggested_probability, case.given_probability),
        )
        for case in (suspects.cases if context.samples else [])
    ]
    below = (
        f" Below each {context.analysis.dataset.noun}: its label → the class suggested, the probabilities of that "
        "class and of the label, the number in the data."
    )
    explained = suspects_explained(context.analysis) if suspects.count else ""
    return ErrorPart(
        anchor=part_anchor(context, "suspects"),
        title="Possible label errors",
        sentence=suspects_in_words(context.analysis, suspects),
        explained=explained
        + (below if entries and gallery.as_pictures else "")
        + _further(context, suspects),
        samples=gallery.samples("suspects", ("Label", "Rather", "Probabilities"), entries),
    )


def _further(context: SectionContext, suspects: LabelSuspects) -> str:
    """Return the numbers of samples to check that are not shown, as many as are read."""
    further = suspects.checked_first[len(suspects.cases) :] if context.samples else []
    if not further:
        return ""
    more = f" and {count(len(further) - MOST_NAMED)} more" if len(further) > MOST_NAMED else ""
    return f" Also to check: {', '.join(number(sample) for sample in further[:MOST_NAMED])}{more}."


def _against(suggested: float, given: float) -> str:
    return f"{score_text(suggested, 'probability')} : {score_text(given, 'probability')}"


def _likeness(context: SectionContext, found: Duplicates) -> str:
    """Say what counts as nearly the same, or that nothing of the kind was looked for."""
    if found.near is None:
        noun = context.analysis.dataset.noun
        return f"A {noun} that is only nearly the same as another is not looked for."
    if not found.near or not found.threshold:
        return ""
    return f"Nearly the same: closer than {fixed(100 * found.threshold, 0)}{NBSP}% of the typical distance."


def _twins(context: SectionContext, gallery: Gallery, found: Duplicates) -> ErrorPart:
    entries: list[SampleEntry] = []
    for twin in found.twins if context.samples else []:
        if gallery.as_pictures:
            entries += [
                SampleEntry(twin.test, ("test", twin.test_class)),
                SampleEntry(twin.train, ("training", twin.train_class)),
            ]
        else:
            distance = (fixed(twin.distance, 3),) if found.near else ()
            entries.append(
                SampleEntry(twin.test, (twin.test_class, number(twin.train), twin.train_class, *distance))
            )
    heads = ("Class", "In training", "Its class", *(("Distance",) if found.near else ()))
    return ErrorPart(
        anchor=part_anchor(context, "twins"),
        title="In the test and in the training data",
        sentence=twins_in_words(context.analysis, found),
        explained=_likeness(context, found),
        samples=gallery.samples("twins", heads, entries),
    )
