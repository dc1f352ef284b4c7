"""Suspected labels in words: how many, by whom, and what it does not prove."""

from reportgen.bundle.error_records import LabelSuspects
from reportgen.bundle.schema import Analysis
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import counted, name
from reportgen.wording.numbers import NBSP, count, percent

#: More suspected labels than this share speak of classes that overlap, not of wrong labels.
OVERLAP = 0.03


def suspects_in_words(analysis: Analysis, suspects: LabelSuspects) -> str:
    """Return one sentence on how many labels are suspected, and by whom."""
    title = next(model.title for model in analysis.models if model.id == suspects.model)
    of = f"{count(suspects.samples)} training {nouns(analysis)}"
    if not suspects.count:
        return f"No possible label error among the {of}, by the out-of-fold probabilities of {name(title)}."
    return (
        f"Possible label errors: {counted(suspects.count, analysis.dataset.noun)} of {of}, by the out-of-fold "
        f"probabilities of {name(title)}."
    )


def suspects_explained(analysis: Analysis) -> str:
    """Return how labels come to be suspected, what the other models suspect, and what it does not prove."""
    first, *others = analysis.errors.suspects
    titles = {model.id: model.title for model in analysis.models}
    rule = (
        "A label is a possible error where another class is more probable and reaches its threshold, the mean "
        "probability of that class among the samples labelled so; the likeliest errors first."
    )
    said = [rule]
    if others:
        counts = ", ".join(f"{name(titles[other.model])} {count(other.count)}" for other in others)
        said.append(f"By other models: {counts}.")
    if first.count > OVERLAP * first.samples:
        share = f"{percent(first.count / first.samples, 0)}{NBSP}%"
        said.append(f"As many as {share} speak for classes that overlap rather than for wrong labels.")
    return " ".join(said)
