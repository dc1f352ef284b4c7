"""Dots with intervals on a common scale, as lengths in percent of the bar that a style sheet draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

from reportgen.bundle.schema import Score
from reportgen.wording.quantity import Quantity

#: Percent of a scale by which a value may seem to be outside it, as its ends are rounded.
ROUNDING = 1e-6


@dataclass(frozen=True)
class Bar:
    """A dot and its interval: `dot`, `left` and `width` in percent of the scale; `off` where the dot is outside it."""

    dot: str
    left: str = ""
    width: str = ""
    off: Literal["low", "high", ""] = ""


@dataclass(frozen=True)
class Scale:
    """The ends of a scale in shown units, and their texts."""

    low: float
    high: float
    decimals: int

    @property
    def low_text(self) -> str:
        """The left end as shown."""
        return f"{self.low:.{self.decimals}f}"

    @property
    def high_text(self) -> str:
        """The right end as shown."""
        return f"{self.high:.{self.decimals}f}"

    def bar(self, score: Score | None, how: Quantity) -> Bar | None:
        """Return the bar of a score row; None where it has no value."""
        if score is None or score.value is None:
            return None
        if score.low is None or score.high is None:
            return self.drawn(how.scale * score.value)
        return self.drawn(how.scale * score.value, how.scale * score.low, how.scale * score.high)

    def drawn(self, value: float, low: float | None = None, high: float | None = None) -> Bar:
        """Return the bar of a value with its interval, in shown units."""
        dot = self.place(value)
        if not -ROUNDING <= dot <= 100 + ROUNDING:
            return Bar("0", off="low") if dot < 0 else Bar("100", off="high")
        if low is None or high is None:
            return Bar(_percent(_within(dot)))
        ends = [_within(self.place(end)) for end in (low, high)]
        return Bar(_percent(_within(dot)), _percent(ends[0]), _percent(ends[1] - ends[0]))

    def band(self, low: float, high: float) -> tuple[str, str]:
        """Return left end and width of a stretch of the scale, in percent of it."""
        ends = [_within(self.place(end)) for end in (low, high)]
        return _percent(ends[0]), _percent(ends[1] - ends[0])

    def place(self, value: float) -> float:
        """Return where a value lies, in percent of the scale."""
        return 100 * (value - self.low) / (self.high - self.low)


def scale_of(
    scores: Iterable[Score | None], how: Quantity, bounds: Sequence[float | None] = (None, None)
) -> Scale:
    """Return a scale with round ends that holds all values and intervals.

    `bounds` are those of the metric, in stored units: the scale does not go beyond them.
    """
    ends = [
        how.scale * end
        for score in scores
        if score is not None and score.value is not None
        for end in (score.low, score.value, score.high)
        if end is not None
    ]
    lowest, highest = (None if bound is None else how.scale * bound for bound in bounds)
    return scale_over(ends or [0.0, how.scale], how.scale / 100, lowest, highest)


def scale_over(
    ends: Sequence[float], least: float, lowest: float | None = None, highest: float | None = None
) -> Scale:
    """Return a scale with round ends that holds all `ends` and is not much shorter than `least`."""
    low, high = min(ends), max(ends)
    step = _step(max(high - low, least))
    low, high = step * floor(low / step + 1e-9), step * ceil(high / step - 1e-9)
    if high == low:
        low, high = (low - step, high) if high == highest else (low, high + step)
    low = low if lowest is None else max(low, lowest)
    high = high if highest is None else min(high, highest)
    return Scale(low, high, max(0, -floor(log10(step) + 1e-9)) if step % 1 else 0)


def _step(spread: float) -> float:
    """Return the round number (1, 2 or 5 times a power of ten) next above an eighth of the spread."""
    unit: float = 10.0 ** floor(log10(spread / 8))
    return next(factor * unit for factor in (1, 2, 5, 10) if factor * unit >= spread / 8)


def _within(place: float) -> float:
    """Return a place on the scale that is not beyond its ends."""
    return min(max(place, 0.0), 100.0)


def _percent(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
