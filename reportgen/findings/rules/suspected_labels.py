"""Labels that are suspected, where they are few enough to be wrong."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.label_suspect_sentences import OVERLAP, suspects_in_words
from reportgen.wording.numbers import percent


def suspected_labels(index: ScoreIndex) -> Finding | None:
    """Say how many labels may be wrong, where they are few enough for that to be the likely reason."""
    analysis = index.analysis
    suspects = next(iter(analysis.errors.suspects), None)
    if suspects is None or not 0 < suspects.count <= OVERLAP * suspects.samples:
        return None
    return Finding(
        id="suspected_labels", level="note", text=f"{suspects_in_words(analysis, suspects)} Worth a look."
    )


FINDINGS.register(
    FindingRule(
        id="suspected_labels",
        levels=("note",),
        order=270,
        says="how many possible label errors there are",
        when=f"they are up to {percent(OVERLAP, 0)} % of the samples",
        speak=suspected_labels,
    )
)
