"""So few samples of the positive class that nothing can be told about it."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import is_binary, positive_class
from reportgen.wording.grammar import counted, name

#: Fewer judged samples of the positive class are too few to tell.
FEW_POSITIVES = 10


def few_positives(index: ScoreIndex) -> Finding | None:
    """Say how few samples of the positive class were judged."""
    analysis = index.analysis
    matrix = None if index.chosen is None else index.confusion(index.chosen.id)
    if not is_binary(analysis) or matrix is None or matrix.matrix is None:
        return None
    number = sum(matrix.matrix[1])
    if number >= FEW_POSITIVES:
        return None
    text = (
        f"Only {counted(number, analysis.dataset.noun)} judged {'is' if number == 1 else 'are'} "
        f"“{name(positive_class(analysis))}”: too few to tell how well the class is found."
    )
    return Finding(id="few_positives", level="warning", text=text)


FINDINGS.register(
    FindingRule(
        id="few_positives",
        levels=("warning",),
        order=160,
        says="that too few samples of the positive class were judged to tell",
        when=f"there are two classes, and fewer than {FEW_POSITIVES} samples of the positive one are judged",
        speak=few_positives,
    )
)
