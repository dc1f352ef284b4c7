"""Figures in the sentences of gates: in the rule's own units, and never rounded to the other side of a limit."""

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Analysis, ModelInfo
from reportgen.statistics.interval import LEVEL
from reportgen.wording.analysis_words import split_in_words
from reportgen.wording.numbers import MINUS, NBSP
from reportgen.wording.quantity import score_decimals


def told(value: float, *beside: float, decimals: int | None = None) -> str:
    """Return a figure with so many decimals (by itself four digits), or as many as tell it from what is beside it.

    With `decimals` it is a share, of which only nothing is shown as 0 and only the whole as 1.
    """
    value = value + 0.0  # zero has no sign
    beside = beside if decimals is None else (*beside, 0.0, 1.0)
    for more in range(14):
        text = f"{value:.{4 + more}g}" if decimals is None else f"{value:.{decimals + more}f}"
        if all(_side(float(text), other) == _side(value, other) for other in beside if other != value):
            return _written(text, value)
    return _written(repr(value), value)


def decimals_for(n: int, low: float | None, high: float | None) -> int:
    """Return the decimals that a figure between 0 and 1 supports, by its samples and its interval."""
    return score_decimals(n, None if low is None or high is None else (high - low) / 2)


def _side(value: float, other: float) -> int:
    return (value > other) - (value < other)


def _written(text: str, value: float) -> str:
    """Return digits with thousands separated and without a power of ten, where they can be read so."""
    if "e" in text and 1e-4 <= abs(value) < 1e15:
        text = f"{float(text):f}".rstrip("0").rstrip(".")
    if "e" not in text and abs(value) >= 1000:
        whole, dot, rest = text.partition(".")
        text = f"{int(whole):,}{dot}{rest}"
    return text.replace("-", MINUS)


def interval_told(
    low: float, high: float, *beside: float, decimals: int | None = None, level: float = LEVEL
) -> str:
    """Return `95 % interval 0.961 to 0.974`."""
    ends = (told(end, *beside, decimals=decimals) for end in (low, high))
    return f"{percent_told(level)} interval {' to '.join(ends)}"


def percent_told(level: float) -> str:
    """Return `95 %`, with as many digits as tell a high level from 100 %: `99.9 %`, `99.97 %`."""
    digits = 3
    while float(f"{100 * level:.{digits}g}") == 100 and digits < 12:
        digits += 1
    return f"{100 * level:.{digits}g}{NBSP}%"


def place_told(analysis: Analysis, split: Split, model: ModelInfo) -> str:
    """Say where a figure was measured, and by which fit where there are several."""
    place = "on the test" if split == "test" else split_in_words(analysis, split)
    seeds = len(model.seeds)
    return f"{place}, with the first of {seeds} seeds" if seeds > 1 else place


def who(title: str, number: int) -> str:
    """Return the model that a sentence is about: the only one, or the worst of several."""
    return title if number == 1 else f"The worst of {number} models, {title},"
