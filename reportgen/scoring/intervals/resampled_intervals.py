"""Anything else: the metric computed again on samples, or groups of them, with random weights."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import BinnedGaps, Resampled
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.scoring.intervals.estimation import Estimation
from reportgen.statistics.bootstrap_intervals import normal_interval, normal_p_value
from reportgen.statistics.calibration import DEBIASED, rms_interval, squared_error_by_group
from reportgen.statistics.difference import Difference, alike
from reportgen.statistics.interval import RESAMPLES, Interval
from reportgen.statistics.means import ROUNDING, are_equal

#: Kinds of figure that are computed on resamples.
Drawn: TypeAlias = BinnedGaps | Resampled

#: Weights held at once.
CHUNK = 4_000_000

NOT_DRAWN = "no interval: samples of this kind cannot be drawn anew"
UNDEFINED = "no interval: it is undefined in most resamples"
BIASED = "no interval: chance alone makes it larger; the debiased calibration error has one"
ALIKE = "no interval: all samples of a bin have the same gap"
SAME = "no interval: it is the same in every resample"


def interval(estimation: Estimation[Drawn], predictions: SplitPredictions, value: Value) -> Interval | str:
    """Return the interval by the spread of resampled figures, corrected for their bias."""
    if isinstance(estimation.kind, BinnedGaps):
        assert value.value is not None  # noqa: S101 - undefined figures are turned away before
        return _of_bins(estimation, estimation.kind, predictions, value.value)
    draws = _draws(estimation, predictions)
    if draws is None:
        return NOT_DRAWN
    draws = draws[np.isfinite(draws)]
    if len(draws) < RESAMPLES / 2:
        return UNDEFINED
    if are_equal(draws):
        return SAME
    assert value.value is not None  # noqa: S101 - undefined figures are turned away before
    method = estimation.by_group("bootstrap")
    return normal_interval(value.value, draws, estimation.level, method, estimation.bounds)


def _of_bins(
    estimation: Estimation[Drawn], kind: BinnedGaps, predictions: SplitPredictions, value: float
) -> Interval | str:
    """Return the interval of a debiased figure of bins; one that chance alone makes larger has none."""
    if not kind.debiased:
        return BIASED
    if estimation.codes is None:
        found = kind.squared(kind.statistic(predictions))
    else:
        found = squared_error_by_group(*kind.each(predictions), estimation.codes)
    if found.cross <= ROUNDING:
        return ALIKE
    return rms_interval(value, found, estimation.level, estimation.by_group(DEBIASED))


def difference(
    estimation: Estimation[Drawn], a: SplitPredictions, b: SplitPredictions, value: float
) -> Difference:
    """Return the difference, with both models judged on the same resamples."""
    first, second = _draws(estimation, a), _draws(estimation, b)
    if first is None or second is None:
        return Difference(value, level=estimation.level, n=a.n_samples, reason=NOT_DRAWN)
    known = np.isfinite(first - second)
    first, second = first[known], second[known]
    draws = first - second
    method = estimation.by_group("bootstrap, paired")
    if len(draws) < RESAMPLES / 2:
        return Difference(value, level=estimation.level, n=a.n_samples, reason=UNDEFINED)
    if are_equal(draws, first, second):
        return _same(estimation, value, a.n_samples, draws)
    found = normal_interval(value, draws, estimation.level, method, estimation.spread)
    p_value = normal_p_value(value, draws)
    return Difference(value, found.low, found.high, estimation.level, method, p_value, method, a.n_samples)


def _same(estimation: Estimation[Drawn], value: float, n: int, draws: NDArray[np.float64]) -> Difference:
    if value == 0 and not draws.any():
        return alike(SAME, n, estimation.level)
    return Difference(value, level=estimation.level, n=n, reason=SAME)


def _draws(estimation: Estimation[Drawn], predictions: SplitPredictions) -> NDArray[np.float64] | None:
    """Return the figure of each resample, of shape (RESAMPLES,); None where samples cannot be drawn anew."""
    weighted, codes = estimation.kind.weighted, estimation.codes
    units = predictions.n_samples if codes is None else int(codes.max()) + 1
    random = np.random.default_rng([units, predictions.n_samples])
    if weighted is not None:
        step, parts = max(1, CHUNK // predictions.n_samples), []
        for start in range(0, RESAMPLES, step):
            weights = random.standard_exponential((min(step, RESAMPLES - start), units))
            parts.append(weighted(predictions, weights if codes is None else weights[:, codes]))
        return np.concatenate(parts)
    if not isinstance(predictions, ClassPredictions):
        return None
    return np.array([_figure(estimation, predictions, random, units) for _ in range(RESAMPLES)])


def _figure(
    estimation: Estimation[Drawn], predictions: ClassPredictions, random: np.random.Generator, units: int
) -> float:
    chosen = random.integers(0, units, units)
    if estimation.codes is not None:
        members = np.bincount(chosen, minlength=units)[estimation.codes]
        chosen = np.repeat(np.arange(predictions.n_samples), members)
    values = estimation.metric.values(predictions.take(chosen))
    found = next((value.value for value in values if value.label == estimation.label), None)
    return np.nan if found is None else found
