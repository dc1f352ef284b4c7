"""Areas under curves: intervals and differences from the influence of each sample, by DeLong's method."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import AreaUnder
from reportgen.metrics.metric_spec import MetricSpec
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.split_predictions import Classified, SplitPredictions
from reportgen.scoring.intervals.estimation import Estimation
from reportgen.statistics.area_inference import (
    area_difference,
    area_interval,
    difference_to_known,
    unseen_variance,
)
from reportgen.statistics.curve_areas import Area, average_precision, mean_area, roc_area
from reportgen.statistics.difference import Difference, alike
from reportgen.statistics.groups import jackknife_covariance, left_out, precision_left_out, roc_left_out
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import share_interval

CURVES = {"roc": roc_area, "precision_recall": average_precision}

#: By how much an area changes as each group is left out.
LEFT_OUT = {"roc": roc_left_out, "precision_recall": precision_left_out}

ONE_KIND = "no interval: all samples are of one kind"
#: With fewer positives an average precision has no interval.
FEWEST_POSITIVES = 5

TOO_FEW = f"no interval: fewer than {FEWEST_POSITIVES} positive samples"
SAME_ORDER = "no interval: both rank every sample alike"
CONSTANT = "no interval: all scores are equal, so that it is known"


def interval(estimation: Estimation[AreaUnder], predictions: Classified, _: Value) -> Interval | str:
    """Return the interval of one area, or of the mean of the classes' areas."""
    area = _area(estimation, predictions)
    reason = _refused(estimation, area) or (CONSTANT if area.is_constant else None)
    return reason or _interval(estimation, area)


def difference(estimation: Estimation[AreaUnder], a: Classified, b: Classified, value: float) -> Difference:
    """Return the paired difference of two areas; from the area of constant scores, which is known, by one interval."""
    first, second = _area(estimation, a), _area(estimation, b)
    n, level = a.n_samples, estimation.level
    if (reason := _refused(estimation, first)) is not None:
        return Difference(value, level=level, n=n, reason=reason)
    if np.array_equal(first.influence, second.influence):
        return alike(SAME_ORDER, n, level)
    if first.is_constant:
        return _to_known(estimation, second, first.value).mirrored()._replace(value=value, n=n)
    if second.is_constant:
        return _to_known(estimation, first, second.value)._replace(value=value, n=n)
    intervals = [_interval(estimation, own) for own in (first, second)]
    found = area_difference(
        first, second, intervals, _method(estimation), _moments(estimation, first, second)
    )
    return found._replace(value=value, n=n)


def handful_of_positives(
    metric: MetricSpec, folds: Sequence[SplitPredictions], label: str | None
) -> str | None:
    """Say of an average precision in how many folds it rests on a handful of positives; None of anything else.

    Of an average over classes it is the rarest class of each fold that counts.
    """
    kind = metric.kind
    if not isinstance(kind, AreaUnder) or kind.curve != "precision_recall":
        return None
    fewest = [
        _fewest_positives(kind, fold, label) for fold in folds if not isinstance(fold, ImagePredictions)
    ]
    few = [number for number in fewest if number < FEWEST_POSITIVES]
    if not few:
        return None
    where = (
        f"{len(few)} of {len(folds)} folds" if len(few) < len(folds) else f"each of the {len(folds)} folds"
    )
    samples = "samples of a class" if kind.averaged and label is None else "positive samples"
    return (
        f"in {where} it rests on a handful: fewer than {FEWEST_POSITIVES} {samples}, {min(few)} at the fewest, so "
        "that chance makes much of it"
    )


def _fewest_positives(kind: AreaUnder, fold: Classified, label: str | None) -> int:
    """Return the positive samples of a fold; of an average those of the rarest class that occurs."""
    if label is not None:
        return int(fold.is_of(list(fold.classes).index(label)).sum())
    if not kind.averaged or len(fold.classes) == 2:
        return int(fold.is_of(len(fold.classes) - 1).sum())
    counts = [int(fold.is_of(code).sum()) for code in range(len(fold.classes))]
    return min((number for number in counts if number), default=0)


def _to_known(estimation: Estimation[AreaUnder], area: Area, known: float) -> Difference:
    return difference_to_known(area, known, _interval(estimation, area))


def _refused(estimation: Estimation[AreaUnder], area: Area) -> str | None:
    """Return why nothing that is said of an area would be true: samples of one kind alone, or too few positives."""
    if area.positives == 0 or area.negatives == 0:
        return ONE_KIND
    is_single = estimation.kind.curve == "precision_recall" and not estimation.kind.averaged
    return TOO_FEW if is_single and area.positives < FEWEST_POSITIVES else None


def _interval(estimation: Estimation[AreaUnder], area: Area) -> Interval:
    """Return the interval of an area; of groups that are all alike, as of so many samples."""
    method = _method(estimation)
    if estimation.codes is None:
        return area_interval(area, estimation.level, method)
    units = estimation.units(len(area.influence))
    changes = _left_out(estimation.codes, area)
    variance = jackknife_covariance(changes, changes)
    if variance == 0:
        method = estimation.by_group("Wilson, effective size")
        found = share_interval(area.value, 0.0, units, estimation.level, method)
        assert found is not None  # noqa: S101 - a single group is turned away before
        return found
    return area_interval(area, estimation.level, method, (variance, units - 1))


def _method(estimation: Estimation[AreaUnder]) -> str:
    return estimation.by_group("DeLong" if estimation.kind.curve == "roc" else "infinitesimal jackknife")


def _moments(
    estimation: Estimation[AreaUnder], a: Area, b: Area
) -> tuple[tuple[float, float, float], float] | None:
    """Return the variances and the covariance over groups, and their degrees of freedom; None without groups."""
    if estimation.codes is None:
        return None
    of_a, of_b = (_left_out(estimation.codes, own) for own in (a, b))
    pairs = (of_a, of_a), (of_b, of_b), (of_a, of_b)
    variance, other, covariance = (jackknife_covariance(*pair) for pair in pairs)
    return (variance, other, covariance), estimation.units(len(a.influence)) - 1


def _left_out(codes: NDArray[np.int64], area: Area) -> NDArray[np.float64]:
    """Return by how much an area changes as each group is left out: exactly where that is cheap and defined."""
    known = area.left_out(codes) if area.left_out is not None else None
    return left_out(area.influence, codes) if known is None else known


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
        areas = [_of_class(kind.curve, predictions, code) for code in usable]
        predictions.cache[key] = mean_area([replace(own, remainder=unseen_variance(own)) for own in areas])
    area: Area = predictions.cache[key]
    return area


def _of_class(curve: str, predictions: Classified, code: int) -> Area:
    key = f"area, {curve}, {code}"
    if key not in predictions.cache:
        assert predictions.scores is not None  # noqa: S101 - areas need scores
        is_positive, scores = predictions.is_of(code), predictions.scores.column(code)
        known = partial(LEFT_OUT[curve], is_positive, scores)
        predictions.cache[key] = replace(CURVES[curve](is_positive, scores), left_out=known)
    area: Area = predictions.cache[key]
    return area
