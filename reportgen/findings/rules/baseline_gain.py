"""The gain over the naive baseline."""

from reportgen.bundle.pairwise import pairwise_comparisons
from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.differences import gap
from reportgen.wording.grammar import name


def baseline_gain(index: ScoreIndex) -> Finding | None:
    """Say by how much the recommended model is better than the naive baseline, beyond chance."""
    chosen, baseline = index.chosen, index.baseline
    if chosen is None or baseline is None or index.is_void or index.analysis.cost_ranking is not None:
        return None
    against = next(
        (each for each in pairwise_comparisons(index, chosen.id) if each.other.id == baseline.id), None
    )
    if against is None or against.standing != "better" or not (ends := gap(against, index.metrics)):
        return None
    which = f", {name(baseline.title)}" if len(index.baselines) > 1 else ""
    text = f"Better than the naive baseline{which}, beyond chance: {ends}."
    return Finding(id="baseline_gain", level="good", text=text)


FINDINGS.register(
    FindingRule(
        id="baseline_gain",
        levels=("good",),
        order=300,
        says="by how much the model is better than the naive baseline, beyond chance",
        when="their comparison decides so",
        speak=baseline_gain,
    )
)
