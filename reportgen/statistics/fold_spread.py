"""From an interval of fitted models to one of their recipe: what training sets vary on top of samples."""

from collections.abc import Sequence
from math import sqrt
from statistics import variance

from reportgen.statistics.interval import Bounds, Interval, enclosing, normal_quantile

#: What the method of such an interval ends in.
OF_RECIPE = "for the recipe"


def of_recipe(
    value: float,
    interval: Interval,
    by_fold: Sequence[float],
    test_share: float,
    bounds: Bounds = (None, None),
) -> Interval:
    """Return the interval of what a recipe gives on average, trained on other data of as many samples.

    The variance is the one of the corrected resampled t-test: that of a single fold, times 1 / folds + test_share. As a
    few folds tell little of how much they vary, that of a single fold is at least what its samples alone make it, by
    the interval of the fitted models; with that, normal quantiles hold what they promise (`benchmarks/studies`).

    Parameters
    ----------
    value : float
        The figure over all folds.
    interval : Interval
        Of the same, as far as samples are concerned.
    by_fold : sequence of float
        The figure of each fold.
    test_share : float
        Samples judged for each training sample.
    bounds : tuple
        The range of the figure.

    Sources: C. Nadeau, Y. Bengio, Machine Learning 52 (2003), 239-281; S. Bates, T. Hastie, R. Tibshirani,
    Cross-validation: what does it estimate and how well does it do it?, JASA 119 (2023), 1434-1445.
    """
    folds = len(by_fold)
    if folds < 2:
        return interval
    z = normal_quantile(interval.level)
    of_samples = folds * ((interval.high - interval.low) / (2 * z)) ** 2
    of_fold = max(of_samples, variance(by_fold))
    wide = sqrt((1 / folds + test_share) * of_fold)
    method = f"{interval.method}, {OF_RECIPE}"
    if of_samples == 0:
        return enclosing(value, value - z * wide, value + z * wide, interval.level, method, bounds)
    factor = wide / sqrt(of_samples / folds)
    low, high = value - factor * (value - interval.low), value + factor * (interval.high - value)
    return enclosing(value, low, high, interval.level, method, bounds)
