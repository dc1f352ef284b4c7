"""Intervals of a metric's figure, and of the difference of two models: the method follows from the metric's kind."""

from reportgen.scoring.intervals.area_intervals import handful_of_positives
from reportgen.scoring.intervals.by_kind import (
    difference_of,
    interval_of,
    interval_or_reason,
    mean_over_folds,
)
from reportgen.statistics.difference import Difference, unpaired

__all__ = [
    "Difference",
    "difference_of",
    "handful_of_positives",
    "interval_of",
    "interval_or_reason",
    "mean_over_folds",
    "unpaired",
]
