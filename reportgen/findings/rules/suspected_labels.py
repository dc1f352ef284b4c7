"""Labels that are worth checking, where it can be said how many of them are wrong."""

from reportgen.bundle.error_records import FEWEST, TOLERATED
from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.label_suspect_sentences import list_in_words
from reportgen.wording.numbers import percent


def suspected_labels(index: ScoreIndex) -> Finding | None:
    """Say how many labels to check first and how many of them are wrong; nothing where that cannot be told."""
    suspects = next(iter(index.analysis.errors.suspects), None)
    if suspects is None or not suspects.to_check:
        return None
    return Finding(id="suspected_labels", level="note", text=list_in_words(index.analysis, suspects))


FINDINGS.register(
    FindingRule(
        id="suspected_labels",
        levels=("note",),
        order=270,
        says="how many labels to check first, and how many of them are likely wrong",
        when=f"at least {FEWEST} suspected labels are more than overlapping classes leave: at most "
        f"{percent(TOLERATED, 0)} % of them are estimated to be right",
        speak=suspected_labels,
    )
)
