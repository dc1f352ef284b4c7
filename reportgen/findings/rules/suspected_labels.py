"""Labels that are suspected, where they are few enough to be wrong."""

from collections import Counter

from reportgen.bundle.error_records import LabelSuspects
from reportgen.bundle.schema import Analysis, Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.label_suspect_sentences import OVERLAP, suspects_in_words
from reportgen.wording.numbers import percent

#: Suspects are mostly of one class from this share on.
MOSTLY = 0.8

#: More of a class than this are not wrong labels but a class that is hard to find.
LARGE_PART = 0.1


def suspected_labels(index: ScoreIndex) -> Finding | None:
    """Say how many labels may be wrong, where they are few enough for that to be the likely reason."""
    analysis = index.analysis
    suspects = next(iter(analysis.errors.suspects), None)
    if suspects is None or not 0 < suspects.count <= OVERLAP * suspects.samples:
        return None
    if _are_of_a_rare_class(analysis, suspects):
        return None
    return Finding(
        id="suspected_labels", level="note", text=f"{suspects_in_words(analysis, suspects)} Worth a look."
    )


def _are_of_a_rare_class(analysis: Analysis, suspects: LabelSuspects) -> bool:
    """Say whether most suspects are of one class, of which they are a large part: then the model hardly finds it."""
    given = Counter(case.given for case in suspects.cases)
    if not given:
        return False
    (often, number), total = given.most_common(1)[0], len(suspects.cases)
    size = sum(
        counts.get(often, 0) for split, counts in analysis.dataset.class_counts.items() if split != "test"
    )
    return number >= MOSTLY * total and suspects.count * number / total >= LARGE_PART * size


FINDINGS.register(
    FindingRule(
        id="suspected_labels",
        levels=("note",),
        order=270,
        says="how many possible label errors there are",
        when=f"they are up to {percent(OVERLAP, 0)} % of the samples, and not {percent(LARGE_PART, 0)} % of a class "
        "that most of them are of",
        speak=suspected_labels,
    )
)
