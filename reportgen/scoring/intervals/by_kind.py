"""From a metric and predictions to intervals and differences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import AreaUnder, BinnedGaps, FromCounts, MeanOf, Resampled
from reportgen.metrics.metric_spec import MetricSpec
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.scoring.intervals import area_intervals, matrix_intervals, rates_and_means, resampled_intervals
from reportgen.scoring.intervals.estimation import Estimation
from reportgen.statistics.difference import Difference, undefined
from reportgen.statistics.interval import DRAWS, LEVEL, Interval, mean_of_intervals


@dataclass(frozen=True)
class Method:
    """How figures of one kind are judged; either function returns what it found, or the reason why nothing.

    Each takes questions of its own kind of figure, and the predictions that have such figures.
    """

    interval: Callable[[Estimation[Any], Any, Value], Interval | str]
    difference: Callable[[Estimation[Any], Any, Any, float], Difference]


METHODS: dict[type[Any], Method] = {
    FromCounts: Method(matrix_intervals.interval, matrix_intervals.difference),
    MeanOf: Method(rates_and_means.interval, rates_and_means.difference),
    AreaUnder: Method(area_intervals.interval, area_intervals.difference),
    BinnedGaps: Method(resampled_intervals.interval, resampled_intervals.difference),
    Resampled: Method(resampled_intervals.interval, resampled_intervals.difference),
}


def interval_of(
    metric: MetricSpec,
    predictions: SplitPredictions,
    value: Value,
    *,
    groups: NDArray[Any] | None = None,
    level: float = LEVEL,
    draws: int = DRAWS,
) -> Interval | None:
    """Return the interval of one of a metric's figures; None where there is none. See `interval_or_reason`."""
    found = interval_or_reason(metric, predictions, value, groups=groups, level=level, draws=draws)
    return found if isinstance(found, Interval) else None


def interval_or_reason(
    metric: MetricSpec,
    predictions: SplitPredictions,
    value: Value,
    *,
    groups: NDArray[Any] | None = None,
    level: float = LEVEL,
    draws: int = DRAWS,
) -> Interval | str:
    """Return the interval of one of a metric's figures, or the reason why there is none.

    Parameters
    ----------
    value : Value
        One of `metric.values(predictions)`.
    groups : ndarray of shape (n_samples,), optional
        Which samples belong together and so are not independent of each other.
    draws : int
        Matrices drawn for a figure of counts.
    """
    if value.value is None:
        return value.reason or "undefined"
    estimation = Estimation(metric, metric.kind, value.label, groups, level, draws)
    if estimation.n_groups == 1:
        return "no interval: all samples are of one group"
    return METHODS[type(metric.kind)].interval(estimation, predictions, value)


def mean_over_folds(
    metric: MetricSpec,
    folds: Sequence[SplitPredictions],
    values: Sequence[Value],
    groups: Sequence[NDArray[Any] | None],
    level: float = LEVEL,
) -> Interval | str:
    """Return the interval of the mean of a figure over folds in which it is defined, or why there is none.

    It speaks of the fitted models on other samples; how much fits vary it does not know.
    """
    found = [
        interval_or_reason(metric, fold, value, groups=own, level=level)
        for fold, value, own in zip(folds, values, groups, strict=True)
    ]
    intervals = [one for one in found if isinstance(one, Interval)]
    if not found or len(intervals) < len(found):
        return next((one for one in found if isinstance(one, str)), "undefined in every fold")
    figures = [value.value for value in values if value.value is not None]
    return mean_of_intervals(figures, intervals, metric.info.range)


def difference_of(
    metric: MetricSpec,
    a: SplitPredictions,
    b: SplitPredictions,
    *,
    label: str | None = None,
    groups: NDArray[Any] | None = None,
    level: float = LEVEL,
    draws: int = DRAWS,
) -> Difference:
    """Return how far two models lie apart, a - b, with the interval and test of the difference.

    Parameters
    ----------
    a, b : ClassPredictions, SeveralPredictions or ImagePredictions
        Of the same samples in the same order.
    label : str, optional
        The class whose own figure is compared; None for that of the whole.
    groups : ndarray of shape (n_samples,), optional
        Which samples belong together.
    draws : int
        Matrices drawn for figures of counts.
    """
    values = [next((v for v in metric.values(own) if v.label == label), None) for own in (a, b)]
    defined = [value.value for value in values if value is not None and value.value is not None]
    if len(defined) < 2:
        reasons = [value.reason for value in values if value is not None and value.value is None]
        return undefined((*reasons, None)[0] or "there is no such figure here", a.n_samples, level)
    _refuse_other_samples(a, b)
    difference = defined[0] - defined[1]
    estimation = Estimation(metric, metric.kind, label, groups, level, draws)
    if estimation.n_groups == 1:
        return Difference(difference, level=level, n=a.n_samples, reason="all samples are of one group")
    return METHODS[type(metric.kind)].difference(estimation, a, b, difference)


def _refuse_other_samples(a: SplitPredictions, b: SplitPredictions) -> None:
    truth_a, truth_b = getattr(a, "truth", None), getattr(b, "truth", None)
    if a.n_samples != b.n_samples or not np.array_equal(np.asarray(truth_a), np.asarray(truth_b)):
        raise ValueError("the two predictions are not of the same samples")
