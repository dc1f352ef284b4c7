"""Areas under curves: intervals and differences from the influence of each sample, by DeLong's method."""

from dataclasses import replace

import numpy as np

from reportgen.metrics.kinds import AreaUnder
from reportgen.metrics.metric_spec import Value
from reportgen.predictions.split_predictions import Classified
from reportgen.scoring.inference.estimation import Question
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import group_variance, share_interval
from reportgen.statistics.ranking import (
    Area,
    area_difference,
    area_interval,
    average_precision,
    mean_area,
    roc_area,
)

CURVES = {"roc": roc_area, "precision_recall": average_precision}

ONE_KIND = "no interval: all samples are of one kind"


def interval(question: Question[AreaUnder], outcome: Classified, _: Value) -> Interval | str:
    """Return the interval of one area, or of the mean of the classes' areas."""
    area = _area(question, outcome)
    if _is_of_one_kind(area):
        return ONE_KIND
    return _interval(question, area, _variance(question, area))


def difference(question: Question[AreaUnder], a: Classified, b: Classified, value: float) -> Difference:
    """Return the paired difference of two areas."""
    first, second = _area(question, a), _area(question, b)
    if _is_of_one_kind(first):
        return Difference(value, level=question.level, n=a.n_samples, reason=ONE_KIND)
    both = replace(first, influence=first.influence + second.influence)
    variances = [_variance(question, own) for own in (first, second, both)]
    intervals = [_interval(question, own, of) for own, of in zip((first, second), variances, strict=False)]
    found = area_difference(first, second, variances, intervals, _method(question))
    return found._replace(value=value, n=a.n_samples)


def _is_of_one_kind(area: Area) -> bool:
    return area.positives == 0 or area.negatives == 0


def _interval(question: Question[AreaUnder], area: Area, variance: float) -> Interval:
    """Return the interval of an area; of groups that are all alike, as of so many samples."""
    if question.n_groups is not None and variance == 0:
        method = question.by_group("Wilson, effective size")
        found = share_interval(area.value, 0.0, question.n_groups, question.level, method)
        assert found is not None  # noqa: S101 - a single group is turned away before
        return found
    return area_interval(area, variance, question.level, _method(question))


def _method(question: Question[AreaUnder]) -> str:
    return question.by_group("DeLong" if question.kind.curve == "roc" else "infinitesimal jackknife")


def _variance(question: Question[AreaUnder], area: Area) -> float:
    return area.variance if question.codes is None else group_variance(area.influence, question.codes)


def _area(question: Question[AreaUnder], outcome: Classified) -> Area:
    """Return the area asked for; it is kept with the outcome, as averages and comparisons ask for it again."""
    kind = question.kind
    if not kind.averaged or np.asarray(outcome.scores).ndim == 1:
        return _of_class(kind.curve, outcome, question.place(outcome.classes))
    key = f"mean area, {kind.curve}"
    if key not in outcome.cache:
        needs_others = kind.curve == "roc"
        members = [outcome.is_of(code) for code in range(len(outcome.classes))]
        usable = [code for code, own in enumerate(members) if own.any() and not (needs_others and own.all())]
        outcome.cache[key] = mean_area([_of_class(kind.curve, outcome, code) for code in usable])
    area: Area = outcome.cache[key]
    return area


def _of_class(curve: str, outcome: Classified, code: int) -> Area:
    key = f"area, {curve}, {code}"
    if key not in outcome.cache:
        scores = np.asarray(outcome.scores)
        own = scores if scores.ndim == 1 else scores[:, code]
        outcome.cache[key] = CURVES[curve](outcome.is_of(code), own)
    area: Area = outcome.cache[key]
    return area
