"""Gates on page one: what each demands, of a figure, its whole interval or the findings, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.schema import Analysis, BundleRecord, GateResult
from reportgen.wording.chapters import Chapter, chapter_of
from reportgen.wording.grammar import capital, counted, in_letters
from reportgen.wording.text import printable

#: Gates shown on page one; of more, those that hold give way first.
MOST_SHOWN = 12

_WORDS = {"pass": "holds", "warn": "warns", "fail": "fails", "not_applicable": "not applicable"}
_SIGNS = {"pass": "✓", "warn": "!", "fail": "✕", "not_applicable": "○"}
DEMANDS = {
    "point": "the figure alone",
    "interval": "the whole interval",
    "difference": "the difference",
    "finding": "no such finding",
}
RANK = {"fail": 0, "warn": 1, "not_applicable": 2, "pass": 3}


@dataclass(frozen=True)
class GateRow:
    """A gate. `chapter` says whose it is, in a study."""

    status: str
    sign: str
    word: str
    rule: str
    demand: str
    reason: str
    chapter: Chapter | None = None


@dataclass(frozen=True)
class GatesView:
    """The gates, those that failed first; `more` says what is not shown."""

    title: str
    rows: tuple[GateRow, ...]
    more: str


def gates_of(record: BundleRecord, analysis: Analysis) -> GatesView | None:
    """Return the gates of the only analysis; None where there are none, or in a study, whose overview has them."""
    if len(record.analyses) > 1:
        return None
    return _view(record, [verdict for verdict in record.gates if verdict.analysis in (None, analysis.id)])


def gates_of_study(record: BundleRecord) -> GatesView | None:
    """Return the gates of all analyses; None where there are none."""
    return _view(record, record.gates)


def _view(record: BundleRecord, verdicts: Sequence[GateResult]) -> GatesView | None:
    if not verdicts:
        return None
    ranked = sorted(verdicts, key=lambda verdict: RANK[verdict.status])
    rows = tuple(_row(record, verdict) for verdict in ranked[:MOST_SHOWN])
    hidden = len(ranked) - len(rows)
    more = f"{counted(hidden, 'further gate')} in the bundle." if hidden else ""
    return GatesView(_title(verdicts), rows, more)


def _row(record: BundleRecord, verdict: GateResult) -> GateRow:
    demand = DEMANDS[verdict.demand]
    if verdict.against:
        demand = f"{demand} to the {verdict.against} run"
    return GateRow(
        status=verdict.status,
        sign=_SIGNS[verdict.status],
        word=_WORDS[verdict.status],
        rule=printable(verdict.rule),
        demand=demand,
        reason=printable(verdict.reason or ""),
        chapter=_chapter(record, verdict),
    )


def _chapter(record: BundleRecord, verdict: GateResult) -> Chapter | None:
    if len(record.analyses) == 1:
        return None
    found = next((analysis for analysis in record.analyses if analysis.id == verdict.analysis), None)
    return None if found is None else chapter_of(record, found)


def _title(verdicts: Sequence[GateResult]) -> str:
    """Say how many hold: `One of five gates fails`."""
    number = len(verdicts)
    counts = {status: sum(verdict.status == status for verdict in verdicts) for status in RANK}
    if counts["pass"] == number:
        return "The gate holds" if number == 1 else f"All {in_letters(number)} gates hold"
    parts = []
    for status, one, many in (("fail", "fails", "fail"), ("warn", "warns", "warn")):
        if counts[status]:
            parts.append(f"{in_letters(counts[status])} {one if counts[status] == 1 else many}")
    if not parts and number == 1:
        return "The gate does not apply"
    if not parts:
        hold = "holds" if counts["pass"] == 1 else "hold"
        return f"{capital(in_letters(counts['pass']))} of {in_letters(number)} gates {hold}, the rest does not apply"
    if number == 1:
        return f"The gate {parts[0].partition(' ')[2]}"
    return f"Of {in_letters(number)} gates {' and '.join(parts)}"
