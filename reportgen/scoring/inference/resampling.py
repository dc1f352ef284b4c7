"""Anything else: the metric computed again on samples, or groups of them, with random weights."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import Resampled
from reportgen.metrics.metric_spec import BestScores, Outcome, Value
from reportgen.predictions.split_predictions import Judged
from reportgen.scoring.inference.estimation import Question
from reportgen.statistics.difference import Difference
from reportgen.statistics.draws import normal_interval, normal_p_value
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import are_equal

DRAWS = 200

#: Weights held at once.
CHUNK = 4_000_000

NOT_DRAWN = "no interval: samples of this kind cannot be drawn anew"
UNDEFINED = "no interval: it is undefined in most resamples"
SAME = "no interval: it is the same in every resample"


def interval(question: Question[Resampled], outcome: Judged, value: Value) -> Interval | str:
    """Return the interval by the spread of 200 resampled figures, corrected for their bias."""
    draws = _draws(question, outcome)
    if draws is None:
        return NOT_DRAWN
    draws = draws[np.isfinite(draws)]
    if len(draws) < DRAWS / 2:
        return UNDEFINED
    if are_equal(draws):
        return SAME
    assert value.value is not None  # noqa: S101 - undefined figures are turned away before
    method = question.by_group("bootstrap")
    return normal_interval(value.value, draws, question.level, method, question.bounds)


def difference(question: Question[Resampled], a: Judged, b: Judged, value: float) -> Difference:
    """Return the difference, with both models judged on the same resamples."""
    first, second = _draws(question, a), _draws(question, b)
    if first is None or second is None:
        return Difference(value, level=question.level, n=a.n_samples, reason=NOT_DRAWN)
    known = np.isfinite(first - second)
    first, second = first[known], second[known]
    draws = first - second
    method = question.by_group("bootstrap, paired")
    if len(draws) < DRAWS / 2:
        return Difference(value, level=question.level, n=a.n_samples, reason=UNDEFINED)
    if draws.any() and are_equal(draws, first, second):
        return Difference(value, level=question.level, n=a.n_samples, reason=SAME)
    found = normal_interval(value, draws, question.level, method, question.spread)
    p_value = normal_p_value(value, draws)
    return Difference(value, found.low, found.high, question.level, method, p_value, method, a.n_samples)


def _draws(question: Question[Resampled], outcome: Judged) -> NDArray[np.float64] | None:
    """Return the figure of each resample, of shape (DRAWS,); None where samples cannot be taken out of an outcome."""
    weighted, codes = question.kind.weighted, question.codes
    units = outcome.n_samples if codes is None else int(codes.max()) + 1
    random = np.random.default_rng([units, outcome.n_samples])
    if weighted is not None:
        step, parts = max(1, CHUNK // outcome.n_samples), []
        for start in range(0, DRAWS, step):
            weights = random.standard_exponential((min(step, DRAWS - start), units))
            parts.append(weighted(outcome, weights if codes is None else weights[:, codes]))
        return np.concatenate(parts)
    if not isinstance(outcome, Outcome):
        return None
    return np.array([_figure(question, outcome, random, units) for _ in range(DRAWS)])


def _figure(
    question: Question[Resampled], outcome: Outcome, random: np.random.Generator, units: int
) -> float:
    chosen = random.integers(0, units, units)
    if question.codes is not None:
        members = np.bincount(chosen, minlength=units)[question.codes]
        chosen = np.repeat(np.arange(outcome.n_samples), members)
    values = question.metric.values(_taken(outcome, chosen))
    found = next((value.value for value in values if value.label == question.label), None)
    return np.nan if found is None else found


def _taken(outcome: Outcome, rows: NDArray[np.int64]) -> Outcome:
    """Return an outcome of some of the samples, some of them several times."""
    scores = outcome.scores
    if isinstance(scores, BestScores):
        scores = BestScores(
            scores.classes[rows], scores.scores[rows], scores.true_scores[rows], scores.squares[rows]
        )
    elif scores is not None:
        scores = scores[rows]
    return replace(outcome, truth=outcome.truth[rows], answers=outcome.answers[rows], scores=scores)
