"""Classes among the test samples that training did not have."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import is_images, is_several, nouns
from reportgen.wording.grammar import counted, listed, name
from reportgen.wording.numbers import count

#: Classes that a sentence names; of more it gives the number.
MOST_NAMED = 3


def untrained_classes(index: ScoreIndex) -> Finding | None:
    """Say how many test samples are of classes that no model has learnt, so that none can predict them."""
    analysis = index.analysis
    counts = analysis.dataset.class_counts
    if index.judged_on != "test" or not counts.get("train") or is_several(analysis) or is_images(analysis):
        return None
    new = [own for own, number in counts["test"].items() if number and not counts["train"].get(own)]
    if not new:
        return None
    samples, everything = sum(counts["test"][own] for own in new), sum(counts["test"].values())
    named = (
        listed([f"“{name(own)}”" for own in new]) if len(new) <= MOST_NAMED else counted(len(new), "class")
    )
    verb = "is" if samples == 1 else "are"
    text = (
        f"{count(samples)} of {count(everything)} test {nouns(analysis)} {verb} of {named}, which training did not "
        "have: no model can predict that."
    )
    return Finding(id="untrained_classes", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="untrained_classes",
        levels=("warning",),
        order=129,
        says="test samples of classes that training did not have",
        when="a class has test samples and no training sample",
        speak=untrained_classes,
    )
)
