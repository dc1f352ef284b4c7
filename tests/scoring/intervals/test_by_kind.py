"""Every metric's interval and difference: what must hold whatever the data."""

import numpy as np
import pytest

from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.intervals import difference_of, interval_or_reason
from reportgen.statistics.interval import Interval
from reportgen.tasks import Task
from tests.scoring.outcomes import random_outcome


def metrics_of(task: Task) -> list[MetricSpec]:
    return [metric for metric in METRICS if task in metric.tasks]


def pair(n_classes: int, n: int = 200) -> tuple[ClassPredictions, ClassPredictions]:
    """Return two models' answers to the same samples."""
    a, b = random_outcome(n_classes, n, seed=1), random_outcome(n_classes, n, seed=2)
    scores, truth = np.asarray(b.scores), b.truth
    order = np.argsort(np.argsort(a.truth, kind="stable"), kind="stable")
    place = np.argsort(truth, kind="stable")[order]
    return a, ClassPredictions(a.classes, a.truth, b.predicted[place], Scores(scores[place]), "probability")


CASES = [
    pytest.param(metric, n_classes, id=f"{metric.id}-{n_classes}")
    for n_classes, task in ((2, Task.BINARY), (4, Task.MULTICLASS))
    for metric in metrics_of(task)
]

#: Those that have intervals: the plain calibration error is larger by chance alone.
JUDGED = [case for case in CASES if case.values[0].id != "ece"]


@pytest.mark.parametrize("by_group", [False, True])
@pytest.mark.parametrize(("metric", "n_classes"), JUDGED)
def test_intervals_contain_their_figure_stay_in_range_and_say_how(
    metric: MetricSpec, n_classes: int, *, by_group: bool
) -> None:
    a, _ = pair(n_classes)
    groups = np.arange(a.n_samples) % 25 if by_group else None
    lowest, highest = metric.info.range
    for value in metric.values(a):
        found = interval_or_reason(metric, a, value, groups=groups)
        assert isinstance(found, Interval), found
        assert value.value is not None and found.low < found.high
        assert found.low <= value.value <= found.high
        assert lowest is None or found.low >= lowest
        assert highest is None or found.high <= highest
        assert found.level == 0.95 and found.method
        assert not by_group or "group" in found.method


def test_the_plain_calibration_error_says_why_it_has_no_interval() -> None:
    metric, (own, _) = METRICS.get("ece"), pair(2)
    assert "debiased" in str(interval_or_reason(metric, own, metric.values(own)[0]))


@pytest.mark.parametrize(("metric", "n_classes"), CASES)
def test_differences_are_those_of_the_figures_and_turn_around(metric: MetricSpec, n_classes: int) -> None:
    a, b = pair(n_classes)
    for first, second in zip(metric.values(a), metric.values(b), strict=True):
        there = difference_of(metric, a, b, label=first.label)
        back = difference_of(metric, b, a, label=first.label)
        assert first.value is not None and second.value is not None
        assert there.value == pytest.approx(first.value - second.value, abs=1e-12)
        assert there.low is not None and there.high is not None and there.p_value is not None
        assert there.low <= there.value <= there.high
        assert 0 <= there.p_value <= 1 and there.method and there.test
        assert back.value == -there.value
        assert back.low is not None and back.low == pytest.approx(-there.high, abs=0.05)


@pytest.mark.parametrize(("metric", "n_classes"), CASES)
def test_a_model_compared_with_itself_does_not_differ(metric: MetricSpec, n_classes: int) -> None:
    a, _ = pair(n_classes)
    for value in metric.values(a):
        found = difference_of(metric, a, a, label=value.label)
        assert found.value == 0
        if found.is_alike:
            assert (found.low, found.high, found.p_value) == (None, None, None) and found.reason
        else:
            assert found.low is not None and found.high is not None and found.low <= 0 <= found.high
            assert found.low < found.high and found.p_value is not None and found.p_value > 0.9


def test_other_samples_are_refused() -> None:
    metric = METRICS.get("accuracy")
    with pytest.raises(ValueError, match="same samples"):
        difference_of(metric, random_outcome(seed=1), random_outcome(seed=2))


def test_what_is_undefined_has_a_reason() -> None:
    nothing = ClassPredictions(("a", "b"), np.zeros(5, dtype=int), np.zeros(5, dtype=int), None, None)
    metric = METRICS.get("recall")
    found = difference_of(metric, nothing, nothing)
    assert found.value is None and found.reason is not None and "no samples" in found.reason
