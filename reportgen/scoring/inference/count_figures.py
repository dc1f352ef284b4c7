"""Figures of the confusion matrix: all of them, and all differences of a pair, come from the same draws."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import FromCounts
from reportgen.metrics.metric_spec import Outcome, Value
from reportgen.predictions.split_predictions import Classified
from reportgen.scoring.inference.estimation import Question
from reportgen.scoring.inference.sample_means import paired_rates
from reportgen.statistics.counts import Sums, count_cells, drawn, drawn_by_group
from reportgen.statistics.difference import Difference
from reportgen.statistics.draws import few_units_widening, percentile_interval, share_beyond
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import are_equal
from reportgen.statistics.rates import wilson

Floats = NDArray[np.float64]

METHOD = "bootstrap of the matrix"
PAIRED = "bootstrap of the joint matrix"

SAME = "no interval: it is the same in every draw"


def interval(question: Question[FromCounts], outcome: Classified, value: Value) -> Interval | str:
    """Return Wilson's interval of a share of samples, else the percentiles of matrices drawn anew."""
    if question.codes is None and value.trials is not None and value.successes is not None:
        return wilson(value.successes, value.trials, question.level)
    draws = _recentred(question, outcome, _drawn(question, [outcome])[0])
    draws = draws[np.isfinite(draws)]
    if are_equal(draws):
        return SAME
    assert value.value is not None  # noqa: S101 - undefined figures are turned away before
    method, widening = question.by_group(METHOD), _widening(question, outcome)
    return percentile_interval(value.value, draws, question.level, method, question.bounds, widening)


def difference(question: Question[FromCounts], a: Classified, b: Classified, value: float) -> Difference:
    """Return the paired difference: of a class's recall as of a rate, else the percentiles of joint matrices."""
    if question.kind.among == "actual" and question.codes is None and isinstance(a, Outcome):
        code = question.place(a.classes)
        own = a.truth == code
        return paired_rates(a.answers[own] == code, b.answers[own] == code, question.level)
    first, second = _drawn(question, [a, b])
    draws = _recentred(question, a, first) - _recentred(question, b, second)
    draws = draws[np.isfinite(draws)]
    if are_equal(draws):
        return Difference(value, level=question.level, n=a.n_samples, reason=SAME)
    method, widening = question.by_group(PAIRED), _widening(question, a)
    found = percentile_interval(value, draws, question.level, method, question.spread, widening)
    p_value = share_beyond(value, draws, widening)
    gap = Difference(value, found.low, found.high, question.level, method, p_value, method, a.n_samples)
    units = question.n_groups or a.n_samples
    return gap._replace(by_t=max(value - found.low, found.high - value), degrees=max(units - 1, 1))


def _widening(question: Question[FromCounts], outcome: Classified) -> float:
    """Return by how much draws of these samples, or groups, spread too little; a mean hangs on every class."""
    units = question.n_groups or outcome.n_samples
    by_class = question.kind.averaged and question.codes is None and isinstance(outcome, Outcome)
    return few_units_widening(units, question.level, outcome.actual if by_class else None)


def _drawn(question: Question[FromCounts], outcomes: list[Classified]) -> list[list[Sums]]:
    """Return the draws for each model and output; those of the last pair are kept with the first model."""
    first, others = outcomes[0], outcomes[1:]
    key = f"{'drawn_pair' if others else 'drawn'}, {question.draws}"
    kept = first.cache.get(key)
    if kept is not None and kept[0] is question.groups and (not others or kept[1] is others[0]):
        sums: list[list[Sums]] = kept[2]
        return sums
    truth, sizes = _columns(first.truth), _sizes(first)
    answers = [_columns(own.answers) for own in outcomes]
    if question.codes is None:
        sums = drawn(count_cells(truth, answers, sizes), sizes, question.draws)
    else:
        sums = drawn_by_group(question.codes, truth, answers, sizes, question.draws)
    first.cache[key] = (question.groups, others[0] if others else None, sums)
    return sums


def _columns(codes: NDArray[Any]) -> NDArray[np.int64]:
    return codes[:, None] if codes.ndim == 1 else codes


def _sizes(outcome: Classified) -> list[int]:
    if isinstance(outcome, Outcome):
        return [len(outcome.classes)]
    return [len(output.classes) for output in outcome.outputs]


def _recentred(question: Question[FromCounts], outcome: Classified, outputs: list[Sums]) -> Floats:
    """Return the figure of each draw, less twice the bias, of shape (n_draws,).

    The figure of a small sample is biased, as that of a draw is: once against the sample's, twice against the truth.
    """
    kind = question.kind
    key = f"figures, {question.metric.id}"
    kept = outcome.cache.get(key)
    if kept is None or kept[0] is not outputs:
        draws = _figures(kind, outcome, outputs)
        centre = _figures(kind, outcome, [Sums(*(_mean(part) for part in own)) for own in outputs])
        # All classes at once: their figures will be asked for one by one.
        kept = outcome.cache[key] = outputs, draws - 2 * (np.nanmean(draws, axis=0) - centre[0])
    figures: Floats = kept[1]
    return figures[:, question.place(outcome.classes)] if kind.by_class else figures


def _mean(draws: Floats) -> Floats:
    mean: Floats = draws.mean(axis=0, keepdims=True)
    return mean


def _figures(kind: FromCounts, outcome: Classified, outputs: list[Sums]) -> Floats:
    """Return the figures of each draw; of several outputs the mean, of labels that of all together."""
    if not isinstance(outcome, Outcome) and outcome.labels:
        outputs = [Sums(*(np.column_stack([own[part][:, 1] for own in outputs]) for part in range(3)))]
    if len(outputs) == 1:
        return kind.formula(*outputs[0])
    return np.asarray(np.mean([kind.formula(*own) for own in outputs], axis=0))
