"""The label or output that is hardest."""

from reportgen.bundle.schema import Finding, ModelInfo, Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.single_outputs import parts_of
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import is_labels, is_several, nouns
from reportgen.wording.grammar import inside, listed, name
from reportgen.wording.numbers import INTERVAL, count, shown
from reportgen.wording.quantity import quantity

#: The metric by which labels, or outputs, are told apart.
HARDEST_BY = {True: "f1", False: "f1_macro"}

#: Fewer have no hardest one worth naming; more that share the lowest figure are not named.
MOST_NAMED = 3


def hardest_answer(index: ScoreIndex) -> Finding | None:
    """Name the label or output that the chosen model gets least right; equals are named together."""
    chosen = index.chosen
    if chosen is None or not is_several(index.analysis):
        return None
    labels = is_labels(index.analysis)
    found = _by_answer(index, chosen, HARDEST_BY[labels])
    if len(found) < len(index.analysis.dataset.outputs) or len(found) < 2:
        return None
    lowest = min(score.value or 0.0 for score in found.values())
    worst = [title for title, score in found.items() if score.value == lowest]
    if lowest == 1 or len(worst) == len(found) or len(worst) > MOST_NAMED:
        return None
    figure = shown(found[worst[0]], index.metrics).full
    one = "label" if labels else "output"
    subject = f"The hardest {one} is" if len(worst) == 1 else f"The hardest {one}s are"
    metric = inside(quantity(HARDEST_BY[labels], index.metrics).name)
    text = f"{subject} {listed([name(title) for title in worst])}: {metric} {figure}{_recall(index, chosen, worst)}."
    return Finding(id="hardest_answer", level="note", text=text)


def _by_answer(index: ScoreIndex, model: ModelInfo, metric: str) -> dict[str, Score]:
    """Return the defined figures of a model by label or output."""
    found = {}
    for output, part in zip(index.analysis.dataset.outputs, parts_of(index.analysis), strict=True):
        score = ScoreIndex(part, index.metrics).headline(model.id, metric, index.judged_on)
        if score is not None and score.value is not None:
            found[output.name] = score
    return found


def _recall(index: ScoreIndex, model: ModelInfo, worst: list[str]) -> str:
    """Add what share of the samples with a label is recognised, with its interval."""
    if len(worst) > 1 or not is_labels(index.analysis):
        return ""
    score = _by_answer(index, model, "recall").get(worst[0])
    if score is None:
        return ""
    figure = shown(score, index.metrics)
    interval = f" ({INTERVAL} {figure.interval})" if figure.interval else ""
    return f"; {figure.full} of its {count(score.n)} {nouns(index.analysis)} are recognised{interval}"


FINDINGS.register(
    FindingRule(
        id="hardest_answer",
        levels=("note",),
        order=260,
        says="the label or output with the lowest F1",
        when="there are several labels or outputs",
        speak=hardest_answer,
    )
)
