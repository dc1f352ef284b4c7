"""Blockers: findings that take the recommendation back, and what the decision says then."""

from collections.abc import Sequence

from msgspec.structs import replace

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.wording.grammar import capital, in_letters, name

#: What stands below the best model of an analysis where a blocker was found.
NOT_RECOMMENDED = "not recommended: a blocker was found"


def named(finding: Finding) -> Finding:
    """Return a finding as it is shown: a blocker is called so, which a mark beside it would not say."""
    return replace(finding, text=f"Blocker: {finding.text}") if finding.level == "blocker" else finding


def taken_back(headline: Sequence[Finding], blockers: Sequence[Finding], index: ScoreIndex) -> list[Finding]:
    """Return the headline with a decision that recommends nothing, where a blocker stands against it.

    A decision that recommends nothing anyway stays: its reason is the more important one.
    """
    chosen = index.chosen
    if not blockers or chosen is None:
        return list(headline)
    text = f"Do not use {name(chosen.title)} yet: {blockers[0].text}{_more(len(blockers) - 1)}"
    return [
        replace(each, level="warning", text=text) if (each.id, each.level) == ("decision", "good") else each
        for each in headline
    ]


def _more(number: int) -> str:
    if not number:
        return ""
    return f" {capital(in_letters(number))} more {'blocker was' if number == 1 else 'blockers were'} found."
