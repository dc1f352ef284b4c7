"""Areas under curves: intervals and differences from the influence of each sample, by DeLong's method."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.evaluation.inference.question import Question
from reportgen.evaluation.metrics.kinds import AreaUnder
from reportgen.evaluation.metrics.spec import Outcome, Value
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import Interval
from reportgen.statistics.means import group_variance
from reportgen.statistics.ranking import (
    Area,
    area_difference,
    area_interval,
    average_precision,
    mean_area,
    roc_area,
)


def interval(question: Question, outcome: Any, _: Value) -> Interval | str:
    """Return the interval of one area, or of the mean of the classes' areas."""
    area = _area(question, outcome)
    return area_interval(area, _variance(question, area), question.level, _method(question))


def difference(question: Question, a: Any, b: Any, value: float) -> Difference:
    """Return the paired difference of two areas."""
    first, second = _area(question, a), _area(question, b)
    both = Area(first.value, first.influence + second.influence, first.positives, first.negatives)
    variances = [_variance(question, own) for own in (first, second, both)]
    found = area_difference(first, second, variances, question.level, _method(question))
    return found._replace(value=value, n=a.n_samples)


def _method(question: Question) -> str:
    kind = question.metric.kind
    assert isinstance(kind, AreaUnder)  # noqa: S101 - the type that leads here
    return question.by_group("DeLong" if kind.curve == "roc" else "infinitesimal jackknife")


def _variance(question: Question, area: Area) -> float:
    return area.variance if question.codes is None else group_variance(area.influence, question.codes)


def _area(question: Question, outcome: Any) -> Area:
    """Return the area asked for; it is kept with the outcome, as comparisons ask for it again."""
    kind = question.metric.kind
    assert isinstance(kind, AreaUnder)  # noqa: S101 - the type that leads here
    key = f"area {kind.curve} {question.label if not kind.averaged else ''} {kind.averaged}"
    if key not in outcome.cache:
        whole = kind.averaged and np.ndim(outcome.scores) == 2
        outcome.cache[key] = _averaged(kind, outcome) if whole else _single(kind, outcome, question)
    area: Area = outcome.cache[key]
    return area


def _single(kind: AreaUnder, outcome: Outcome, question: Question) -> Area:
    scores = np.asarray(outcome.scores)
    code = question.place(outcome.classes)
    return _of(kind)(outcome.truth == code, scores if scores.ndim == 1 else scores[:, code])


def _averaged(kind: AreaUnder, outcome: Any) -> Area:
    scores = np.asarray(outcome.scores)
    areas = []
    for code in range(len(outcome.classes)):
        own = outcome.is_of(code)
        if own.any() and (kind.curve == "precision_recall" or not own.all()):
            areas.append(_of(kind)(own, scores[:, code]))
    return mean_area(areas)


def _of(kind: AreaUnder) -> Callable[[NDArray[np.bool_], NDArray[np.float64]], Area]:
    return roc_area if kind.curve == "roc" else average_precision
