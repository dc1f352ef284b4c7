"""Thresholds that reach a precision or a recall with confidence: chosen by a lower bound, not by the estimate.

A floor that is just reached where a threshold is chosen is missed on new samples about half of the time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.config import ThresholdRule
from reportgen.scoring.choosing_grounds import Grounds, ScoreScale
from reportgen.scoring.threshold_choice import Choice
from reportgen.statistics.groups import effective_groups, group_variance
from reportgen.statistics.interval import normal_quantile
from reportgen.statistics.means import t_quantile
from reportgen.statistics.proportions import lower_bound, trials_needed

#: So many thresholds that pass by the number of samples alone are tried with all that makes a bound lower.
TRIED = 200


@dataclass(frozen=True, eq=False)
class Bounded:
    """The lower bounds that a rule with confidence goes by.

    Attributes
    ----------
    rule : ThresholdRule
    grounds : Grounds
    scale : ScoreScale, optional
        That of the fit that the threshold is carried to; None where it was chosen on that fit's own scores.
    """

    rule: ThresholdRule
    grounds: Grounds
    scale: ScoreScale | None

    @property
    def confidence(self) -> float:
        """The rule's."""
        return self.rule.confidence or 0.0

    @property
    def trials(self) -> NDArray[np.int64]:
        """How many samples the rate is a share of, at each threshold."""
        ranked = self.grounds.ranked
        if self.rule.kind == "precision":
            return ranked.hits + ranked.false_alarms
        return np.full(len(ranked.hits), ranked.positives)

    def plain(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the bounds at some thresholds by the number of samples alone."""
        return lower_bound(self.grounds.ranked.hits[places], self.trials[places], self.confidence)

    def passing(self) -> NDArray[np.int64]:
        """Return the places of thresholds that pass by the number of samples alone, the best first."""
        ranked, is_precision = self.grounds.ranked, self.rule.kind == "precision"
        # A bound is no more than its estimate; on one scale it is no better where a threshold finds nothing more.
        found = (np.diff(ranked.hits, prepend=0) > 0) | self.grounds.rescaled
        reached = (ranked.precision if is_precision else ranked.recall) >= self.rule.floor
        places = np.flatnonzero(reached if is_precision else reached & found)
        places = places[self.plain(places) >= self.rule.floor]
        return places[::-1] if is_precision else places

    def at(self, place: int) -> float:
        """Return the bound at a threshold, with what groups, and the scales of fits, leave open.

        Both make it that of a rate of fewer samples, which has the same variance (Korn and Graubard 1998).
        """
        hits, trials = int(self.grounds.ranked.hits[place]), int(self.trials[place])
        if hits == 0:
            return 0.0
        rate = hits / trials
        seen = (hits - 0.5) / trials if hits == trials else rate
        spread = seen * (1 - seen)
        of_fits = self._moved(place) ** 2 + self._of_fits(place, spread)
        number = spread / (spread / self._independent(place, rate, spread) + of_fits)
        return float(lower_bound(number * rate, number, self.confidence))

    def _independent(self, place: int, rate: float, spread: float) -> float:
        """Return how many samples independent of each other tell as much of the rate."""
        trials = float(self.trials[place])
        if self.grounds.groups is None:
            return trials
        called = self.grounds.scores >= self.grounds.ranked.thresholds[place]
        among = called if self.rule.kind == "precision" else self.grounds.is_positive
        right = (self.grounds.is_positive & called)[among]
        codes = np.unique(self.grounds.groups[among], return_inverse=True)[1]
        units = effective_groups(codes)
        if units < 2:
            return 1.0
        variance = group_variance((right - rate) / trials, codes) if codes.max() else 0.0
        if variance == 0:  # groups that are all alike count as one sample each
            return min(units, trials)
        level = 2 * self.confidence - 1
        wide = (t_quantile(level, trials) / t_quantile(level, units - 1)) ** 2
        return min(trials, spread / variance * wide)

    def _of_fits(self, place: int, spread: float) -> float:
        """Return the variance of the rate of another fit, on scales of their own: what samples do not explain of it.

        From the spread over a few fits, for one that is none of them, and so with Student's quantile.
        """
        number = int(self.grounds.fit_of[-1]) + 1
        if not self.grounds.rescaled or number < 2:
            return 0.0
        called = self.grounds.scores >= self.grounds.ranked.thresholds[place]
        among = called if self.rule.kind == "precision" else self.grounds.is_positive
        hits, trials = (
            np.bincount(self.grounds.fit_of[own], minlength=number)
            for own in (self.grounds.is_positive & called, among)
        )
        known = trials > 0
        if known.sum() < 2:
            return 0.0
        rates = hits[known] / trials[known]
        excess = float(rates.var(ddof=1)) - spread * float(np.mean(1 / trials[known]))
        level = 2 * self.confidence - 1
        wide = t_quantile(level, int(known.sum()) - 1) / normal_quantile(level)
        return max(0.0, excess) * (1 + 1 / int(known.sum())) * wide**2

    def _moved(self, place: int) -> float:
        """Return by how much the rate moves with a standard error of the threshold."""
        ranked = self.grounds.ranked
        threshold = float(ranked.thresholds[place])
        step = self.grounds.doubt(threshold, self.scale)
        if step == 0:
            return 0.0
        around = np.array([threshold - step, threshold + step])
        hits, alarms = (ranked.reached(around, own) for own in (ranked.hits, ranked.false_alarms))
        among = np.maximum(hits + alarms, 1) if self.rule.kind == "precision" else ranked.positives
        low, high = hits / among
        return float(abs(high - low) / 2)


def choose_with_confidence(
    rule: ThresholdRule, grounds: Grounds, scale: ScoreScale | None, said: Callable[[float], float]
) -> Choice:
    """Return the threshold whose lower bound reaches the floor of a rule with confidence.

    The lowest of precision, the highest of recall, as without confidence. The bound of recall is exact where scores are
    of one fit, or on one scale, and samples are independent; of precision several thresholds are looked at, which
    costs a little of the confidence.

    Parameters
    ----------
    scale : ScoreScale, optional
        That of the fit that the threshold is carried to.
    said : callable
        From a threshold to the score that a reader is told.
    """
    bounded, ranked = Bounded(rule, grounds, scale), grounds.ranked
    place = _first(bounded, bounded.passing())
    if place is None:
        return _out_of_reach(bounded, said)
    own = [float(of[place]) for of in (ranked.thresholds, ranked.precision, ranked.recall)]
    return Choice(own[0], own[1], own[2], low=bounded.at(place))


def _first(bounded: Bounded, places: NDArray[np.int64]) -> int | None:
    """Return the first place whose bound reaches the floor: of many the first of those tried, and then up to it."""
    before = 0
    for tried in _thinned(len(places)):
        if bounded.at(int(places[tried])) >= bounded.rule.floor:
            between = places[before : tried + 1]
            own = (int(between[near]) for near in _thinned(len(between)))
            return next(place for place in own if bounded.at(place) >= bounded.rule.floor)
        before = tried + 1
    return None


def _thinned(number: int) -> list[int]:
    """Return the positions of so many places that are tried, in order; the last is among them."""
    return [
        int(place) for place in np.unique(np.linspace(0, number - 1, min(number, TRIED)).astype(np.int64))
    ]


def _out_of_reach(bounded: Bounded, said: Callable[[float], float]) -> Choice:
    """Return why no threshold is confident enough, and how many samples would be needed at the least."""
    rule, ranked = bounded.rule, bounded.grounds.ranked
    best = max(_thinned(len(ranked.hits)), key=bounded.at)
    bound, trials = bounded.at(best), int(bounded.trials[best])
    needed = trials_needed(rule.floor, bounded.confidence)
    samples = "samples predicted as positive" if rule.kind == "precision" else "positive samples"
    reason = (
        f"out of reach: with {100 * bounded.confidence:.12g} % confidence {rule.kind} is at least {bound:.4g} at the "
        f"best, from a score of {said(float(ranked.thresholds[best])):.6g} on, by {trials:,} {samples}; "
    )
    flawless = "no false alarm among them" if rule.kind == "precision" else "none of them missed"
    if needed is None:
        reason += "no number of samples shows that there are no errors at all"
    elif trials < needed:
        reason += f"{needed:,} would be needed at the least, with {flawless}"
    else:
        reason += f"more are needed: {needed:,} would do with {flawless}"
        if bounded.grounds.rescaled or bounded.grounds.groups is not None:
            reason += ", if they were independent and of one fit"
    return Choice(None, best_reachable=bound, reason=reason)
