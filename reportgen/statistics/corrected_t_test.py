"""The corrected resampled t-test: two recipes compared over the folds of a cross-validation."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from reportgen.statistics.interval import LEVEL

#: What the test is called wherever it is named.
CORRECTED_T = "corrected resampled t-test"


class Estimate(NamedTuple):
    """A difference with its interval and the p-value of no difference; both None where the folds do not tell them."""

    value: float
    low: float | None
    high: float | None
    p_value: float | None


def corrected_t(differences: Sequence[float], test_share: float, level: float = LEVEL) -> Estimate:
    """Return the mean difference over folds with the interval and p-value of the corrected resampled t-test.

    The training sets of folds overlap, so their differences vary less than those of new training data would: the
    plain t-test finds differences that are not there. The correction adds the share of test to training samples to
    1 / folds in the variance of the mean.

    Parameters
    ----------
    differences : sequence of float
        a - b in each fold.
    test_share : float
        Samples judged for each training sample: 1 / (folds - 1) in an ordinary cross-validation.
    level : float

    Returns
    -------
    Estimate
        Without interval and p-value where there are fewer than two folds, or all have the same difference, so that
        nothing tells how much it varies.

    Source: C. Nadeau, Y. Bengio, Inference for the generalization error, Machine Learning 52 (2003), 239-281.
    """
    from scipy.special import stdtr, stdtrit

    values = np.asarray(differences, dtype=np.float64)
    folds, mean = len(values), float(values.mean())
    spread = float(values.std(ddof=1)) if folds > 1 else 0.0
    if spread <= 1e-12 * max(1.0, float(np.abs(values).max())):  # equal but for rounding
        return Estimate(mean, None, None, None)
    error = sqrt(1 / folds + test_share) * spread
    half = float(stdtrit(folds - 1, 0.5 + level / 2)) * error
    return Estimate(mean, mean - half, mean + half, 2 * float(stdtr(folds - 1, -abs(mean) / error)))
