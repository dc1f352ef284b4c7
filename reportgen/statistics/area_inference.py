"""Intervals, differences and tests of areas under curves, also where few samples are of one kind."""

from collections.abc import Callable, Sequence
from math import atanh, exp, inf, sqrt, tanh
from statistics import NormalDist

from reportgen.statistics.curve_areas import Area, by_kind
from reportgen.statistics.difference import Difference, combined, reaching_zero
from reportgen.statistics.interval import LEVEL, Interval, enclosing, normal_quantile
from reportgen.statistics.means import t_quantile, t_share
from reportgen.statistics.paired_proportions import HALVINGS
from reportgen.statistics.proportions import score_bounds

#: By how many standard errors a correlation of two areas is taken to be less than the one seen.
CORRELATION_DOUBT = 0.5

#: How the name of a method ends whose interval goes by the variance at each area.
SCORE = ", score"

#: Two variances and the covariance.
AreaMoments = tuple[float, float, float]

#: A variance of a difference that is zero but for rounding.
SMALLEST = 1e-18

#: How many samples of a kind, each informative to the full, weigh as much as the model of their scores.
MODEL_WEIGHT = 3.0

#: How far the model's variance is moved towards the largest that there can be.
MODEL_DOUBT = 0.25

#: How many times its own value a variance may become at another area: near 0 and 1 it tells nothing of areas elsewhere.
MOST_SCALED = 50.0


def modelled_variance(area: float) -> float:
    """Return the variance, over samples of one kind, of the share of the other kind that a sample is rightly above.

    It is the larger of the two that follow from exponential scores, moved a quarter of the way to the largest possible,
    as scores of one kind may vary far more than those of the other.

    Source: J. A. Hanley, B. J. McNeil, Radiology 143 (1982), 29-36, for the two.
    """
    both = area / (2 - area), 2 * area**2 / (1 + area)
    exponential = max(both) - area**2
    return exponential + MODEL_DOUBT * (area * (1 - area) - exponential)


def variance_at(area: Area, true: float) -> float:
    """Return the variance that the area would have if `true` were the true one; `area` is that of one ROC curve.

    DeLong's, which is scaled from the area seen to the true one, gives way to a model's where few samples of a kind are
    informative: few, or nearly all rightly ranked.
    """
    return sum(_parts(area, true))


def _parts(area: Area, true: float) -> list[float]:
    """Return what positive samples add to that variance, what negative ones do, and what single pairs do."""
    assert area.seen is not None  # noqa: S101 - asked of single areas under ROC curves alone
    spread = area.value * (1 - area.value)
    scale = min(MOST_SCALED, true * (1 - true) / spread) if spread > 0 else 1.0
    parts = []
    for seen, number, informative in zip(area.seen, _numbers(area), _informative(area), strict=True):
        weight = MODEL_WEIGHT / (MODEL_WEIGHT + informative)
        parts.append((1 - weight) * seen * scale + weight * modelled_variance(true) / number)
    return [*parts, true * (1 - true) / (area.positives * area.negatives)]


def _numbers(area: Area) -> tuple[int, int]:
    return area.positives, area.negatives


def _informative(area: Area) -> list[float]:
    """Return how many samples of each kind tell something: at 0.5 all but one, near 0 and 1 fewer and fewer."""
    return [4 * area.value * (1 - area.value) * (number - 1) for number in _numbers(area)]


def unseen_variance(area: Area) -> float:
    """Return what the variance of an area has beyond that of its influences: never less than nothing."""
    if area.seen is None:
        return area.remainder
    return max(0.0, variance_at(area, area.value) - sum(area.seen))


def area_interval(
    area: Area, level: float = LEVEL, method: str = "DeLong", by_group: tuple[float, float] | None = None
) -> Interval:
    """Return the interval of an area.

    Of one ROC curve it holds all areas that are no more than z of their own standard errors away (`variance_at`). Of
    others, and of groups, it is symmetric on the logit scale; at 0 and 1 Newcombe's, or of an average precision
    Wilson's, of as many trials as there are positives.

    Parameters
    ----------
    by_group : tuple of two floats, optional
        The variance over groups and its degrees of freedom, where whole groups are independent.

    Sources: M. S. Pepe, The Statistical Evaluation of Medical Tests (2003), section 5.2; R. G. Newcombe, Statistics in
    Medicine 25 (2006), 559-573, method 5.
    """
    value, z = area.value, normal_quantile(level)
    if by_group is None and area.seen is not None:
        low, high = (_farthest(value, z, lambda true: variance_at(area, true), end) for end in (0.0, 1.0))
        return enclosing(value, low, high, level, f"{method}{SCORE}", (0.0, 1.0))
    variance = area.variance + area.remainder if by_group is None else by_group[0]
    if 0 < value < 1 and variance > 0:
        wide = z if by_group is None else t_quantile(level, by_group[1])
        half = wide * sqrt(variance) / (value * (1 - value))
        low, high = (1 / (1 + (1 - value) / value * exp(side)) for side in (half, -half))
        return enclosing(value, low, high, level, f"{method}, logit", (0.0, 1.0))
    if area.trials is not None:
        low, high = score_bounds(value, area.trials, z)
        return enclosing(value, low, high, level, "Wilson, by positives", (0.0, 1.0))
    if 0 in _numbers(area):  # of samples of one kind alone the area can be nothing else
        return enclosing(value, value, value, level, "Newcombe", (0.0, 1.0))
    low, high = (_farthest(value, z, lambda true: _newcombe_variance(area, true), end) for end in (0.0, 1.0))
    return enclosing(value, low, high, level, "Newcombe", (0.0, 1.0))


def _farthest(value: float, z: float, variance: Callable[[float], float], far: float) -> float:
    """Return the area, between the one seen and the far end, that is just z of its own standard errors away."""
    near = value
    if near == far:
        return near
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        if abs(value - middle) < z * sqrt(variance(middle)):
            near = middle
        else:
            far = middle
    return (near + far) / 2


def _newcombe_variance(area: Area, true: float) -> float:
    m, n = area.positives, area.negatives
    shape = (1 - true) / (2 - true) + true / (1 + true)
    return true * (1 - true) * (1 + max(0.0, (m + n) / 2 - 1) * shape) / (m * n)


def area_difference(
    a: Area,
    b: Area,
    intervals: Sequence[Interval],
    method: str = "DeLong",
    by_group: tuple[AreaMoments, float] | None = None,
) -> Difference:
    """Return the paired difference of two areas of the same samples, with DeLong's test.

    The interval combines those of the two areas by their correlation (MOVER), so that it also holds near 1. Where few
    samples of a kind are informative, they tell as little of the correlation: it is less by the share of the model,
    which has none. Where the variance of the difference is 0, the p-value follows from the interval.

    Parameters
    ----------
    intervals : sequence of Interval
        Of a and of b.
    by_group : tuple, optional
        The variances and the covariance over groups, and their degrees of freedom, where whole groups are independent.
    """
    of_a, of_b, covariance = _moments(a, b) if by_group is None else by_group[0]
    correlation = _correlation(of_a, of_b, covariance)
    found = combined(a.value, intervals[0], b.value, intervals[1], correlation)
    spread = of_a + of_b - 2 * correlation * sqrt(of_a * of_b)
    if spread <= SMALLEST:
        return found
    steps = -abs(a.value - b.value) / sqrt(spread)
    p_value = 2 * (NormalDist().cdf(steps) if by_group is None else t_share(steps, by_group[1]))
    return found._replace(p_value=p_value, test=f"{method}, paired")


def _moments(a: Area, b: Area) -> AreaMoments:
    """Return the variances of two areas and their covariance."""
    seen = [own.variance for own in (a, b)]
    correlation = _correlation(seen[0], seen[1], float(a.influence @ b.influence))
    if a.is_positive is None:
        of_a, of_b = (variance + own.remainder for variance, own in zip(seen, (a, b), strict=True))
        return of_a, of_b, correlation * sqrt(of_a * of_b)
    shared = by_kind(a.influence, b.influence, a.is_positive)
    informative = [min(both) for both in zip(_informative(a), _informative(b), strict=True)]
    correlations = [
        _at_least(_correlation(one, other, both), number)
        for one, other, both, number in zip(a.seen or (), b.seen or (), shared, informative, strict=True)
    ]
    parts = [_parts(own, own.value) for own in (a, b)]
    covariances = (
        c * sqrt(one * other) for c, one, other in zip((*correlations, correlation), *parts, strict=True)
    )
    return sum(parts[0]), sum(parts[1]), sum(covariances)


def _correlation(of_a: float, of_b: float, covariance: float) -> float:
    return min(1.0, max(-1.0, covariance / sqrt(of_a * of_b))) if of_a > 0 and of_b > 0 else 0.0


def _at_least(correlation: float, number: float) -> float:
    """Return the correlation that is at least there: less than the one seen by half a standard error, but for its sign.

    Source: R. A. Fisher's transformation, by which the standard error is 1 / sqrt(number - 3).
    """
    if correlation <= 0 or correlation == 1:
        return correlation
    error = CORRELATION_DOUBT / sqrt(number - 3) if number > 3 + 1e-9 else inf
    return max(0.0, tanh(atanh(correlation) - error))


def difference_to_known(area: Area, known: float, interval: Interval) -> Difference:
    """Return how far an area lies from one that is known, as that of constant scores is, by its own interval.

    Parameters
    ----------
    interval : Interval
        Of the area: the p-value follows from it, or where it goes by `variance_at` from the variance at what is known.
    """
    value = area.value - known
    is_score = area.seen is not None and interval.method.endswith(SCORE)
    error = sqrt(variance_at(area, known)) if is_score else 0.0
    if error > 0:
        p_value = 2 * NormalDist().cdf(-abs(value) / error)
    else:
        reach = area.value - interval.low if value > 0 else interval.high - area.value
        p_value = reaching_zero(value, reach, interval.level)
    return Difference(
        value,
        interval.low - known,
        interval.high - known,
        interval.level,
        interval.method,
        p_value,
        f"{interval.method}, against a known area",
    )
