"""Where nothing varies in the sample nothing tells how much it would in others: no interval without width."""

from dataclasses import replace

import numpy as np
import pytest

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import ANYTHING
from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.intervals import difference_of, interval_or_reason
from reportgen.statistics.interval import Interval
from reportgen.tasks import Task
from tests.scoring.outcomes import random_outcome


def all_found(score: float, n: int = 30, n_classes: int = 2) -> ClassPredictions:
    """Return positives that were all found, with the same score."""
    codes = np.ones(n, dtype=np.int64)
    scores = np.full((n, n_classes), (1 - score) / (n_classes - 1))
    scores[:, 1] = score
    classes = tuple("abcd"[:n_classes])
    return ClassPredictions(
        classes, codes, codes, Scores(scores[:, 1] if n_classes == 2 else scores), "probability"
    )


def of(task: Task) -> list[MetricSpec]:
    return [spec for spec in METRICS if task in spec.tasks]


@pytest.mark.parametrize("n", [1, 30])
@pytest.mark.parametrize(("n_classes", "task"), [(2, Task.BINARY), (4, Task.MULTICLASS)])
def test_of_one_class_all_found_no_interval_is_without_width(n_classes: int, task: Task, n: int) -> None:
    a, b = all_found(0.8, n, n_classes), all_found(0.7, n, n_classes)
    for spec in of(task):
        for value in spec.values(a):
            found = interval_or_reason(spec, a, value)
            assert isinstance(found, str) or found.low < found.high, spec.id
            gap = difference_of(spec, a, b, label=value.label)
            assert (gap.low is None) == (gap.high is None) == (gap.p_value is None), spec.id
            assert gap.low is None or gap.high is None or gap.low < gap.high, spec.id
            assert gap.low is not None or gap.reason, spec.id


@pytest.mark.parametrize("metric", ["f1", "balanced_accuracy", "f1_macro"])
def test_errors_not_yet_seen_are_possible_of_a_single_class_too(metric: str) -> None:
    spec, outcome = METRICS.get(metric), all_found(0.8)
    found, gap = (
        interval_or_reason(spec, outcome, spec.values(outcome)[0]),
        difference_of(spec, outcome, outcome),
    )
    assert isinstance(found, Interval) and found.low < 0.96 and found.high == 1
    assert gap.low is not None and gap.low < 0 and gap.p_value == 1


@pytest.mark.parametrize("metric", ["log_loss", "brier", "ece"])
def test_a_difference_that_is_the_same_for_every_sample_has_no_interval(metric: str) -> None:
    gap = difference_of(METRICS.get(metric), all_found(0.8), all_found(0.7))
    assert gap.value is not None and gap.value < 0 and "no interval" in str(gap.reason)
    assert (gap.low, gap.p_value, gap.test) == (None, None, None)


def test_average_precision_of_positives_alone_has_neither_interval_nor_difference() -> None:
    spec, a, b = METRICS.get("average_precision"), all_found(0.8), all_found(0.7)
    reason = "no interval: all samples are of one kind"
    assert interval_or_reason(spec, a, spec.values(a)[0]) == reason
    gap = difference_of(spec, a, b)
    assert (gap.value, gap.low, gap.reason) == (0, None, reason)


def test_what_is_the_same_in_every_resample_of_both_models_has_no_interval() -> None:
    """A metric that says nothing of its kind is computed again on resamples: here of predicted classes alone."""
    spec = replace(METRICS.get("ece"), needs="predictions", kind=ANYTHING, compute=share_right)
    gap = difference_of(spec, all_found(0.8), all_found(0.7))
    assert (gap.value, gap.low, gap.high, gap.p_value) == (0, None, None, None)
    assert "the same in every resample" in str(gap.reason)
    varied = random_outcome(2)
    gap = difference_of(spec, varied, replace(varied, scores=None))
    assert (gap.value, gap.low, gap.high, gap.p_value, gap.is_alike) == (0, None, None, None, True)


def share_right(predictions: ClassPredictions) -> list[Value]:
    return [Value(float((predictions.truth == predictions.predicted).mean()))]
