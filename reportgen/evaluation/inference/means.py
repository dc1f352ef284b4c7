"""Means of a figure of each sample: rates and losses."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.evaluation.inference.question import Question
from reportgen.evaluation.judged import Judged
from reportgen.evaluation.metrics.kinds import MeanOf
from reportgen.evaluation.metrics.spec import Value
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import Interval, enclosing
from reportgen.statistics.means import group_variance, mean_interval, share_interval, t_quantile
from reportgen.statistics.paired import mcnemar, tango
from reportgen.statistics.rates import wilson

NO_SPREAD = "no interval: every sample has the same figure"
TOO_FEW = "no interval: a single sample"


def interval(question: Question[MeanOf], outcome: Judged, _: Value) -> Interval | str:
    """Return Wilson's interval of a rate, that of a share by its effective size, else t corrected for skewness."""
    each, codes = _each(question, outcome)
    own = each.astype(np.float64)
    mean = float(own.mean())
    if question.codes is None and each.dtype == np.bool_:
        return wilson(int(each.sum()), len(each), question.level)
    influence = (own - mean) / len(own)
    if question.bounds == (0.0, 1.0):
        variance = _variance(influence, codes)
        units = len(own) if question.n_groups is None else question.n_groups
        method = question.by_group("Wilson, effective size")
        return share_interval(mean, variance, units, question.level, method) or TOO_FEW
    if float(np.ptp(own)) == 0:
        return NO_SPREAD
    if codes is not None:
        return _by_group(question, mean, influence, codes, question.bounds)
    return mean_interval(own, question.level, question.bounds) or TOO_FEW


def difference(question: Question[MeanOf], a: Judged, b: Judged, value: float) -> Difference:
    """Return the paired difference: Tango and McNemar for rates, else the mean of the samples' differences."""
    first, second, codes = _pair(question, a, b)
    if codes is None and first.dtype == np.bool_:
        return paired_rates(first, second, question.level)
    own = first.astype(np.float64) - second
    n, level = len(own), question.level
    if not own.any():
        return _alike(question, n, value)
    if codes is None:
        found: Interval | str = mean_interval(own, level, question.spread) or TOO_FEW
    else:
        found = _by_group(question, value, (own - value) / n, codes, question.spread)
    if isinstance(found, str):
        return Difference(value, level=level, n=n, reason=found)
    units = n if question.n_groups is None else question.n_groups
    p_value = _p_value(value, _variance((own - value) / n, codes), units)
    test = question.by_group("paired t")
    return Difference(value, found.low, found.high, level, found.method, p_value, test, n)


def paired_rates(a: NDArray[np.bool_], b: NDArray[np.bool_], level: float) -> Difference:
    """Return the difference of two rates of the same samples, with McNemar's exact test."""
    only_a, only_b, n = int((a & ~b).sum()), int((b & ~a).sum()), len(a)
    found = tango(only_a, only_b, n, level)
    value, p_value = (only_a - only_b) / n, mcnemar(only_a, only_b)
    return Difference(value, found.low, found.high, level, found.method, p_value, "McNemar, exact", n)


def _each(question: Question[MeanOf], outcome: Judged) -> tuple[NDArray[Any], NDArray[np.int64] | None]:
    """Return the samples' figures and groups, without samples that have no finite figure."""
    each = np.asarray(question.kind.each(outcome))
    kept = np.isfinite(each)
    return each[kept], None if question.codes is None else question.codes[kept]


def _pair(
    question: Question[MeanOf], a: Judged, b: Judged
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64] | None]:
    first, second = np.asarray(question.kind.each(a)), np.asarray(question.kind.each(b))
    kept = np.isfinite(first) & np.isfinite(second)
    return first[kept], second[kept], None if question.codes is None else question.codes[kept]


def _variance(influence: NDArray[np.float64], codes: NDArray[np.int64] | None) -> float:
    if codes is not None:
        return group_variance(influence, codes)
    n = len(influence)
    return float(np.square(influence).sum()) * n / (n - 1) if n > 1 else 0.0


def _by_group(
    question: Question[MeanOf],
    value: float,
    influence: NDArray[np.float64],
    codes: NDArray[np.int64],
    bounds: tuple[float | None, float | None],
) -> Interval:
    units = int(codes.max()) + 1
    half = t_quantile(question.level, units - 1) * group_variance(influence, codes) ** 0.5
    return enclosing(value, value - half, value + half, question.level, question.by_group("t"), bounds)


def _p_value(value: float, variance: float, units: int) -> float:
    from scipy.special import stdtr

    if variance == 0:
        return 1.0 if value == 0 else 0.0
    return 2 * float(stdtr(units - 1, -abs(value) / variance**0.5))


def _alike(question: Question[MeanOf], n: int, value: float) -> Difference:
    """Return the difference of models that have the same figure for every sample."""
    units = n if question.n_groups is None else question.n_groups
    if question.bounds != (0.0, 1.0):
        reason = "every sample has the same figure in both"
        return Difference(value, value, value, question.level, "paired t", 1.0, "paired t", n, reason)
    found = tango(0, 0, units, question.level)
    return Difference(
        value, found.low, found.high, question.level, question.by_group("Tango"), 1.0, "paired t", n
    )
