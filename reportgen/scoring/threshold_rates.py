"""What a threshold gives: rates and a cost, each with its interval, with groups where there are any."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.config import ThresholdRule
from reportgen.statistics.groups import effective_groups, group_variance
from reportgen.statistics.interval import LEVEL, Interval, enclosing
from reportgen.statistics.means import mean_interval, share_interval, t_quantile
from reportgen.statistics.proportions import wilson

Flags = NDArray[np.bool_]


class Decided(NamedTuple):
    """Which samples are positive and which are called so, and which belong together; all of shape (n_samples,)."""

    positive: Flags
    called: Flags
    groups: NDArray[np.int64] | None


def rates(decided: Decided) -> dict[str, float | None]:
    """Return precision, recall, specificity and negative predictive value, each with `_low` and `_high`.

    A rate is None where no sample is among those it is a share of; its ends are where a single group is.
    """
    positive, called, groups = decided
    shares = {
        "precision": (called, positive),
        "recall": (positive, called),
        "specificity": (~positive, ~called),
        "npv": (~called, ~positive),
    }
    found: dict[str, float | None] = {}
    for name, (among, right) in shares.items():
        value, ends = _rate(among, right, groups)
        found[name] = value
        found[f"{name}_low"], found[f"{name}_high"] = (None, None) if ends is None else ends[:2]
    return found


def _rate(
    among: Flags, right: Flags, groups: NDArray[np.int64] | None
) -> tuple[float | None, Interval | None]:
    trials, successes = int(among.sum()), int((among & right).sum())
    if not trials:
        return None, None
    value = successes / trials
    if groups is None:
        return value, wilson(successes, trials)
    codes = np.unique(groups[among], return_inverse=True)[1]
    units = effective_groups(codes)
    if units < 2 and codes.max() < 1:
        return value, None
    influence = (right[among] - value) / trials
    variance = group_variance(influence, codes)
    # Groups may be alike by chance: they never count for more than as many independent samples.
    variance = max(variance, value * (1 - value) / trials) if variance > 0 else 0.0
    return value, share_interval(value, variance, max(2.0, units))


def cost(rule: ThresholdRule, decided: Decided) -> dict[str, float | None]:
    """Return the mean cost of a sample by a rule of costs, with `_low` and `_high`; nothing by another rule."""
    if rule.kind != "cost":
        return {}
    positive, called, groups = decided
    each = rule.fp * (called & ~positive) + rule.fn * (positive & ~called)
    value, ends = float(each.mean()), _mean_ends(each, groups)
    low, high = (None, None) if ends is None else ends[:2]
    return {"cost": value, "cost_low": low, "cost_high": high}


def _mean_ends(each: NDArray[Any], groups: NDArray[np.int64] | None) -> Interval | None:
    """Return the interval of a mean cost; None where nothing tells how much it varies."""
    if np.ptp(each) == 0:
        return None
    if groups is None:
        return mean_interval(each, bounds=(0.0, None))
    variance = group_variance((each - each.mean()) / len(each), groups)
    units = effective_groups(groups)
    if variance == 0 or units < 2:
        return None
    half = t_quantile(LEVEL, units - 1) * variance**0.5
    return enclosing(float(each.mean()), each.mean() - half, each.mean() + half, LEVEL, "t", (0.0, None))
