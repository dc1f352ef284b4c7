"""Figures of the confusion matrix: all of them, and all differences of a pair, come from the same draws."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import FromCounts
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.split_predictions import Classified
from reportgen.scoring.intervals.estimation import Estimation
from reportgen.scoring.intervals.rates_and_means import paired_rates
from reportgen.statistics.bayesian_bootstrap import Sums, count_cells, drawn, drawn_by_group
from reportgen.statistics.bootstrap_intervals import few_units_widening, percentile_interval, share_beyond
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import are_equal
from reportgen.statistics.proportions import wilson

Floats = NDArray[np.float64]

METHOD = "bootstrap of the matrix"
PAIRED = "bootstrap of the joint matrix"

SAME = "no interval: it is the same in every draw"


def interval(estimation: Estimation[FromCounts], predictions: Classified, value: Value) -> Interval | str:
    """Return Wilson's interval of a share of samples, else the percentiles of matrices drawn anew."""
    if estimation.codes is None and value.trials is not None and value.successes is not None:
        return wilson(value.successes, value.trials, estimation.level)
    draws = _recentred(estimation, predictions, _drawn(estimation, [predictions])[0])
    draws = draws[np.isfinite(draws)]
    if are_equal(draws):
        return SAME
    assert value.value is not None  # noqa: S101 - undefined figures are turned away before
    method, widening = estimation.by_group(METHOD), _widening(estimation, predictions)
    found = percentile_interval(value.value, draws, estimation.level, method, estimation.bounds, widening)
    return _with_unseen(estimation, predictions, found)


def _with_unseen(estimation: Estimation[FromCounts], predictions: Classified, found: Interval) -> Interval:
    """Return the interval of a mean over labels, with room for those that no sample has.

    They count as 0 in the mean, and could be anything: each may add up to its share.
    """
    if not estimation.kind.averaged or isinstance(predictions, ClassPredictions) or not predictions.labels:
        return found
    actual = predictions.counts.actual
    unseen = float((actual == 0).mean())
    highest = estimation.bounds[1]
    high = found.high + unseen
    return found._replace(high=high if highest is None else min(high, highest))


def difference(estimation: Estimation[FromCounts], a: Classified, b: Classified, value: float) -> Difference:
    """Return the paired difference: of a class's recall as of a rate, else the percentiles of joint matrices."""
    if estimation.kind.among == "actual" and estimation.codes is None and isinstance(a, ClassPredictions):
        code = estimation.place(a.classes)
        own = a.truth == code
        return paired_rates(a.predicted[own] == code, b.predicted[own] == code, estimation.level)
    first, second = _drawn(estimation, [a, b])
    draws = _recentred(estimation, a, first) - _recentred(estimation, b, second)
    draws = draws[np.isfinite(draws)]
    if are_equal(draws):
        return Difference(value, level=estimation.level, n=a.n_samples, reason=SAME)
    method, widening = estimation.by_group(PAIRED), _widening(estimation, a)
    found = percentile_interval(value, draws, estimation.level, method, estimation.spread, widening)
    p_value = share_beyond(value, draws, widening)
    gap = Difference(value, found.low, found.high, estimation.level, method, p_value, method, a.n_samples)
    units = estimation.units(a.n_samples)
    return gap._replace(by_t=max(value - found.low, found.high - value), degrees=max(units - 1, 1))


def _widening(estimation: Estimation[FromCounts], predictions: Classified) -> float:
    """Return by how much draws of these samples, or groups, spread too little; a mean hangs on every class."""
    units = estimation.units(predictions.n_samples)
    is_counted = isinstance(predictions, ClassPredictions) or predictions.labels
    by_class = estimation.kind.averaged and estimation.codes is None and is_counted
    return few_units_widening(units, estimation.level, predictions.counts.actual if by_class else None)


def _drawn(estimation: Estimation[FromCounts], models: list[Classified]) -> list[list[Sums]]:
    """Return the draws for each model and output; those of the last pair are kept with the first model."""
    first, others = models[0], models[1:]
    key = f"{'drawn_pair' if others else 'drawn'}, {estimation.draws}"
    kept = first.cache.get(key)
    if kept is not None and kept[0] is estimation.groups and (not others or kept[1] is others[0]):
        sums: list[list[Sums]] = kept[2]
        return sums
    truth, sizes = _columns(first.truth), _sizes(first)
    answers = [_columns(own.predicted) for own in models]
    if estimation.codes is None:
        sums = drawn(count_cells(truth, answers, sizes), sizes, estimation.draws)
    else:
        sums = drawn_by_group(estimation.codes, truth, answers, sizes, estimation.draws)
    first.cache[key] = (estimation.groups, others[0] if others else None, sums)
    return sums


def _columns(codes: NDArray[Any]) -> NDArray[np.int64]:
    return codes[:, None] if codes.ndim == 1 else codes


def _sizes(predictions: Classified) -> list[int]:
    if isinstance(predictions, ClassPredictions):
        return [len(predictions.classes)]
    return [len(output.classes) for output in predictions.outputs]


def _recentred(estimation: Estimation[FromCounts], predictions: Classified, outputs: list[Sums]) -> Floats:
    """Return the figure of each draw, less twice the bias, of shape (n_draws,).

    The figure of a small sample is biased, as that of a draw is: once against the sample's, twice against the truth.
    """
    kind = estimation.kind
    key = f"figures, {estimation.metric.id}"
    kept = predictions.cache.get(key)
    if kept is None or kept[0] is not outputs:
        draws = _figures(kind, predictions, outputs)
        centre = _figures(kind, predictions, [Sums(*(_mean(part) for part in own)) for own in outputs])
        # All classes at once: their figures will be asked for one by one.
        kept = predictions.cache[key] = outputs, draws - 2 * (_mean_where_defined(draws) - centre[0])
    figures: Floats = kept[1]
    return figures[:, estimation.place(predictions.classes)] if kind.by_class else figures


def _mean_where_defined(draws: Floats) -> Floats:
    """Return the mean over draws of those that are no NaN; NaN where none is, as of a class that never occurs."""
    defined = ~np.isnan(draws)
    sums, counts = draws.sum(axis=0, where=defined), defined.sum(axis=0)
    means: Floats = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    return means


def _mean(draws: Floats) -> Floats:
    mean: Floats = draws.mean(axis=0, keepdims=True)
    return mean


def _figures(kind: FromCounts, predictions: Classified, outputs: list[Sums]) -> Floats:
    """Return the figures of each draw; of several outputs the mean, of labels that of all together."""
    if not isinstance(predictions, ClassPredictions) and predictions.labels:
        outputs = [Sums(*(np.column_stack([own[part][:, 1] for own in outputs]) for part in range(3)))]
    if len(outputs) == 1:
        return kind.formula_for(predictions)(*outputs[0])
    return np.asarray(np.mean([kind.formula_for(predictions)(*own) for own in outputs], axis=0))
