"""Labels that no judged sample has, and what the main figure makes of them."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import is_labels, is_several
from reportgen.wording.grammar import inside, listed, name
from reportgen.wording.numbers import count
from reportgen.wording.quantity import quantity

#: More labels than this are not all named; of the others it is said how many there are.
MOST_NAMED = 3

#: Averages over labels in which a label that no judged sample has can only count as 0.
ZERO_WITHOUT_SAMPLES = ("f1_macro", "precision_macro", "recall_macro", "jaccard_macro")


def unmeasured_answers(index: ScoreIndex) -> Finding | None:
    """Name the labels that no judged sample has, and say what the main figure makes of what is undefined."""
    chosen, main = index.chosen, index.analysis.main_metric
    score = None if chosen is None else index.headline(chosen.id, main)
    if score is None or not is_several(index.analysis):
        return None
    absent = _absent_labels(index)
    figure = quantity(main, index.metrics).name
    if not absent:
        if score.reason is None or score.value is None:
            return None
        text = f"{figure} does not measure every output ({score.reason})."
        return Finding(id="unmeasured_answers", level="warning", text=text)
    judged = f"{'test ' if index.judged_on == 'test' else ''}{index.analysis.dataset.noun}"
    it, counts = ("it", "counts") if len(absent) == 1 else ("they", "count")
    what = f"label{'' if len(absent) == 1 else 's'} {_some(absent)}"
    text = f"No {judged} has the {what}, so how well {it} would be recognised is not known"
    if main in ZERO_WITHOUT_SAMPLES:
        text += f"; in {inside(figure)} {it} {counts} as 0"
    elif score.reason is not None:
        text += f" ({inside(figure)}: {score.reason})"
    return Finding(id="unmeasured_answers", level="warning", text=f"{text}.")


def _absent_labels(index: ScoreIndex) -> list[str]:
    """Return the labels that no judged sample has."""
    if not is_labels(index.analysis):
        return []
    split = "test" if index.judged_on == "test" else "train"
    outputs = index.analysis.dataset.outputs
    return [output.name for output in outputs if split in output.counts and not output.counts[split][1]]


def _some(labels: list[str]) -> str:
    """Name the first labels and how many more there are: `“a”, “b” and 3 more`."""
    quoted = [f"“{name(label)}”" for label in labels[:MOST_NAMED]]
    more = len(labels) - MOST_NAMED
    return f"{', '.join(quoted)} and {count(more)} more" if more > 0 else listed(quoted)


FINDINGS.register(
    FindingRule(
        id="unmeasured_answers",
        levels=("warning",),
        order=120,
        says="labels that no judged sample has, or what else the main figure does not measure",
        when="there are several labels or outputs, and one of them cannot be measured",
        speak=unmeasured_answers,
    )
)
