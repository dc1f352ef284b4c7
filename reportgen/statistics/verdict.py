"""Verdict on a difference: which of two is better, that they are as good as equal, or that nobody can say yet.

It follows from the interval and the margin alone. An interval wholly within the margin means that the difference is too
small to matter, whether or not it is there; only then do two count as equivalent, never for lack of data.
"""

from math import ceil
from statistics import NormalDist
from typing import Literal

Verdict = Literal["a", "b", "equivalent", "undecided"]

#: The chance that the number of samples named would decide, if the difference is what it seems.
POWER = 0.8


def verdict(low: float | None, high: float | None, margin: float, greater_is_better: bool) -> Verdict:
    """Return what the interval of a difference a - b says.

    Parameters
    ----------
    low, high : float or None
        The interval, adjusted where several are read together; None where there is none, which leaves it undecided.
    margin : float
        The smallest difference that matters, in the unit of the metric, 0 or more.
    greater_is_better : bool
        Which way the metric points.

    Returns
    -------
    {"a", "b", "equivalent", "undecided"}
        Equivalent where the whole interval lies within the margin, both ends included. Otherwise a or b where all of it
        lies on the better side of zero. An interval that touches zero excludes nothing.
    """
    if low is None or high is None:
        return "undecided"
    if -margin <= low and high <= margin:
        return "equivalent"
    if low > 0:
        return "a" if greater_is_better else "b"
    if high < 0:
        return "b" if greater_is_better else "a"
    return "undecided"


def samples_needed(
    difference: float, half_width: float, n: int, margin: float, level: float, fixed_half_width: float = 0.0
) -> int | None:
    """Return about how many samples would decide: find the difference, or show that it is within the margin.

    Intervals narrow with the square root of the number of samples. Taken for the true one, the difference is found in
    four of five such tests once its interval ends (z + 0.84) / z half widths from it; it is shown to be within the
    margin once as much fits between it and the margin. The nearer of the two counts. It is a rough guess, as the
    difference itself is one.

    Parameters
    ----------
    difference : float
    half_width : float
        Of its interval at `level`, as far as it is due to the n samples.
    n : int
        Samples it comes from.
    margin : float
    level : float
        Such as 0.95.
    fixed_half_width : float
        The part of the half width that more samples do not narrow: that of a model's seeds. The two add up as squares.

    Returns
    -------
    int or None
        None where no number of samples would decide.
    """
    normal = NormalDist()
    z = normal.inv_cdf(0.5 + level / 2)
    room = max(abs(difference), margin - abs(difference)) / (1 + normal.inv_cdf(POWER) / z)
    left = room**2 - fixed_half_width**2
    if left <= 0 or half_width <= 0:
        return None
    return ceil(n * half_width**2 / left)
