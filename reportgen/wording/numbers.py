"""Numbers as a reader sees them: no more digits than the data support, units that fit, thousands separated."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from reportgen.bundle.reproducible import UNDATED
from reportgen.bundle.schema import MetricInfo, Score
from reportgen.statistics.interval import LEVEL
from reportgen.wording.quantity import Quantity, honest_decimals, quantity

#: A space at which no line breaks, between a number and its unit.
NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "\u2013"
#: What an interval of the report's level is called.
INTERVAL = f"{100 * LEVEL:.3g}{NBSP}% interval"
#: Scores from LARGE on, and those below SMALL, are shown by their power of ten.
LARGE, SMALL = 1e6, 1e-7
#: What stands where a figure is undefined; the reason stands beside it.
UNDEFINED = DASH


@dataclass(frozen=True)
class ShownNumber:
    """A figure ready to be shown.

    Attributes
    ----------
    text : str
        The number alone: `98.3`, `0.974`, or UNDEFINED.
    interval : str
        The ends of its 95 % interval: `96.4` and `99.2` with a dash between; empty where there is none.
    unit : str
        `%` or empty.
    reason : str
        Why it is undefined or what it leaves out; empty otherwise.
    """

    text: str
    interval: str = ""
    unit: str = ""
    reason: str = ""

    @property
    def full(self) -> str:
        """Number with unit, for a sentence."""
        return f"{self.text}{NBSP}{self.unit}" if self.unit else self.text


def count(number: int) -> str:
    """Return a whole number with thousands separated: `60,000`."""
    return f"{number:,}".replace("-", MINUS)


def fixed(value: float, decimals: int) -> str:
    """Return `value` with so many decimals, thousands separated, a true minus, and no negative zero."""
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text.replace("-", MINUS)


def percent(share: float, decimals: int) -> str:
    """Return a share (0 to 1) in percent, without sign. Only 0 and 1 themselves are shown as 0 and 100."""
    return fixed(100 * share, honest_decimals(100 * share, decimals, 100))


def shown(score: Score | None, metrics: Mapping[str, MetricInfo], decimals: int | None = None) -> ShownNumber:
    """Return a score row as it is shown; a missing row or value as undefined.

    `decimals` are those of its column; by default as many as the row supports.
    """
    if score is None:
        return ShownNumber(UNDEFINED, reason="not measured")
    how = quantity(score.metric, metrics)
    if score.value is None:
        return ShownNumber(UNDEFINED, reason=score.reason or "undefined")
    decimals = decimals_of(score, how) if decimals is None else decimals
    interval = "" if score.low is None or score.high is None else span(score.low, score.high, decimals, how)
    return ShownNumber(_number(score.value, decimals, how), interval, how.unit, score.reason or "")


def decimals_of(score: Score, how: Quantity) -> int:
    """Return the decimals that a row's samples and interval support."""
    half = None if score.low is None or score.high is None else how.scale * (score.high - score.low) / 2
    decimals = how.decimals(score.n, half)
    return decimals if score.value is None else honest_decimals(how.scale * score.value, decimals, how.scale)


def common_decimals(scores: Iterable[Score | None], metrics: Mapping[str, MetricInfo]) -> int:
    """Return the decimals of a column: as many as the row that supports most."""
    known = [score for score in scores if score is not None and score.value is not None]
    return max((decimals_of(score, quantity(score.metric, metrics)) for score in known), default=0)


def span(low: float, high: float, decimals: int, how: Quantity) -> str:
    """Return both ends of an interval with a dash between them, or `to` where one end is negative."""
    ends = [fixed(how.scale * end, decimals) for end in (low, high)]
    return (" to " if low < 0 else DASH).join(ends)


def _number(value: float, decimals: int, how: Quantity) -> str:
    return percent(value, decimals) if how.unit == "%" else fixed(value, decimals)


def score_text(score: float | None, kind: str | None = None) -> str:
    """Return a score, or a threshold for scores, with four significant digits: `3,370`, `0.54`, `2.382e8`.

    Whole numbers keep all of theirs below LARGE; zeros at the end are left out where nothing was rounded. The
    probability of a sample (`kind`) has two decimals, and is 0.00 or 1.00 only where it is exactly that.
    """
    if score is None:
        return UNDEFINED
    if kind == "probability":
        return ">0.99" if 0.995 <= score < 1 else "<0.01" if 0 < score < 0.005 else fixed(score, 2)
    if 1_000 <= abs(score) < LARGE or not score:
        return fixed(score, 0)
    digits, _, power = f"{score:.3e}".partition("e")
    rounded, plain = float(f"{digits}e{power}"), SMALL <= abs(score) < LARGE
    text = f"{rounded:,.{max(0, 3 - int(power))}f}" if plain else digits
    if math.isclose(score, rounded, rel_tol=1e-9) and "." in text:
        text = text.rstrip("0").rstrip(".")
    return (text if plain else f"{text}e{int(power)}").replace("-", MINUS)


def duration(seconds: float | None) -> str:
    """Return a time with the unit that fits: `705 µs`, `46 ms`, `62.4 s`, `4.3 min`, `2.1 h`."""
    if seconds is None:
        return UNDEFINED
    for limit, factor, unit in (
        (1e-3, 1e6, "µs"),
        (1.0, 1e3, "ms"),
        (120.0, 1.0, "s"),
        (7200.0, 1 / 60, "min"),
    ):
        if seconds < limit:
            return _significant(seconds * factor, unit)
    return _significant(seconds / 3600, "h")


def size(size_bytes: int | None) -> str:
    """Return a size with the unit that fits, in powers of 1,000: `83 kB`, `1.3 MB`."""
    if size_bytes is None:
        return UNDEFINED
    value, unit = float(size_bytes), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f}{NBSP}B" if unit == "B" else _significant(value, unit)


def _significant(value: float, unit: str) -> str:
    """Return two significant digits below ten, whole numbers above a hundred."""
    decimals = 0 if value >= 99.95 or value == 0 else 1
    return f"{value:,.{decimals}f}{NBSP}{unit}"


def day(created: str) -> str:
    """Return the day of an ISO 8601 time: `22 November 2026`; what is no such time comes back as it is.

    A report that is made by rule (`--reproducible`) has no day, unless one was given.
    """
    if created == UNDATED:
        return ""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{moment.day} {moment:%B %Y}"
