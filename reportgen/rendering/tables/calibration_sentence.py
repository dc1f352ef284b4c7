"""How far a model's probabilities are met, in a sentence: calibration slope, intercept and test."""

from reportgen.bundle.schema import ModelInfo
from reportgen.bundle.score_index import ScoreIndex
from reportgen.wording.numbers import DASH, INTERVAL, MINUS, fixed

#: Decimals of a slope, an intercept and a p-value.
DECIMALS, OF_P = 2, 3


def calibration_in_words(index: ScoreIndex, model: ModelInfo) -> str:
    """Return slope and intercept with their intervals, and how easily chance explains what is not met; else empty."""
    found = index.calibration(model.id)
    if found is None:
        return ""
    said = []
    for what, value, low, high, right in (
        (
            "slope",
            found.slope,
            found.slope_low,
            found.slope_high,
            "1 where probabilities are as extreme as they should be",
        ),
        (
            "intercept",
            found.intercept,
            found.intercept_low,
            found.intercept_high,
            "0 where they are right on the whole",
        ),
    ):
        if value is not None and low is not None and high is not None:
            said.append(f"{what} {fixed(value, DECIMALS)} ({INTERVAL} {_ends(low, high)}; {right})")
    text = (
        f"Calibration {' and '.join(said)}."
        if said
        else f"No calibration slope: {found.reason}."
        if found.reason
        else ""
    )
    if found.p_value is None or found.test is None:
        return text
    least = 10**-OF_P
    chance = f"p < {least:g}" if found.p_value < least else f"p = {fixed(found.p_value, OF_P)}"
    return f"{text} Test of calibration ({found.test}): {chance}.".strip()


def _ends(low: float, high: float) -> str:
    between = " to " if low < 0 else DASH
    return between.join(fixed(end, DECIMALS).replace("-", MINUS) for end in (low, high))
