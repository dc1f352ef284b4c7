"""Areas under curves: intervals and differences from the influence of each sample, by DeLong's method."""

from dataclasses import replace

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import AreaUnder
from reportgen.predictions.split_predictions import Classified
from reportgen.scoring.intervals.estimation import Estimation
from reportgen.statistics.curve_areas import (
    Area,
    area_difference,
    area_interval,
    average_precision,
    mean_area,
    roc_area,
)
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import group_variance, share_interval

CURVES = {"roc": roc_area, "precision_recall": average_precision}

ONE_KIND = "no interval: all samples are of one kind"


def interval(estimation: Estimation[AreaUnder], predictions: Classified, _: Value) -> Interval | str:
    """Return the interval of one area, or of the mean of the classes' areas."""
    area = _area(estimation, predictions)
    if _is_of_one_kind(area):
        return ONE_KIND
    return _interval(estimation, area, _variance(estimation, area))


def difference(estimation: Estimation[AreaUnder], a: Classified, b: Classified, value: float) -> Difference:
    """Return the paired difference of two areas."""
    first, second = _area(estimation, a), _area(estimation, b)
    if _is_of_one_kind(first):
        return Difference(value, level=estimation.level, n=a.n_samples, reason=ONE_KIND)
    both = replace(first, influence=first.influence + second.influence)
    variances = [_variance(estimation, own) for own in (first, second, both)]
    intervals = [_interval(estimation, own, of) for own, of in zip((first, second), variances, strict=False)]
    found = area_difference(first, second, variances, intervals, _method(estimation))
    return found._replace(value=value, n=a.n_samples)


def _is_of_one_kind(area: Area) -> bool:
    return area.positives == 0 or area.negatives == 0


def _interval(estimation: Estimation[AreaUnder], area: Area, variance: float) -> Interval:
    """Return the interval of an area; of groups that are all alike, as of so many samples."""
    if estimation.n_groups is not None and variance == 0:
        method = estimation.by_group("Wilson, effective size")
        found = share_interval(area.value, 0.0, estimation.n_groups, estimation.level, method)
        assert found is not None  # noqa: S101 - a single group is turned away before
        return found
    return area_interval(area, variance, estimation.level, _method(estimation))


def _method(estimation: Estimation[AreaUnder]) -> str:
    return estimation.by_group("DeLong" if estimation.kind.curve == "roc" else "infinitesimal jackknife")


def _variance(estimation: Estimation[AreaUnder], area: Area) -> float:
    return area.variance if estimation.codes is None else group_variance(area.influence, estimation.codes)


def _area(estimation: Estimation[AreaUnder], predictions: Classified) -> Area:
    """Return the area asked for; it is kept with the predictions, as averages and comparisons ask for it again."""
    kind = estimation.kind
    assert predictions.scores is not None  # noqa: S101 - areas need scores
    if not kind.averaged or predictions.scores.is_of_two:
        return _of_class(kind.curve, predictions, estimation.place(predictions.classes))
    key = f"mean area, {kind.curve}"
    if key not in predictions.cache:
        needs_others = kind.curve == "roc"
        members = [predictions.is_of(code) for code in range(len(predictions.classes))]
        usable = [code for code, own in enumerate(members) if own.any() and not (needs_others and own.all())]
        predictions.cache[key] = mean_area([_of_class(kind.curve, predictions, code) for code in usable])
    area: Area = predictions.cache[key]
    return area


def _of_class(curve: str, predictions: Classified, code: int) -> Area:
    key = f"area, {curve}, {code}"
    if key not in predictions.cache:
        assert predictions.scores is not None  # noqa: S101 - areas need scores
        predictions.cache[key] = CURVES[curve](predictions.is_of(code), predictions.scores.column(code))
    area: Area = predictions.cache[key]
    return area
