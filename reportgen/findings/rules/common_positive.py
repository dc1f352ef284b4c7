"""A common positive class under a metric that was made for a rare one."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.tasks import RARE_CLASS_SHARE
from reportgen.wording.analysis_words import is_binary, nouns, positive_class
from reportgen.wording.grammar import name
from reportgen.wording.numbers import NBSP, percent


def common_positive(index: ScoreIndex) -> Finding | None:
    """Say so where a rare class made average precision the main metric, but the other one is the positive class."""
    analysis = index.analysis
    if analysis.main_metric != "average_precision" or not is_binary(analysis):
        return None
    totals = {
        c: sum(part.get(c, 0) for part in analysis.dataset.class_counts.values())
        for c in analysis.dataset.classes
    }
    positive = positive_class(analysis)
    share = totals[positive] / (sum(totals.values()) or 1)
    if share <= 1 - RARE_CLASS_SHARE:
        return None
    rare = next(c for c in totals if c != positive)
    text = (
        f"The positive class, “{name(positive)}”, has {percent(share, 0)}{NBSP}% of the {nouns(analysis)}, so that its "
        f"average precision is high even without looking. With --positive the rare class, “{name(rare)}”, is judged."
    )
    return Finding(id="common_positive", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="common_positive",
        levels=("warning",),
        order=150,
        says="the positive class is the common one, so its average precision is high anyway",
        when=f"average precision is the main metric, and it has more than {percent(1 - RARE_CLASS_SHARE, 0)} %",
        speak=common_positive,
    )
)
