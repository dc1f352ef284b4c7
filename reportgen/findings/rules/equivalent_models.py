"""Models as good as the recommended one, beside the runner-up."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.alternatives import further_rivals, with_gaps
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.differences import within


def equivalent_models(index: ScoreIndex) -> Finding | None:
    """Name the models that are equivalent to the recommended one; the runner-up is in the evidence already."""
    found = further_rivals(index, "equivalent")
    if not found:
        return None
    verb = "is" if len(found) == 1 else "are"
    said = with_gaps(index, found)
    text = f"Within the margin of {within(found[0], index.metrics)} of it {verb} {said}."
    return Finding(id="equivalent_models", level="note", text=text)


FINDINGS.register(
    FindingRule(
        id="equivalent_models",
        levels=("note",),
        order=200,
        says="further models within the margin",
        when="a model beside the next best one is equivalent",
        speak=equivalent_models,
    )
)
