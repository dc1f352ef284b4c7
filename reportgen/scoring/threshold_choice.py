"""From a rule to a decision threshold, on scores that are counted at each of their values."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from reportgen.config import ThresholdRule
from reportgen.metrics.ranked_scores import Ranked


class Choice(NamedTuple):
    """A threshold with its precision and recall where it was chosen; or None, why, and how close one gets.

    `low` is the lower bound of what a rule with confidence asks for.
    """

    threshold: float | None
    precision: float | None = None
    recall: float | None = None
    best_reachable: float | None = None
    reason: str | None = None
    low: float | None = None


def as_it_is(threshold: float) -> float:
    """Return a threshold that a reader is told on the scale that it was chosen on."""
    return threshold


def choose_threshold(
    rule: ThresholdRule,
    ranked: Ranked,
    said: Callable[[float], float] = as_it_is,
    prevalence: float | None = None,
) -> Choice:
    """Return the threshold that a rule gives on these scores, by the estimate; `said` as in `choose_with_confidence`.

    The lowest at which precision reaches its floor, as it finds most; the highest at which recall does, as it
    raises fewest false alarms; the one of the best F1, or of the least cost, and of equals the highest. Where
    never to predict yes costs least the threshold lies just above all scores. Costs are weighed by the prevalence where
    one is given.
    """
    if not ranked.positives:
        return Choice(None, reason="there is no sample of the class to choose it on")
    if rule.kind == "precision":
        return _by_precision(rule, ranked, said)
    if rule.kind == "recall":
        return _at(ranked, int(np.argmax(ranked.recall >= rule.floor)))
    if rule.kind == "f1":
        return _at(
            ranked, int(np.argmax(2 * ranked.hits / (ranked.hits + ranked.false_alarms + ranked.positives)))
        )
    return _by_costs(rule, ranked, prevalence)


def _by_costs(rule: ThresholdRule, ranked: Ranked, prevalence: float | None) -> Choice:
    """Return the threshold of the least cost, of a population with that share of positives where one is given."""
    costs = rule.costs
    assert costs is not None  # noqa: S101 - a rule of costs has them
    # What an error costs more than the right prediction for the same sample: the rest is the same at each threshold.
    alarm, miss = costs.fp - costs.tn, costs.fn - costs.tp
    if prevalence is not None and ranked.negatives:
        alarm *= (1 - prevalence) / ranked.negatives
        miss *= prevalence / ranked.positives
    found = alarm * ranked.false_alarms + miss * (ranked.positives - ranked.hits)
    if miss * ranked.positives <= found.min():
        never = float(np.nextafter(ranked.thresholds[0], np.inf))
        return Choice(never, None, 0.0)
    return _at(ranked, int(np.argmin(found)))


def _by_precision(rule: ThresholdRule, ranked: Ranked, said: Callable[[float], float]) -> Choice:
    reaching = np.flatnonzero(ranked.precision >= rule.floor)
    if len(reaching):
        return _at(ranked, int(reaching[-1]))
    best = _at(ranked, len(ranked.precision) - 1 - int(np.argmax(ranked.precision[::-1])))
    assert best.threshold is not None  # noqa: S101 - it is one of the scores
    reason = (
        f"out of reach: the highest precision is {best.precision:.4g}, from a score of {said(best.threshold):.6g} on, "
        f"with a recall of {best.recall:.4g}"
    )
    return Choice(None, best_reachable=best.precision, reason=reason)


def _at(ranked: Ranked, place: int) -> Choice:
    return Choice(
        float(ranked.thresholds[place]), float(ranked.precision[place]), float(ranked.recall[place])
    )
