"""Means of a figure of each sample: rates and losses."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import MeanOf
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.scoring.intervals.estimation import Estimation
from reportgen.statistics.difference import Difference, alike, reaching_zero
from reportgen.statistics.groups import group_variance
from reportgen.statistics.interval import Interval, enclosing
from reportgen.statistics.means import deviations, mean_interval, share_interval, t_quantile, t_share
from reportgen.statistics.paired_proportions import mcnemar, tango
from reportgen.statistics.proportions import wilson

NO_SPREAD = "no interval: every sample has the same figure"
SAME_GAP = "no interval: the difference is the same for every sample"
#: With fewer samples of the rarer of two classes a loss without bounds has no interval.
FEWEST_RARE = 5

RARE = f"no interval: it hangs on fewer than {FEWEST_RARE} samples of the rarer class"
ALIKE = "no interval: every sample has the same figure in both"
GROUPS_ALIKE = "no interval: every group has the same figure"
TOO_FEW = "no interval: a single sample"

#: The range of shares.
SHARE = (0.0, 1.0)


def interval(estimation: Estimation[MeanOf], predictions: SplitPredictions, _: Value) -> Interval | str:
    """Return Wilson's interval of a rate, that of a share by its effective size, else t corrected for skewness."""
    each, codes = _each(estimation, predictions)
    own = each.astype(np.float64)
    mean = float(own.mean())
    if estimation.codes is None and each.dtype == np.bool_:
        return wilson(int(each.sum()), len(each), estimation.level)
    influence = deviations(own) / len(own)
    variance = _variance(influence, codes)
    if estimation.bounds == SHARE:
        # Groups may be alike by chance: they never count for more than as many independent samples.
        variance = max(variance, _variance(influence, None)) if variance > 0 else 0.0
        method = estimation.by_group("Wilson, effective size")
        return share_interval(mean, variance, estimation.units(len(own)), estimation.level, method) or TOO_FEW
    if variance == 0:
        return GROUPS_ALIKE if influence.any() else NO_SPREAD
    if _hangs_on_few(estimation, predictions):
        return RARE
    if codes is None:
        return mean_interval(own, estimation.level, estimation.bounds) or TOO_FEW
    return _by_group(estimation, mean, variance, estimation.bounds)


def difference(
    estimation: Estimation[MeanOf], a: SplitPredictions, b: SplitPredictions, value: float
) -> Difference:
    """Return the paired difference: Tango and McNemar for rates, else the mean of the samples' differences."""
    first, second, codes = _pair(estimation, a, b)
    if codes is None and first.dtype == np.bool_:
        return paired_rates(first, second, estimation.level)
    own = first.astype(np.float64) - second
    n, level = len(own), estimation.level
    influence = deviations(own, first, second) / n
    variance = _variance(influence, codes)
    if variance == 0 and estimation.bounds == SHARE:
        return _of_units(estimation, own, value)
    if not own.any():
        return alike(ALIKE, n, level)
    found = _difference_interval(estimation, own, value, variance)
    if not isinstance(found, str) and _hangs_on_few(estimation, a):
        found = RARE
    if isinstance(found, str):
        return Difference(value, level=level, n=n, reason=found)
    units, test = estimation.units(n), estimation.by_group("paired t")
    gap = Difference(
        value, found.low, found.high, level, found.method, _p_value(value, variance, units), test, n
    )
    return gap._replace(by_t=max(value - found.low, found.high - value), degrees=units - 1)


def _hangs_on_few(estimation: Estimation[MeanOf], predictions: SplitPredictions) -> bool:
    """Say whether a loss without bounds hangs on a few samples of the rarer of two classes, or on some not yet seen."""
    if estimation.bounds[1] is not None or not isinstance(predictions, ClassPredictions):
        return False
    actual = predictions.counts.actual
    return len(actual) == 2 and int(actual.min()) < FEWEST_RARE


def _difference_interval(
    estimation: Estimation[MeanOf], own: NDArray[np.float64], value: float, variance: float
) -> Interval | str:
    """Return the interval of the mean of the samples' differences, or why there is none."""
    if len(own) < 2:
        return TOO_FEW
    if variance == 0:
        return SAME_GAP if estimation.codes is None else GROUPS_ALIKE
    if estimation.codes is None:
        return mean_interval(own, estimation.level, estimation.spread) or TOO_FEW
    return _by_group(estimation, value, variance, estimation.spread)


def paired_rates(a: NDArray[np.bool_], b: NDArray[np.bool_], level: float) -> Difference:
    """Return the difference of two rates of the same samples, with McNemar's exact test."""
    only_a, only_b, n = int((a & ~b).sum()), int((b & ~a).sum()), len(a)
    found = tango(only_a, only_b, n, level)
    value, p_value = (only_a - only_b) / n, mcnemar(only_a, only_b)
    gap = Difference(value, found.low, found.high, level, found.method, p_value, "McNemar, exact", n)
    return gap._replace(disagreeing=only_a + only_b)


def _each(
    estimation: Estimation[MeanOf], predictions: SplitPredictions
) -> tuple[NDArray[Any], NDArray[np.int64] | None]:
    """Return the samples' figures and groups, without samples that have no finite figure."""
    each = np.asarray(estimation.kind.each(predictions))
    kept = np.isfinite(each)
    return each[kept], None if estimation.codes is None else estimation.codes[kept]


def _pair(
    estimation: Estimation[MeanOf], a: SplitPredictions, b: SplitPredictions
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64] | None]:
    first, second = np.asarray(estimation.kind.each(a)), np.asarray(estimation.kind.each(b))
    kept = np.isfinite(first) & np.isfinite(second)
    return first[kept], second[kept], None if estimation.codes is None else estimation.codes[kept]


def _variance(influence: NDArray[np.float64], codes: NDArray[np.int64] | None) -> float:
    if codes is not None:
        return group_variance(influence, codes)
    n = len(influence)
    return float(np.square(influence).sum()) * n / (n - 1) if n > 1 else 0.0


def _units(estimation: Estimation[MeanOf], own: NDArray[np.float64]) -> int:
    """Return how many samples, or groups of them, are independent of each other."""
    return len(own) if estimation.n_groups is None else estimation.n_groups


def _by_group(
    estimation: Estimation[MeanOf], value: float, variance: float, bounds: tuple[float | None, float | None]
) -> Interval:
    half = t_quantile(estimation.level, estimation.units(0) - 1) * variance**0.5
    return enclosing(value, value - half, value + half, estimation.level, estimation.by_group("t"), bounds)


def _p_value(value: float, variance: float, units: float) -> float:
    return 2 * t_share(-abs(value) / variance**0.5, units - 1)


def _of_units(estimation: Estimation[MeanOf], own: NDArray[np.float64], value: float) -> Difference:
    """Return the difference of shares that is the same in every sample or group, each of which then counts as one."""
    units, level = _units(estimation, own), estimation.level
    gained, lost = (float(np.maximum(side, 0).mean()) * units for side in (own, -own))
    found, method = tango(gained, lost, units, level), estimation.by_group("Tango")
    p_value = reaching_zero(value, value - found.low if value > 0 else found.high - value, level)
    return Difference(value, found.low, found.high, level, method, p_value, method, len(own))
