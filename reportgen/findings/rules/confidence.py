"""Whether predicted probabilities are too extreme, not extreme enough, or wrong on the whole."""

from reportgen.bundle.schema import Finding
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.threshold_records import Calibration
from reportgen.findings.finding_rule import FINDINGS, FindingRule
from reportgen.statistics.interval import ALPHA
from reportgen.wording.analysis_words import is_binary, positive_class
from reportgen.wording.grammar import counted, name
from reportgen.wording.numbers import DASH, INTERVAL, NBSP, fixed, percent

#: A smaller difference between predicted probability and observed frequency is not worth a sentence.
WORTH_SAYING = 0.01

#: Decimals of a slope.
DECIMALS = 2


def confidence(index: ScoreIndex) -> Finding | None:
    """Say so where chance does not explain that the recommended model's probabilities are not met."""
    chosen = index.chosen
    found = None if chosen is None or index.is_void else index.calibration(chosen.id)
    if found is None or found.p_value is None or found.p_value >= ALPHA:
        return None
    if found.slope is not None and found.slope_low is not None and found.slope_high is not None:
        if found.slope_high < 0:
            return _finding("warning", f"Predicted probabilities point the wrong way ({_slope(found)}).")
        if found.slope_high < 1:
            return _finding(
                "warning", f"Over-confident: predicted probabilities are too extreme ({_slope(found)})."
            )
        if found.slope_low > 1:
            text = f"Under-confident: predicted probabilities are not extreme enough ({_slope(found)})."
            return _finding("note", text)
    gap = found.predicted - found.observed
    if abs(gap) < WORTH_SAYING:
        return None
    said, true = (f"{percent(share, 1)}{NBSP}%" for share in (found.predicted, found.observed))
    high = "high" if gap > 0 else "low"
    if is_binary(index.analysis):
        positive = name(positive_class(index.analysis))
        text = f"Probabilities of {positive} are too {high} on the whole: {said} predicted, {true} observed."
    else:
        kind = "Over-confident" if gap > 0 else "Under-confident"
        text = f"{kind}: its predictions have a mean predicted probability of {said}, and {true} of them are correct."
    return _finding("warning" if gap > 0 else "note", text)


def _finding(level: str, text: str) -> Finding:
    return Finding(id="confidence", level="warning" if level == "warning" else "note", text=text)


def _slope(found: Calibration) -> str:
    slope, low, high = (
        fixed(value, DECIMALS)
        for value in (found.slope, found.slope_low, found.slope_high)
        if value is not None
    )
    return f"calibration slope {slope}, {INTERVAL} {low}{DASH}{high}; 1 would be right"


FINDINGS.register(
    FindingRule(
        id="confidence",
        levels=("warning", "note"),
        order=230,
        says="predicted probabilities that are too extreme or too high (warning), or not extreme enough or too low",
        when="chance does not explain it (Spiegelhalter's test), and the calibration slope is known not to be one, or "
        f"their mean is {counted(int(100 * WORTH_SAYING), 'point')} or more from the observed frequency",
        speak=confidence,
    )
)
