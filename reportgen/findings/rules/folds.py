"""How far the folds lie apart."""

import math
from typing import Literal

from reportgen.bundle.schema import Finding, ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.findings.main_metric_name import metric_name
from reportgen.wording.numbers import NBSP, decimals_of
from reportgen.wording.quantity import quantity

#: Folds further apart than this share of the metric's range are a warning; of a metric without bounds there is none.
FAR_APART = 0.05


def folds(index: ScoreIndex) -> Finding | None:
    """Say how far the folds of the chosen model lie apart."""
    chosen = index.chosen
    ends = None if chosen is None else _fold_range(index, chosen)
    if chosen is None or ends is None:
        return None
    how = quantity(index.analysis.main_metric, index.metrics)
    low, high, distance = ends
    unit = f"{NBSP}{how.unit}" if how.unit else ""
    number = len(index.folds(chosen.id, how.metric))
    where = f"{number} folds of the cross-validation its {metric_name(index)}"
    if low == high:
        return Finding(id="folds", level="note", text=f"On all {where} is {low}{unit}.")
    lowest, highest = index.metrics[how.metric].range
    far = math.inf if lowest is None or highest is None else FAR_APART * (highest - lowest)
    level: Literal["warning", "note"] = "warning" if distance > far else "note"
    return Finding(id="folds", level=level, text=f"Over the {where} lies between {low} and {high}{unit}.")


def _fold_range(index: ScoreIndex, model: ModelInfo) -> tuple[str, str, float] | None:
    """Return the lowest and highest of the folds as shown, and their distance as stored."""
    how = quantity(index.analysis.main_metric, index.metrics)
    rows = [row for row in index.folds(model.id, how.metric) if row.value is not None]
    if len(rows) < 2:
        return None
    low, high = (extreme(rows, key=lambda row: row.value or 0.0) for extreme in (min, max))
    decimals = decimals_of(rows[0], how)
    ends = [f"{how.scale * (row.value or 0.0):.{decimals}f}" for row in (low, high)]
    return ends[0], ends[1], (high.value or 0.0) - (low.value or 0.0)


FINDINGS.register(
    FindingRule(
        id="folds",
        levels=("warning", "note"),
        order=290,
        says="how far the folds lie apart",
        when="there is a cross-validation; a warning where they lie further apart than "
        f"{100 * FAR_APART:g} % of the metric's range, which is {100 * FAR_APART:g} points of accuracy",
        speak=folds,
    )
)
