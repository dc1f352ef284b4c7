"""Classes without a test sample."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.tasks import MANY_CLASSES
from reportgen.wording.analysis_words import is_images, is_several
from reportgen.wording.grammar import listed, name
from reportgen.wording.numbers import count

#: Classes that a sentence names; of more it gives the number.
MOST_NAMED = 3


def untested_classes(index: ScoreIndex) -> Finding | None:
    """Name the classes that occur in training and not among the test samples: nothing is known of them."""
    analysis = index.analysis
    counts = analysis.dataset.class_counts
    if index.judged_on != "test" or "test" not in counts or is_several(analysis) or is_images(analysis):
        return None
    missing = [label for label in analysis.dataset.classes if not counts["test"].get(label)]
    if not missing:
        return None
    noun = analysis.dataset.noun
    if len(missing) > MOST_NAMED or len(analysis.dataset.classes) > MANY_CLASSES:
        text = f"{count(len(missing))} classes have no test {noun}: nothing is known about them."
    else:
        named = listed([f"“{name(label)}”" for label in missing])
        text = (
            f"No test {noun} is of {named}: nothing is known about {'it' if len(missing) == 1 else 'them'}."
        )
    return Finding(id="untested_classes", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="untested_classes",
        levels=("warning",),
        order=130,
        says="classes without a test sample",
        when="a class has training samples and no test sample",
        speak=untested_classes,
    )
)
