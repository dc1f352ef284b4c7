"""Test samples that are also among the training samples, in words."""

from reportgen.bundle.error_records import Duplicates
from reportgen.bundle.schema import Analysis
from reportgen.wording.analysis_words import nouns
from reportgen.wording.numbers import count


def known_samples(found: Duplicates) -> int:
    """Return how many test samples are also among the training samples, or nearly so."""
    return found.exact + (found.near or 0)


def twins_in_words(analysis: Analysis, found: Duplicates) -> str:
    """Return one sentence on test samples that are also among the training samples, also where there are none."""
    noun = analysis.dataset.noun
    known = known_samples(found)
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
