"""Classes that the model never predicts."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.point_in_use import STANDARD, point_in_use
from reportgen.tasks import MANY_CLASSES
from reportgen.wording.grammar import listed, name
from reportgen.wording.numbers import count


def never_answered(index: ScoreIndex) -> Finding | None:
    """Name the classes that the chosen model never predicts though they occur."""
    chosen = index.chosen
    if chosen is None or len(index.analysis.dataset.classes) > MANY_CLASSES:  # not every class has a row
        return None
    point = point_in_use(index, chosen)
    if point is not None and point.rule not in STANDARD:
        return None  # used at another threshold than its own
    labels = index.labels(chosen.id, "precision")
    silent = [label for label in labels if _is_silent(index, chosen.id, label)]
    if not silent:
        return None
    at = "" if point is None or point.threshold is None else " at its own threshold"
    more = f" and {count(len(silent) - 3)} more" if len(silent) > 3 else ""
    named = f"{', '.join(name(s) for s in silent[:3])}{more}" if more else listed([name(s) for s in silent])
    return Finding(
        id="never_answered", level="warning", text=f"{name(chosen.title)} never predicts {named}{at}."
    )


def _is_silent(index: ScoreIndex, model: str, label: str) -> bool:
    precision, recall = (index.of_class(model, metric, label) for metric in ("precision", "recall"))
    return (
        precision is not None and precision.value is None and recall is not None and recall.value is not None
    )


FINDINGS.register(
    FindingRule(
        id="never_answered",
        levels=("warning",),
        order=180,
        says="classes that the model never predicts",
        when="a class occurs, and the model never predicts it",
        speak=never_answered,
    )
)
