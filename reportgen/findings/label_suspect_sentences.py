"""Suspected labels in words: how many, by whom, which to check first, and what it does not prove."""

from reportgen.bundle.error_records import LabelSuspects
from reportgen.bundle.schema import Analysis
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import counted, name
from reportgen.wording.numbers import NBSP, count, percent

#: More suspected labels than this share speak of classes that overlap, where a bundle does not say which to check.
OVERLAP = 0.03

#: Shares of wrong labels in words, each said from there on.
RATES = ((0.8, "four in five"), (0.0, "half"))


def suspects_in_words(analysis: Analysis, suspects: LabelSuspects) -> str:
    """Return one sentence on how many labels are suspected, and by whom; two where there is a list to check."""
    of = f"{count(suspects.samples)} training {nouns(analysis)}"
    if not suspects.count:
        return f"No possible label error among the {of}, {_by(analysis, suspects)}."
    number = counted(suspects.count, analysis.dataset.noun)
    said = f"Possible label errors: {number} of {of}, {_by(analysis, suspects)}."
    return f"{said} Check {count(suspects.to_check)} first: {_rate(suspects)}." if suspects.to_check else said


def list_in_words(analysis: Analysis, suspects: LabelSuspects) -> str:
    """Return one sentence on how many labels to check first, and how many of them are wrong."""
    return (
        f"Check the labels of {count(suspects.to_check or 0)} of {count(suspects.samples)} training {nouns(analysis)} "
        f"first: {_rate(suspects)}, {_by(analysis, suspects)}."
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
    if first.to_check is not None:
        said.append(_list_explained(first))
    elif first.count > OVERLAP * first.samples:
        share = f"{percent(first.count / first.samples, 0)}{NBSP}%"
        said.append(f"As many as {share} speak for classes that overlap rather than for wrong labels.")
    return " ".join(said)


def _list_explained(suspects: LabelSuspects) -> str:
    if not suspects.to_check or suspects.false_discoveries is None:
        return "How many of them are wrong cannot be told: classes that overlap may leave as many."
    right = round(suspects.false_discoveries * suspects.to_check)
    return (
        f"Of the {count(suspects.to_check)} to check first about {count(right)} are estimated to be right: members of "
        "classes that overlap grow rare far inside another class, wrong labels do not. Members that look like another "
        "class altogether count as wrong."
    )


def _rate(suspects: LabelSuspects) -> str:
    wrong = 1 - (suspects.false_discoveries or 0.0)
    words = next(words for least, words in RATES if wrong >= least)
    return f"an estimated {words} of such a list are wrong"


def _by(analysis: Analysis, suspects: LabelSuspects) -> str:
    title = next(model.title for model in analysis.models if model.id == suspects.model)
    return f"by the out-of-fold probabilities of {name(title)}"
