"""What one prediction weighs where few are judged."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.grammar import counted
from reportgen.wording.numbers import percent

#: Fewer judged samples than this, and one prediction weighs visibly.
FEW_SAMPLES = 200


def few_samples(index: ScoreIndex) -> Finding | None:
    """Say what one prediction weighs where few samples are judged; of groups it is their number that counts."""
    chosen = index.chosen
    errors = None if chosen is None else index.errors(chosen.id)
    if errors is None or errors[1] >= FEW_SAMPLES or index.analysis.groups or index.is_void:
        return None
    analysis, n = index.analysis, errors[1]
    text = (
        f"Only {counted(n, analysis.dataset.noun)} judged: one prediction more or less moves accuracy "
        f"by {percent(1 / n, 1)} points."
    )
    return Finding(id="few_samples", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="few_samples",
        levels=("warning",),
        order=170,
        says="how much one prediction weighs",
        when=f"fewer than {FEW_SAMPLES} samples are judged",
        speak=few_samples,
    )
)
