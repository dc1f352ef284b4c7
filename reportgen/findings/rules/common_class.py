"""A class so common that accuracy is misleading."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.tasks import COMMON_CLASS_SHARE, RARE_CLASS_SHARE
from reportgen.wording.analysis_words import is_binary, is_correctness, nouns
from reportgen.wording.grammar import name
from reportgen.wording.numbers import NBSP, percent, shown


def common_class(index: ScoreIndex) -> Finding | None:
    """Say so where a class is so common that predicting it always gives a high accuracy."""
    analysis, chosen = index.analysis, index.chosen
    if analysis.main_metric != "accuracy" or chosen is None or is_correctness(analysis):
        return None
    judged = analysis.dataset.class_counts.get(index.judged_on) or analysis.dataset.class_counts["train"]
    common = max(judged, key=lambda label: judged[label])
    share = judged[common] / (sum(judged.values()) or 1)
    if share < (1 - RARE_CLASS_SHARE if is_binary(analysis) else COMMON_CLASS_SHARE):
        return None
    text = (
        f"Accuracy is misleading here: always predicting “{name(common)}” would be right for "
        f"{percent(share, 0)}{NBSP}% of the {nouns(analysis)}."
    )
    balanced = index.headline(chosen.id, "balanced_accuracy")
    if balanced is not None and balanced.value is not None:
        text += f" The mean of the classes' own recalls is {shown(balanced, index.metrics).full}."
    return Finding(id="common_class", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="common_class",
        levels=("warning",),
        order=160,
        says="accuracy is misleading, and the mean of the classes' recalls",
        when=f"accuracy is the main metric, and a class has {percent(COMMON_CLASS_SHARE, 0)} % of the samples or more, "
        f"of two classes {percent(1 - RARE_CLASS_SHARE, 0)} %",
        speak=common_class,
    )
)
