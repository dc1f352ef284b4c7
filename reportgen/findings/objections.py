"""What speaks against the headline, said beside it: having become worse than the baseline run."""

from reportgen.bundle.query import is_muted
from reportgen.bundle.schema import Analysis, BundleRecord
from reportgen.findings.since_baseline import BASELINE, change_in_short, is_worse
from reportgen.wording.chapters import chapter_of, chapters_named


def objections_of(record: BundleRecord, analysis: Analysis) -> tuple[str, ...]:
    """Return what speaks against the headline of an analysis."""
    if not _is_worse(record, analysis):
        return ()
    short = change_in_short(analysis, record.changes)
    return (f"But {short[:1].lower()}{short[1:]}.",)


def objections_of_study(record: BundleRecord) -> tuple[str, ...]:
    """Return what speaks against the headlines of all analyses."""
    worse = [chapter_of(record, each).number for each in record.analyses if _is_worse(record, each)]
    return (f"But worse than in the {BASELINE}: {chapters_named(worse)}.",) if worse else ()


def _is_worse(record: BundleRecord, analysis: Analysis) -> bool:
    """Say whether page one is to say that it became worse: not where the finding on that is muted."""
    return is_worse(analysis, record.changes) and not is_muted(analysis, "change")
