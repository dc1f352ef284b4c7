"""Whether predicted probabilities are too high or too low on the whole, held against the interval of the accuracy."""

import numpy as np

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.wording.analysis_words import is_binary
from reportgen.wording.grammar import counted
from reportgen.wording.numbers import NBSP, decimals_of, percent
from reportgen.wording.quantity import quantity

#: A smaller difference between predicted probability and observed frequency is not worth a sentence.
WORTH_SAYING = 0.01


def confidence(index: ScoreIndex) -> Finding | None:
    """Say so where the mean predicted probability of the predictions lies outside the interval of the accuracy."""
    chosen = index.chosen
    accuracy = None if chosen is None else index.headline(chosen.id, "accuracy")
    stated = None if chosen is None else _stated(index, chosen.id)
    if accuracy is None or stated is None or accuracy.value is None:
        return None
    if accuracy.low is None or accuracy.high is None or accuracy.low <= stated <= accuracy.high:
        return None
    over = stated > accuracy.value
    if abs(stated - accuracy.value) < WORTH_SAYING:
        return None
    decimals = decimals_of(accuracy, quantity("accuracy", index.metrics))
    said, right = (f"{percent(share, decimals)}{NBSP}%" for share in (stated, accuracy.value))
    kind = "Over-confident" if over else "Under-confident"
    text = f"{kind}: its predictions have a mean predicted probability of {said}, and {right} of them are correct."
    return Finding(id="confidence", level="warning" if over else "note", text=text)


def _stated(index: ScoreIndex, model: str) -> float | None:
    """Return the mean predicted probability of the predictions from the calibration curve; None without one."""
    curve = index.curve(model, "calibration")
    if curve is None or any(key not in index.arrays for key in curve.arrays.values()):
        return None
    stated, n = (np.asarray(index.arrays[curve.arrays[key]], dtype=float) for key in ("predicted", "count"))
    if is_binary(index.analysis):
        # The curve is of the positive class; where it is improbable the other one is predicted.
        stated = np.maximum(stated, 1 - stated)
    return float((stated * n).sum() / n.sum()) if n.sum() else None


FINDINGS.register(
    FindingRule(
        id="confidence",
        levels=("warning", "note"),
        order=230,
        says="predicted probabilities too high (warning) or too low on average",
        when="their mean lies outside the interval of the accuracy, and "
        f"{counted(int(100 * WORTH_SAYING), 'point')} or more from the accuracy",
        speak=confidence,
    )
)
