"""Section 1, the verdict: the decision, the leaderboard, what to know. A page that a reader with one minute reads."""

from dataclasses import dataclass

from reportgen.bundle.schema import Finding
from reportgen.render.leaderboard import Leaderboard, leaderboard
from reportgen.render.spec import SECTIONS, SectionContext, SectionSpec


@dataclass(frozen=True)
class VerdictView:
    """What page one shows below the title."""

    heading: str
    level: str
    decision: str
    evidence: str
    board: Leaderboard
    findings: tuple[Finding, ...]


def view(context: SectionContext) -> VerdictView:
    """Return page one; the sentences are the bundle's own."""
    found = {finding.id: finding for finding in context.analysis.findings}
    decision = found.pop("decision", None)
    evidence = found.pop("evidence", None)
    return VerdictView(
        heading="Verdict",
        level=decision.level if decision else "note",
        decision=decision.text if decision else "",
        evidence=evidence.text if evidence else "",
        board=leaderboard(context.readings),
        findings=tuple(found.values()),
    )


SECTIONS.register(SectionSpec("verdict", "Verdict", view, order=10))
