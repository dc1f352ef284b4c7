"""Models against which nothing is decided, beside the runner-up."""

from reportgen.bundle.pairwise import PairwiseComparison
from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.alternatives import further_rivals, with_gaps
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.standing import rivals, would_decide


def undecided_models(index: ScoreIndex) -> Finding | None:
    """Name the models against which nothing is decided, and how many samples would decide."""
    found = further_rivals(index, "undecided")
    if not found:
        return None
    text = f"Undecided also against {with_gaps(index, found)}{_needed(index, found)}."
    if not _is_undecided_first(index):
        text = text.replace("Undecided also against", "Undecided against", 1)
    return Finding(id="undecided_models", level="note", text=text)


def _is_undecided_first(index: ScoreIndex) -> bool:
    known = [] if index.chosen is None else rivals(index, index.chosen)
    return bool(known) and known[0].standing == "undecided"


def _needed(index: ScoreIndex, found: list[PairwiseComparison]) -> str:
    """Say how many samples would decide all of them; nothing where that is not known of one."""
    said = would_decide(index, [each.row for each in found])
    return f"; {said}{'' if len(found) == 1 else ' all of these'}" if said else ""


FINDINGS.register(
    FindingRule(
        id="undecided_models",
        levels=("note",),
        order=210,
        says="further models against which nothing is decided, and what would decide",
        when="against a model beside the next best one nothing is decided",
        speak=undecided_models,
    )
)
