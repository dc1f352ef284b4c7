"""Samples newly broken and newly fixed since the baseline: pictures or rows, and what is not shown."""

from dataclasses import dataclass

from reportgen.bundle.run_changes import AnalysisChanges, ChangedCase, ChangedSamples
from reportgen.figures.change_strips import FIGURE, change_place, pictured
from reportgen.rendering.samples.sample_rows import Gallery, SampleEntry, Samples
from reportgen.rendering.section_spec import SectionContext
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import counted, listed
from reportgen.wording.numbers import count, score_text
from reportgen.wording.text import slug

#: Numbers of samples that are named without a picture.
MOST_NUMBERS = 12


@dataclass(frozen=True)
class Turned:
    """Samples newly broken or newly fixed: how many, those shown, and what to know of those that are not."""

    anchor: str
    title: str
    samples: Samples | None
    note: str


def turned_parts(
    context: SectionContext, found: AnalysisChanges, samples: ChangedSamples | None
) -> tuple[Turned, ...]:
    """Return what is newly wrong and what is newly right; what there is none of is left out."""
    if samples is None:
        return ()
    gallery = Gallery(context, FIGURE, found.rows)
    return tuple(
        _part(context, gallery, samples, kind) for kind in ("broken", "fixed") if getattr(samples, kind)
    )


def _part(context: SectionContext, gallery: Gallery, samples: ChangedSamples, kind: str) -> Turned:
    broken = kind == "broken"
    cases = (samples.broken_cases if broken else samples.fixed_cases) if context.samples else []
    shown = cases
    if gallery.as_pictures:
        known = pictured(context.bundle, context.analysis)
        shown = [case for case in cases if case.sample in known]
    entries = [_entry(context, gallery, samples, case, broken=broken) for case in shown]
    heads = ("True class", "Then", "Now")
    number = samples.broken if broken else samples.fixed
    what = counted(number, context.analysis.dataset.noun)
    return Turned(
        anchor=f"{slug(context.analysis.id)}-changes-{kind}",
        title=f"Newly {'wrong' if broken else 'right'}: {what}",
        samples=gallery.samples(change_place(samples.model, kind), heads, entries),
        note=_note(context, number, shown, [case for case in cases if case not in shown], broken=broken),
    )


def _entry(
    context: SectionContext, gallery: Gallery, samples: ChangedSamples, case: ChangedCase, *, broken: bool
) -> SampleEntry:
    if not gallery.as_pictures:
        truth = case.truth if case.output is None else f"{case.output}: {case.truth}"
        return SampleEntry(case.sample, (truth, case.baseline, case.candidate))
    model = next((one for one in context.analysis.models if one.id == samples.model), None)
    said = f"now {case.candidate}" if broken else f"was {case.baseline}"
    kind = model.score_kind if model is not None else None
    score = () if kind is None or case.score is None or not broken else (score_text(case.score, kind),)
    whose = () if case.output is None else (case.output,)
    return SampleEntry(case.sample, (*whose, case.truth, said, *score))


def _note(
    context: SectionContext, number: int, shown: list[ChangedCase], unseen: list[ChangedCase], *, broken: bool
) -> str:
    """Say what stands below the pictures, and what is not shown and why."""
    noun, several = context.analysis.dataset.noun, nouns(context.analysis)
    if not context.samples or not (shown or unseen):
        return f"Single {several} are not shown."
    said = []
    if shown and context.analysis.dataset.image_shape is not None:
        answer = "the wrong prediction now" if broken else "the wrong prediction then"
        score = ", its score" if broken and any(case.score is not None for case in shown) else ""
        what = "what changed, its true class" if context.analysis.dataset.outputs else "its true class"
        said.append(f"Below each {noun}: {what}, {answer}{score}, its number in the data.")
    if number > len(shown) and shown:
        surest = ", the most confident first" if any(case.score is not None for case in shown) else ""
        said.append(f"Shown are {count(len(shown))} of {count(number)}{surest}.")
    if unseen:
        numbers = listed([str(case.sample) for case in unseen[:MOST_NUMBERS]])
        said.append(f"Neither run keeps a picture of {numbers}; `build --baseline` has them all.")
    return " ".join(said)
