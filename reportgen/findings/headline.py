"""The one headline of an analysis: gates that fail first, then what blocks, then what the figures recommend."""

import re
from collections.abc import Sequence

from reportgen.bundle.query import has_blocker, shown_findings
from reportgen.bundle.schema import Analysis, BundleRecord, Finding, GateResult, Headline, HeadlineWord
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS
from reportgen.findings.recommendation import figures_of, recommendation
from reportgen.wording import headline_words as words
from reportgen.wording.grammar import capital, in_letters, name

#: How sentences begin that are no name.
_LOWERED = ("The ", "Test ")

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")


def headline_of(record: BundleRecord, analysis: Analysis) -> Headline:
    """Return the headline as stored; of a bundle that holds none it is made of what it holds."""
    return analysis.headline or made_headline(record, analysis)


def recommends(index: ScoreIndex) -> bool:
    """Say whether page one proposes the chosen model, whether or not it is the best beyond doubt."""
    stored = index.analysis.headline
    if stored is None and has_blocker(index.analysis):
        return False
    return (stored or recommendation(index)).word in words.PROPOSING


def made_headline(record: BundleRecord, analysis: Analysis) -> Headline:
    """Return the headline that gates, findings and figures give."""
    index = ScoreIndex(analysis, record.metrics)
    figures = recommendation(index)
    gates = [verdict for verdict in record.gates if verdict.analysis in (None, analysis.id)]
    failed = [verdict for verdict in gates if verdict.status == "fail"]
    blockers = [found for found in shown_findings(analysis).values() if found.level == "blocker"]
    if index.chosen is None or not (failed or blockers):
        return figures
    lead: list[str] = []
    reasons: list[str] = []
    if failed:
        lead.append(_of_gates(failed, len(gates)))
        reasons += [verdict.rule for verdict in failed]
    if blockers:
        lead.append(_of_blockers(blockers, after_gates=bool(failed)))
        reasons += [found.id for found in blockers]
    word = "do_not_release" if failed else _blocked_as(blockers[0])
    is_void = any(_blocked_as(one) == words.VOID for one in blockers)
    text = " ".join(filter(None, [*lead, "" if is_void else _figures_after(index, figures)]))
    return Headline(word=word, model=index.chosen.id, text=text, reasons=list(dict.fromkeys(reasons)))


def _of_gates(failed: Sequence[GateResult], number: int) -> str:
    if number == 1:
        return f"{words.DO_NOT_RELEASE}: the gate {failed[0].rule} failed."
    return f"{words.DO_NOT_RELEASE}: {len(failed)} of {number} gates failed."


def _of_blockers(blockers: Sequence[Finding], *, after_gates: bool) -> str:
    """Say what blocks, the first in a sentence and how many more there are."""
    word = _blocked_as(blockers[0])
    opening = words.in_short(word)
    # Where figures say nothing none are told, but what to do about it; else the finding itself names the way out.
    why = blockers[0].text if word == words.VOID else _first_sentence(blockers[0].text)
    if why.startswith(_LOWERED) and not after_gates:
        why = f"{why[:1].lower()}{why[1:]}"
    text = f"{why}" if after_gates and word == "do_not_release" else f"{opening}: {why}"
    more = len(blockers) - 1
    if not more:
        return text
    return f"{text} {capital(in_letters(more))} more {'blocker was' if more == 1 else 'blockers were'} found."


def _blocked_as(finding: Finding) -> HeadlineWord:
    return FINDINGS.get(finding.id).blocks_as if finding.id in FINDINGS else "do_not_release"


def _first_sentence(text: str) -> str:
    """Return the first sentence, which says what is wrong."""
    for end in _SENTENCE_END.finditer(text):
        first = text[: end.start()]
        if first.count("“") == first.count("”"):  # not within a name
            return first
    return text


def _figures_after(index: ScoreIndex, figures: Headline) -> str:
    """Say how good the chosen model is, after what speaks against it."""
    if figures.word not in ("use", "no_clear_winner"):
        return capital(figures.text.partition(": ")[2])
    chosen = index.chosen
    score = None if chosen is None else index.headline(chosen.id, index.analysis.main_metric)
    if chosen is None or score is None:
        return ""
    return f"{capital(figures_of(index, score, name(chosen.title)))}."
