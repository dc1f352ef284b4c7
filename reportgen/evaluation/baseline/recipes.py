"""A recipe then and now: one figure of a model that both runs trained with several seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.bundle.changes import ScoreChange
from reportgen.bundle.record import Split
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.evaluation.baseline.alignment import Alignment, align
from reportgen.evaluation.baseline.figures import verdict
from reportgen.evaluation.inference import interval_of, unpaired
from reportgen.evaluation.metrics.spec import METRICS, MetricSpec, Value
from reportgen.evaluation.recipes import Fits, over_seeds
from reportgen.evaluation.stored import has_answers, outcome_of, repeats_of, taken
from reportgen.statistics.difference import Difference, undefined
from reportgen.statistics.interval import LEVEL
from reportgen.statistics.recipes import OfSamples, recipe_difference


@dataclass(frozen=True, eq=False)
class Trained:
    """A model of one of the two runs."""

    bundle: Bundle
    analysis: Analysis
    model: str

    def outcomes(self, split: Split) -> list[Any]:
        """Return what its fits answered on a split, by seed; none where single answers are not stored."""
        if not has_answers(self.bundle, self.analysis, self.model, split):
            return []
        number = repeats_of(self.bundle, self.analysis, self.model, split)
        return [outcome_of(self.bundle, self.analysis, self.model, split, repeat) for repeat in range(number)]


def recipe_change(
    before: Trained, after: Trained, split: Split, metric: str, label: str | None = None
) -> ScoreChange | None:
    """Return how the mean of a figure over seeds changed, with an interval that takes the seeds into account.

    `label` is the class whose own figure is meant. None where not both models were trained with several seeds, or
    single answers are not stored.
    """
    then, now = before.outcomes(split), after.outcomes(split)
    if min(len(then), len(now)) < 2 or metric not in METRICS:
        return None
    number, spec = min(len(then), len(now)), METRICS.get(metric)
    aligned = align(before.bundle, before.analysis, after.bundle, after.analysis, split)
    found = _difference(spec, then[:number], now[:number], aligned, label)
    means = [_mean(spec, own[:number], label) for own in (then, now)]
    return ScoreChange(
        model=after.model,
        baseline_model=before.model,
        split=split,
        metric=metric,
        label=label,
        baseline=means[0],
        candidate=means[1],
        difference=found.value,
        paired=isinstance(aligned, Alignment),
        n=found.n,
        low=found.low,
        high=found.high,
        level=found.level,
        method=found.method,
        p_value=found.p_value,
        test=found.test,
        better=verdict(found.low, found.high, greater=spec.info.greater_is_better),
        reason=found.reason or f"means over {number} seeds",
    )


def _difference(
    metric: MetricSpec,
    then: Sequence[Any],
    now: Sequence[Any],
    aligned: Alignment | str,
    label: str | None,
) -> Difference:
    if isinstance(aligned, str):
        return _unpaired(metric, then, now, label)
    placed = [taken(outcome, aligned.places) for outcome in then]
    return over_seeds(
        Fits(metric, now, aligned.groups, label), Fits(metric, placed, aligned.groups, label), LEVEL
    ).difference


def _unpaired(metric: MetricSpec, then: Sequence[Any], now: Sequence[Any], label: str | None) -> Difference:
    """Compare on different samples: each pair of fits by their intervals, the seeds as between paired ones."""
    values = [[_figure(metric, outcome, label) for outcome in own] for own in (now, then)]
    n = min(now[0].n_samples, then[0].n_samples)
    pairs = []
    for own, other, a, b in zip(now, then, *values, strict=True):
        one = unpaired(a.value, interval_of(metric, own, a), b.value, interval_of(metric, other, b))
        if one.value is None or one.low is None or one.high is None:
            return undefined(one.reason or "one of its fits has no interval", n, LEVEL)
        pairs.append(OfSamples(one.value, one.low, one.high))
    known = [[value.value for value in own if value.value is not None] for own in values]
    gap = recipe_difference(known[0], known[1], pairs, kept=1.0)
    method = f"two intervals, with the variance of {len(pairs)} seeds"
    return Difference(gap.value, gap.low, gap.high, LEVEL, method, gap.p_value, None, n)


def _figure(metric: MetricSpec, outcome: Any, label: str | None) -> Value:
    return metric.figure(outcome, label) or Value(None, reason="there is no such figure here")


def _mean(metric: MetricSpec, outcomes: Sequence[Any], label: str | None) -> float | None:
    values = [_figure(metric, outcome, label).value for outcome in outcomes]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if len(known) == len(values) else None
