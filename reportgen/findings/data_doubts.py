"""What speaks against the data themselves: labels that are suspected, and test samples that training knew."""

from reportgen.bundle.error_records import Duplicates, LabelSuspects
from reportgen.bundle.schema import Analysis, Finding
from reportgen.bundle.score_index import Readings
from reportgen.wording.captions import nouns
from reportgen.wording.grammar import counted, in_letters, name
from reportgen.wording.numbers import NBSP, count, percent

#: More suspected labels than this share speak of classes that overlap, not of wrong labels.
OVERLAP = 0.03

#: In tables rows are alike by chance; below this share of the test it is not worth page one.
WORTH_SAYING = 0.05


def known_test(readings: Readings) -> Finding | None:
    """Say how many test samples are also among the training samples, or nearly so."""
    analysis = readings.analysis
    found = analysis.errors.duplicates
    if found is None or not _known(found):
        return None
    is_table = found.near is None
    if is_table and _known(found) < WORTH_SAYING * found.samples:
        return None
    text = f"{twins_in_words(analysis, found)} The models have seen these in training."
    if is_table:
        text = twins_in_words(analysis, found)
    return Finding(id="known_test", level="note" if is_table else "warning", text=text)


def _known(found: Duplicates) -> int:
    return found.exact + (found.near or 0)


def twins_in_words(analysis: Analysis, found: Duplicates) -> str:
    """Return one sentence on test samples that are also among the training samples, also where there are none."""
    noun = analysis.dataset.noun
    known = _known(found)
    if not known:
        near = "" if found.near is None else ", or nearly the same"
        return f"No test {noun} has the same values as a training {noun}{near}."
    verb = "has" if known == 1 else "have"
    of = f"{count(known)} of {count(found.samples)} test {nouns(analysis)} {verb}"
    near = "" if not found.near else f" ({count(found.near)} nearly the same)" if found.exact else " nearly"
    same = f"{of} nearly the same values" if near == " nearly" else f"{of} the same values{near}"
    which = "" if known == 1 else f"{count(found.contradicting)} of them "
    other = f", {which}with another class" if found.contradicting else ""
    return f"{same} as a training {noun}{other}."


def giveaway_columns(readings: Readings) -> Finding | None:
    """Name the columns that alone tell the answer, and how often."""
    suspected = [one for one in readings.analysis.dataset.columns if one.suspicion and one.role == "feature"]
    if not suspected:
        return None
    first, *others = suspected
    reason = (first.suspicion or "").rstrip(".")
    text = f"The column “{name(first.name)}” may give the answer away: {reason[:1].lower()}{reason[1:]}."
    if others:
        more = "does another column" if len(others) == 1 else f"do {in_letters(len(others))} other columns"
        text += f" So {more}."
    return Finding(id="giveaway_columns", level="warning", text=text)


def suspected_labels(readings: Readings) -> Finding | None:
    """Say how many labels are suspected, where they are few enough for a wrong label to be the likely reason."""
    analysis = readings.analysis
    suspects = next(iter(analysis.errors.suspects), None)
    if suspects is None or not 0 < suspects.count <= OVERLAP * suspects.samples:
        return None
    return Finding(
        id="suspected_labels", level="note", text=f"{suspects_in_words(analysis, suspects)} Worth a look."
    )


def suspects_in_words(analysis: Analysis, suspects: LabelSuspects) -> str:
    """Return one sentence on how many labels are suspected, and by whom."""
    title = next(model.title for model in analysis.models if model.id == suspects.model)
    of = f"{count(suspects.samples)} training {nouns(analysis)}"
    if not suspects.count:
        return f"No label of the {of} is suspected by the out-of-fold probabilities of {name(title)}."
    return (
        f"Suspected wrong labels: {counted(suspects.count, analysis.dataset.noun)} of {of}, by the out-of-fold "
        f"probabilities of {name(title)}."
    )


def suspects_explained(analysis: Analysis) -> str:
    """Return how labels come to be suspected, what the other models suspect, and what it does not prove."""
    first, *others = analysis.errors.suspects
    titles = {model.id: model.title for model in analysis.models}
    rule = (
        "Suspected is where another class is more probable than the label and reaches its threshold, the mean "
        "probability of that class among the samples labelled so; most suspected first."
    )
    said = [rule]
    if others:
        counts = ", ".join(f"{name(titles[other.model])} {count(other.count)}" for other in others)
        said.append(f"Other models suspect: {counts}.")
    if first.count > OVERLAP * first.samples:
        share = f"{percent(first.count / first.samples, 0)}{NBSP}%"
        said.append(f"As many as {share} speak for classes that overlap rather than for wrong labels.")
    return " ".join(said)
