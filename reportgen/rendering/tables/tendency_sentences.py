"""One sentence for each class that errors gather at: what the rows and columns of a matrix show."""

from reportgen.bundle.error_records import Tendency
from reportgen.bundle.schema import Analysis
from reportgen.wording.analysis_words import nouns
from reportgen.wording.grammar import name
from reportgen.wording.numbers import NBSP, percent

#: Sentences for one model.
MOST = 3


def by_kind(analysis: Analysis, model: str) -> dict[str, str]:
    """Return one sentence on the rows (`missed`) and one on the columns (`attracts`), where there is one to say."""
    found = next((errors for errors in analysis.errors.models if errors.model == model), None)
    said: dict[str, str] = {}
    for tendency in found.tendencies if found else ():
        said.setdefault(tendency.kind, _sentence(tendency, nouns(analysis)))
    return said


def tendencies_in_words(analysis: Analysis, model: str) -> tuple[str, ...]:
    """Return up to MOST sentences on the classes that stand out, most marked first; none where none does."""
    found = next((errors for errors in analysis.errors.models if errors.model == model), None)
    if found is None:
        return ()
    return tuple(_sentence(tendency, nouns(analysis)) for tendency in found.tendencies[:MOST])


def _sentence(tendency: Tendency, noun: str) -> str:
    said = _missed(tendency) if tendency.kind == "missed" else _attracts(tendency, noun)
    return f"{said}{_mostly(tendency)}."


def _missed(tendency: Tendency) -> str:
    return (
        f"“{name(tendency.label)}” is missed more often: {_rate(tendency.rate)} of its own are predicted as another "
        f"class, {_rate(tendency.rest)} of all others"
    )


def _attracts(tendency: Tendency, noun: str) -> str:
    head = (
        f"“{name(tendency.label)}” attracts errors: {_rate(tendency.rate)} of all other {noun} are predicted as it, "
        f"{_rate(tendency.rest)} for an average class"
    )
    if tendency.own is None or tendency.own_rest is None:
        return head
    if tendency.own <= tendency.own_rest:
        return (
            f"{head}; yet its own are recognised as well as others ({_rate(tendency.own)} missed, "
            f"{_rate(tendency.own_rest)} of others)"
        )
    return f"{head}; of its own {_rate(tendency.own)} are missed, of others {_rate(tendency.own_rest)}"


def _mostly(tendency: Tendency) -> str:
    if tendency.mostly is None or tendency.mostly_share is None:
        return ""
    share = f"{percent(tendency.mostly_share, 0)}{NBSP}%"
    if tendency.kind == "missed":
        return f"; {share} of these errors name “{name(tendency.mostly)}”"
    return f"; {share} of what it attracts is “{name(tendency.mostly)}”"


def _rate(rate: float) -> str:
    return f"{percent(rate, 0 if rate >= 0.1 or rate == 0 else 1)}{NBSP}%"
