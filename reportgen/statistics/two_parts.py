"""Whether a figure of the test and those of the folds can be of the same thing."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance

from reportgen.statistics.interval import Interval, normal_quantile
from reportgen.statistics.means import t_share


def contradiction_p_value(value: float, interval: Interval, folds: Sequence[float]) -> float | None:
    """Return the p-value of a test and the folds being of one population, with the spread over folds allowed for.

    The model of the test is one more fit, so the spread of a single fold counts once, and that of their mean. Degrees
    of freedom are Welch's.

    Parameters
    ----------
    value : float
        Of the test.
    interval : Interval
        Of the same.
    folds : sequence of float
        The figures of two folds or more; None is returned of fewer.

    Source: B. L. Welch, The generalization of "Student's" problem, Biometrika 34 (1947), 28-35.
    """
    if len(folds) < 2:
        return None
    of_test = ((interval.high - interval.low) / (2 * normal_quantile(interval.level))) ** 2
    of_folds = variance(folds) * (1 + 1 / len(folds))
    if of_test + of_folds == 0:
        return None
    degrees = (of_test + of_folds) ** 2 / (of_folds**2 / (len(folds) - 1)) if of_folds > 0 else 1e9
    return 2 * t_share(-abs(value - fmean(folds)) / sqrt(of_test + of_folds), degrees)
