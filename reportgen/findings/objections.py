"""What speaks against the decision, said beside it: gates that fail, and having become worse."""

from collections.abc import Sequence

from reportgen.bundle.query import is_muted
from reportgen.bundle.schema import Analysis, BundleRecord, GateResult
from reportgen.findings.since_baseline import BASELINE, change_in_short, is_worse
from reportgen.wording.chapters import chapter_of, chapters_named
from reportgen.wording.grammar import in_letters


def objections_of(record: BundleRecord, analysis: Analysis) -> tuple[str, ...]:
    """Return what speaks against the decision of an analysis; in a study the overview speaks of gates."""
    gates = record.gates if len(record.analyses) == 1 else []
    changed = ""
    if _is_worse(record, analysis):
        short = change_in_short(analysis, record.changes)
        changed = f"But {short[:1].lower()}{short[1:]}."
    return tuple(filter(None, (_of_gates(gates), changed)))


def objections_of_study(record: BundleRecord) -> tuple[str, ...]:
    """Return what speaks against the decisions of all analyses."""
    worse = [chapter_of(record, each).number for each in record.analyses if _is_worse(record, each)]
    changed = f"But worse than in the {BASELINE}: {chapters_named(worse)}." if worse else ""
    return tuple(filter(None, (_of_gates(record.gates), changed)))


def _is_worse(record: BundleRecord, analysis: Analysis) -> bool:
    """Say whether page one is to say that it became worse: not where the finding on that is muted."""
    return is_worse(analysis, record.changes) and not is_muted(analysis, "change")


def _of_gates(verdicts: Sequence[GateResult]) -> str:
    failed = sum(verdict.status == "fail" for verdict in verdicts)
    if not failed:
        return ""
    if len(verdicts) == 1:
        return "But the gate that was set fails: see below what it found."
    fail = "fails" if failed == 1 else "fail"
    return f"But {in_letters(failed)} of {in_letters(len(verdicts))} gates {fail}: see below what they found."
