"""What yes-or-no predictions cost a sample on average, by themselves and against others of the same samples."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.config import Costs
from reportgen.scoring.threshold_rates import Decided
from reportgen.statistics.groups import effective_groups, group_variance
from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.means import t_quantile
from reportgen.statistics.weighted_shares import Stratum, weighted_mean, weighted_mean_interval

Flags = NDArray[np.bool_]


class MeanCost(NamedTuple):
    """The mean of a sample, and its interval; None where nothing tells how much it varies."""

    value: float
    interval: Interval | None


def mean_cost(costs: Costs, decided: Decided, level: float = LEVEL) -> MeanCost:
    """Return what a sample costs, of a population with the prevalence that was given, else of the sampled one."""
    return _mean(costs, decided, None, level)


def cost_difference(costs: Costs, a: Decided, b: Flags, level: float = LEVEL) -> MeanCost:
    """Return how much more a sample costs by `a` than by the predictions `b`, of shape (n_samples,)."""
    if np.array_equal(a.called, b):
        return MeanCost(0.0, None)
    return _mean(costs, a, b, level)


def _mean(costs: Costs, decided: Decided, other: Flags | None, level: float) -> MeanCost:
    prevalence = decided.prevalence
    each = costs.of(decided.positive, decided.called).astype(np.float64)
    if other is not None:
        each = each - costs.of(decided.positive, other)
    if prevalence is not None and not 0 < decided.positive.mean() < 1:
        return MeanCost(float(each.mean()), None)
    strata = _strata(costs, decided, other)
    mean = weighted_mean(strata)
    if all(np.ptp(own.values) == 0 for own in strata):
        return MeanCost(
            mean, None
        )  # it is known: all samples of a class get one answer, and the prevalence is given
    if decided.groups is None:
        return MeanCost(mean, weighted_mean_interval(strata, level))
    weighed = each * _weights(decided.positive, prevalence)
    return MeanCost(mean, _by_groups(strata, weighed, decided.groups, level))


def _weights(positive: Flags, prevalence: float | None) -> NDArray[np.float64]:
    """Return how much each sample counts, 1 on average, so that the share of positives is the prevalence."""
    share = float(positive.mean())
    if prevalence is None:
        return np.ones(len(positive))
    return np.where(positive, prevalence / share, (1 - prevalence) / (1 - share))


def _strata(costs: Costs, decided: Decided, other: Flags | None) -> list[Stratum]:
    """Return what is possible and how often it was seen: of all samples, or of each class by itself."""
    fixed = other is not None and len(np.unique(other)) == 1
    also = np.zeros(len(decided.called), dtype=bool) if other is None else other
    seen = np.bincount(4 * decided.positive + 2 * decided.called + also, minlength=8).astype(np.float64)
    codes = np.arange(8)
    positive, called, by_other = codes >= 4, codes // 2 % 2 == 1, codes % 2 == 1
    values = costs.of(positive, called).astype(np.float64)
    if other is not None:
        values -= costs.of(positive, by_other)
    is_possible = np.ones(8, dtype=bool)
    if other is None:
        is_possible = ~by_other
    elif fixed:
        is_possible = by_other == bool(other[0])
    if len(np.unique(decided.called)) == 1 and other is None:
        is_possible &= called == bool(decided.called[0])
    prevalence = decided.prevalence
    if prevalence is None:
        return [Stratum(values[is_possible], seen[is_possible])]
    parts = ((positive & is_possible, prevalence), (~positive & is_possible, 1 - prevalence))
    return [Stratum(values[part], seen[part], weight) for part, weight in parts]


def _by_groups(
    strata: list[Stratum], each: NDArray[np.float64], groups: NDArray[np.int64], level: float
) -> Interval | None:
    """Return the interval by as many samples as would vary as the groups do; None where nothing tells how they vary.

    Groups may be alike by chance: they never count for more than as many independent samples.
    """
    variance = group_variance((each - each.mean()) / len(each), groups)
    units = effective_groups(groups)
    if variance == 0 or units < 2:
        return None
    share = min(1.0, float(each.var()) / len(each) / variance)
    fewer = [own._replace(counts=own.counts * share) for own in strata]
    t = t_quantile(level, units - 1)
    found = weighted_mean_interval(fewer, 2 * NormalDist().cdf(t) - 1)
    return found._replace(level=level, method=f"{found.method}, effective size")
