"""What predictions cost, in words: in the user's unit, for as many samples as were asked for."""

from math import floor, log10

from reportgen.bundle.schema import Analysis
from reportgen.bundle.threshold_records import CostRanking
from reportgen.config import Costs
from reportgen.wording.analysis_words import nouns
from reportgen.wording.numbers import MINUS, NBSP, count

#: Units that stand before the number.
BEFORE = "€$£¥₹"

#: More decimals are never shown.
MOST = 4


def amount(value: float, ranking: CostRanking, half_width: float | None = None) -> str:
    """Return a cost as it is shown: `€2,310`, with no more digits than half of its interval supports."""
    scaled = ranking.per * value
    decimals = _decimals(scaled, None if half_width is None else ranking.per * half_width)
    text = f"{abs(scaled):,.{decimals}f}"
    sign = MINUS if scaled < 0 and text.strip("0.,") else ""
    return _with_unit(sign, text, ranking.unit)


def amounts(low: float, high: float, ranking: CostRanking, between: str = " to ") -> str:
    """Return the ends of an interval: `€1.90 to €2.80`."""
    decimals = _decimals(ranking.per * max(abs(low), abs(high)), ranking.per * (high - low) / 2)
    shown = []
    for end in (low, high):
        text = f"{abs(ranking.per * end):,.{decimals}f}"
        shown.append(f"{MINUS if end < 0 and text.strip('0.,') else ''}{text}")
    if ranking.unit and ranking.unit in BEFORE:
        return between.join(
            own.replace(MINUS, f"{MINUS}{ranking.unit}") if MINUS in own else f"{ranking.unit}{own}"
            for own in shown
        )
    return f"{between.join(shown)}{NBSP}{ranking.unit}" if ranking.unit else between.join(shown)


def given_amount(value: float, ranking: CostRanking) -> str:
    """Return a cost of a single sample as it was given."""
    return _given(value, ranking.unit)


def _given(value: float, unit: str) -> str:
    return _with_unit(MINUS if value < 0 else "", f"{abs(value):,.12g}", unit)


def costs_in_words(costs: Costs) -> str:
    """Return what outcomes cost as a table has it: `miss €200, false alarm €5`."""
    priced = [("miss", costs.fn), ("false alarm", costs.fp)]
    priced += [("found", costs.tp)] if costs.tp else []
    priced += [("left alone", costs.tn)] if costs.tn else []
    return ", ".join(f"{what} {_given(value, costs.unit)}" for what, value in priced)


def _with_unit(sign: str, text: str, unit: str) -> str:
    if not unit:
        return f"{sign}{text}"
    return f"{sign}{unit}{text}" if unit in BEFORE else f"{sign}{text}{NBSP}{unit}"


def for_each(ranking: CostRanking, analysis: Analysis) -> str:
    """Return of how many samples costs are told: `a row`, or `1,000 rows`."""
    noun = analysis.dataset.noun
    if ranking.per == 1:
        return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
    return f"{count(ranking.per)} {nouns(analysis)}"


def _decimals(value: float, half_width: float | None) -> int:
    """Return decimals that leave two digits of half the interval, or three of the value."""
    known = half_width or abs(value)
    if known == 0:
        return 0
    return min(max((1 if half_width else 2) - floor(log10(known)), 0), MOST)
