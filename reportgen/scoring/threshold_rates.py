"""What a threshold gives: rates, each with its interval, with groups where there are any."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.threshold_records import AtPrevalence
from reportgen.statistics.groups import effective_groups, group_variance
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import share_interval
from reportgen.statistics.predictive_values import Rate, predictive_value
from reportgen.statistics.proportions import wilson

Flags = NDArray[np.bool_]


class Decided(NamedTuple):
    """Which samples are positive and which are called so, and which belong together; all of shape (n_samples,).

    `prevalence` is the share of positives where the model will work, None for the sampled one.
    """

    positive: Flags
    called: Flags
    groups: NDArray[np.int64] | None
    prevalence: float | None = None


def rates(decided: Decided) -> dict[str, float | None]:
    """Return precision, recall, specificity and negative predictive value, each with `_low` and `_high`.

    A rate is None where no sample is among those it is a share of; its ends are where a single group is.
    """
    positive, called, groups, _ = decided
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


def at_prevalence(decided: Decided) -> AtPrevalence | None:
    """Return the predictive values where positives are as frequent as was said; None where nothing was."""
    share, found = decided.prevalence, rates(decided)
    if share is None:
        return None
    sensitivity, specificity = (_known(found, name) for name in ("recall", "specificity"))
    if sensitivity is None or specificity is None:
        return AtPrevalence(prevalence=share)
    values: dict[str, float] = {}
    for name, right, wrong, of in (
        ("precision", sensitivity, specificity.complement, share),
        ("npv", specificity, sensitivity.complement, 1 - share),
    ):
        if (seen := predictive_value(right, wrong, of)) is not None:
            values |= {name: seen[0], f"{name}_low": seen[1].low, f"{name}_high": seen[1].high}
    return AtPrevalence(prevalence=share, **values)


def _known(found: dict[str, float | None], name: str) -> Rate | None:
    value, low, high = (found[key] for key in (name, f"{name}_low", f"{name}_high"))
    return None if value is None or low is None or high is None else Rate(value, low, high)


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
