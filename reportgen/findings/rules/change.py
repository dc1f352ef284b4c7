"""What became of the main metric since the baseline run: better, worse, no difference seen, and by how much."""

from typing import Literal

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.since_baseline import (
    NOTHING,
    change_in_short,
    changed_samples_in_words,
    changes_of,
    figures_in_words,
    main_row,
    samples_of,
    verdict_of,
)


def change(index: ScoreIndex) -> Finding | None:
    """Say what became of the main metric since the baseline run; None where there is none to compare with."""
    analysis, changes = index.analysis, index.changes
    found, opening = changes_of(analysis, changes), change_in_short(analysis, changes)
    if found is None or not opening:
        return None
    if found.status == "refused":
        return Finding(id="change", level="warning", text=f"{opening}: {found.reason}.")
    row = main_row(analysis, found)
    if row is None or row.difference is None:
        why = (row.reason if row is not None else found.reason) or NOTHING
        return Finding(id="change", level="note", text=f"{opening}: {why}.")
    verdict = verdict_of(row, samples_of(found, row))
    level: Literal["good", "note", "warning"] = "note"
    if verdict in ("better", "worse"):
        level = "good" if verdict == "better" else "warning"
    text = f"{opening}: {figures_in_words(analysis, found, row, index.metrics)}"
    turned = changed_samples_in_words(analysis, samples_of(found, row), first=bool(row.averaged))
    return Finding(id="change", level=level, text=f"{text} {turned}".strip())


FINDINGS.register(
    FindingRule(
        id="change",
        levels=("good", "warning", "note"),
        order=30,
        says="better than the baseline run, worse, or no difference seen, by the whole interval of the "
        "difference in the main metric, with the samples newly wrong and newly right",
        when="the run was compared with a baseline",
        speak=change,
        place="opening",
    )
)
