"""Verdict on a difference: which of two is better, that they are as good as equal, or that nobody can say yet.

It follows from intervals and the margin alone. Two one-sided tests decide on equivalence: where differences are tested
at 5 %, that amounts to an interval of 90 % wholly within the margin. The difference is then too small to matter,
whether or not it is there. Only so do two count as equivalent, never for lack of data.
"""

from math import ceil, inf, sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

Verdict = Literal["a", "b", "equivalent", "undecided"]

#: The chance that the number of samples named would decide.
POWER = 0.8

#: The true difference lies with this probability among those that the numbers of samples are found for.
LIKELY = 0.5

#: How many of these are tried.
GUESSES = 41

#: Halvings of the standard error that decides: enough for six digits.
HALVINGS = 40


def equivalence_level(level: float) -> float:
    """Return the level of the interval that has to lie within the margin, from that of the interval of a difference.

    Source: D. J. Schuirmann, A comparison of the two one-sided tests procedure and the power approach, Journal of
    Pharmacokinetics and Biopharmaceutics 15 (1987), 657-680.
    """
    return 1 - 2 * (1 - level)


def verdict(
    low: float | None,
    high: float | None,
    margin: float,
    greater_is_better: bool,
    inner: tuple[float | None, float | None] | None = None,
) -> Verdict:
    """Return what the intervals of a difference a - b say.

    Parameters
    ----------
    low, high : float or None
        The interval, adjusted where several are read together; None where there is none, which leaves it undecided.
    margin : float
        The smallest difference that matters, in the unit of the metric, 0 or more.
    greater_is_better : bool
        Which way the metric points.
    inner : tuple of two floats, optional
        The interval at `equivalence_level`; by default the one given.

    Returns
    -------
    {"a", "b", "equivalent", "undecided"}
        Equivalent where the inner interval lies within the margin, both ends included. Otherwise a or b where all of
        the interval lies on the better side of zero. An interval that touches zero excludes nothing.
    """
    if low is None or high is None:
        return "undecided"
    lower, upper = (low, high) if inner is None or None in inner else inner
    if lower is not None and upper is not None and -margin <= lower and upper <= margin:
        return "equivalent"
    if low > 0:
        return "a" if greater_is_better else "b"
    if high < 0:
        return "b" if greater_is_better else "a"
    return "undecided"


class SamplesNeeded(NamedTuple):
    """About how many samples would decide if the difference seen were the true one, and what else may be.

    `lowest` and `highest` are for the true differences that are as likely as not; `highest` is None where no number
    would do for one of them.
    """

    number: int
    lowest: int
    highest: int | None


def samples_needed(
    difference: float,
    half_width: float,
    n: int,
    margin: float,
    level: float,
    fixed_half_width: float = 0.0,
    disagreeing: int | None = None,
) -> SamplesNeeded | None:
    """Return about how many samples would decide: find the difference, or show that it is within the margin.

    For a true difference it is the number with which one of the two succeeds in four of five cases: the difference by
    its interval, equivalence by two one-sided tests. As the true difference is not known, it is asked of all that are
    as likely as not.

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
    disagreeing : int, optional
        On how many samples the two were not alike, where it is a difference of rates. Without any, the interval narrows
        with the number of samples instead of with its root.

    Returns
    -------
    SamplesNeeded or None
        None where no number of samples would decide, if the difference seen were the true one.

    Source: S. A. Julious, Sample sizes for clinical trials with normal data, Statistics in Medicine 23 (2004),
    1921-1986.
    """
    if half_width <= 0:
        return None
    z = NormalDist().inv_cdf(0.5 + level / 2)
    if disagreeing == 0:
        return _without_disagreement(n, margin, level)
    error, fixed = half_width / z, fixed_half_width / z
    number = _number(difference, error, fixed, n, margin, level)
    if number == inf:
        return None
    reach = NormalDist().inv_cdf(0.5 + LIKELY / 2) * sqrt(error**2 + fixed**2)
    steps = (difference + reach * (2 * step / (GUESSES - 1) - 1) for step in range(GUESSES))
    likely = [number, *(_number(own, error, fixed, n, margin, level) for own in steps)]
    highest = max(likely)
    return SamplesNeeded(int(number), int(min(likely)), None if highest == inf else int(highest))


def _number(difference: float, error: float, fixed: float, n: int, margin: float, level: float) -> float:
    """Return how many samples decide in four of five cases if a difference is the true one."""
    left = _largest_error(abs(difference), margin, level) ** 2 - fixed**2
    return max(n + 1, ceil(n * error**2 / left)) if left > 0 else inf


def _largest_error(difference: float, margin: float, level: float) -> float:
    """Return the standard error with which a true difference is found, or shown to be small, in four of five cases."""
    normal = NormalDist()
    z = normal.inv_cdf(0.5 + level / 2)
    by_difference = difference / (z + normal.inv_cdf(POWER))
    if difference >= margin:
        return by_difference
    inner = normal.inv_cdf(0.5 + equivalence_level(level) / 2)
    low, high = 0.0, margin
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        sides = (normal.cdf((margin - side) / middle - inner) for side in (difference, -difference))
        low, high = (middle, high) if sum(sides) - 1 >= POWER else (low, middle)
    return max(by_difference, low)


def _without_disagreement(n: int, margin: float, level: float) -> SamplesNeeded | None:
    """Return it of two that were alike on every sample: between none ever differing, and one in n."""
    if margin <= 0:
        return None
    inner = NormalDist().inv_cdf(0.5 + equivalence_level(level) / 2) ** 2
    fewest = max(n + 1, ceil(inner * (1 / margin - 1)))
    most = _number(0.0, sqrt(1 / n**2), 0.0, n, margin, level)
    return SamplesNeeded(fewest, fewest, max(fewest, int(most)))
