"""Differences between two models in words: in points where a metric is shown in percent, else in its own unit."""

from collections.abc import Mapping, Sequence
from math import ceil

from reportgen.bundle.pairwise import PairwiseComparison
from reportgen.bundle.schema import Comparison, MetricInfo
from reportgen.wording.numbers import NBSP, count, fixed
from reportgen.wording.quantity import MOST_DECIMALS, Quantity, quantity

#: The ends of a range of numbers further apart than this tell no more than the lower one does.
MOST_TIMES = 100


def points(how: Quantity) -> str:
    """Return what a difference of the metric is counted in: `points`, `dB`, or nothing."""
    return "points" if how.unit == "%" else how.unit


def gap(comparison: PairwiseComparison, metrics: Mapping[str, MetricInfo]) -> str:
    """Return by how much a model is better, as an interval: `between 1.2 and 3.4 points`; empty where undefined."""
    ends = gap_ends(comparison, metrics)
    if ends is None:
        return ""
    how = quantity(comparison.row.metric, metrics)
    unit = points(how)
    return f"between {ends[0]} and {ends[1]}{NBSP}{unit}" if unit else f"between {ends[0]} and {ends[1]}"


def gap_ends(comparison: PairwiseComparison, metrics: Mapping[str, MetricInfo]) -> tuple[str, str] | None:
    """Return both ends of the interval of the gain as shown; None where undefined.

    An end that is not zero is not shown as zero: on which side of zero it lies is what it is there for.
    """
    if comparison.low is None or comparison.high is None:
        return None
    how = quantity(comparison.row.metric, metrics)
    decimals = gap_decimals(comparison, how)
    return fixed(how.scale * comparison.low, decimals), fixed(how.scale * comparison.high, decimals)


def gap_decimals(comparison: PairwiseComparison, how: Quantity) -> int:
    """Return the decimals of a difference and of its interval."""
    ends = [how.scale * end for end in (comparison.low, comparison.high) if end is not None]
    half = (max(ends) - min(ends)) / 2 if ends else None
    decimals = how.decimals(comparison.row.n, half)
    while decimals < MOST_DECIMALS and any(end and not round(end, decimals) for end in ends):
        decimals += 1
    return decimals


def level_in_words(row: Comparison) -> str:
    """Return what the interval is: `95 % interval`, which several pairs compared together share."""
    together = 100 * (1 - row.pairs * (1 - row.level))
    adjusted = "" if row.pairs == 1 else f", adjusted for {row.pairs} pairs"
    return f"{together:.4g}{NBSP}% interval{adjusted}"


def within(comparison: PairwiseComparison, metrics: Mapping[str, MetricInfo]) -> str:
    """Return the margin below which a difference counts as none: `0.5 points`."""
    how = quantity(comparison.row.metric, metrics)
    text = f"{how.scale * comparison.row.margin:.10g}"
    return f"{text}{NBSP}{points(how)}" if points(how) else text


def about(rows: Sequence[Comparison], share: float = 1.0) -> str:
    """Return how many samples would decide all of some comparisons, as rough as it is: `roughly 1,000 to 4,000`.

    Empty where that is not known of one. `share` makes groups of them: how many groups there are for each sample.
    """
    if not rows or any(row.samples_needed is None for row in rows):
        return ""
    if any(row.samples_needed_low is None for row in rows):  # of bundles that do not say how rough it is
        return f"about {_rough(share * max(row.samples_needed or 0 for row in rows))}"
    lowest = share * max(row.samples_needed_low or 0 for row in rows)
    if any(row.samples_needed_high is None for row in rows):
        return f"at least {_rough(lowest)}"
    highest = share * max(row.samples_needed_high or 0 for row in rows)
    if highest > MOST_TIMES * lowest:
        return f"at least {_rough(lowest)}"
    low, high = _rough(lowest), _rough(highest)
    return f"roughly {low}" if low == high else f"roughly {low} to {high}"


def _rough(number: float) -> str:
    """Return a number, rounded up, with two significant digits: `61,000`."""
    samples = ceil(number)
    return count(round(samples, -max(0, len(str(samples)) - 2)))
