"""Rates and losses where groups, or samples, happen to be equally good: then nothing varies, but for rounding."""

import numpy as np
import pytest

from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.intervals import difference_of, interval_or_reason
from reportgen.statistics.interval import Interval


def answered(wrong: list[int], size: int) -> ClassPredictions:
    """Return groups of a size, the first so many of each wrongly answered; sure scores, less so where wrong."""
    answers = np.concatenate([np.arange(size) < number for number in wrong]).astype(np.int64)
    scores = np.where(answers == 1, 0.7, 0.1)
    return ClassPredictions(
        ("a", "b"), np.zeros(len(answers), dtype=np.int64), answers, Scores(scores), "probability"
    )


def groups_of(number: int, size: int) -> np.ndarray:
    return np.repeat(np.arange(number), size)


def judged(spec: MetricSpec, outcome: ClassPredictions, groups: np.ndarray) -> Interval | str:
    return interval_or_reason(spec, outcome, spec.values(outcome)[0], groups=groups)


@pytest.mark.parametrize(("wrong", "size"), [(1, 10), (3, 10), (2, 20)])
@pytest.mark.parametrize("number", [2, 3, 7])
def test_groups_that_are_equally_good_count_as_single_samples(number: int, size: int, wrong: int) -> None:
    accuracy, groups = METRICS.get("accuracy"), groups_of(number, size)
    a, b = answered([wrong] * number, size), answered([wrong + 1] * number, size)
    found = judged(accuracy, a, groups)
    assert isinstance(found, Interval)
    assert found.high - found.low > 0.4
    gap = difference_of(accuracy, a, b, groups=groups)
    assert gap.low is not None and gap.high is not None and gap.p_value is not None
    assert gap.low < 0 < gap.high and gap.p_value > 0.3 and gap.test is not None


@pytest.mark.parametrize("metric", ["log_loss", "brier"])
def test_losses_of_groups_that_are_equally_good_have_no_interval(metric: str) -> None:
    spec, groups = METRICS.get(metric), groups_of(3, 10)
    a, b = answered([1] * 3, 10), answered([2] * 3, 10)
    assert judged(spec, a, groups) == "no interval: every group has the same figure"
    gap = difference_of(spec, a, b, groups=groups)
    assert (gap.low, gap.high, gap.p_value) == (None, None, None)
    assert gap.value is not None and gap.value < 0 and "every group" in str(gap.reason)


@pytest.mark.parametrize("metric", ["roc_auc", "average_precision"])
def test_areas_of_groups_that_are_equally_good_count_as_single_samples(metric: str) -> None:
    spec, truth, groups = METRICS.get(metric), np.tile(np.repeat([0, 1], 10), 3), groups_of(3, 20)
    a, b = (
        ClassPredictions(
            ("a", "b"),
            truth,
            truth,
            Scores(np.where(np.arange(60) % 20 < swapped, 0.8, 0.2 + 0.5 * truth)),
            "probability",
        )
        for swapped in (1, 3)
    )
    alone, gap = judged(spec, a, groups), difference_of(spec, a, b, groups=groups)
    assert isinstance(alone, Interval) and gap.low is not None and gap.high is not None
    assert gap.low < 0 < gap.high and gap.p_value is not None and gap.p_value > 0.05
    assert gap.high - gap.low > 0.3 and gap.test == "MOVER"


def test_groups_never_tell_more_than_as_many_samples() -> None:
    """Groups that vary less than independent samples do, as here, do so by chance."""
    accuracy, outcome = METRICS.get("accuracy"), answered([10, 10, 10, 10, 11], 100)
    by_group = judged(accuracy, outcome, groups_of(5, 100))
    alone = interval_or_reason(accuracy, outcome, accuracy.values(outcome)[0])
    assert isinstance(by_group, Interval) and isinstance(alone, Interval)
    assert by_group.low < alone.low and alone.high < by_group.high


def test_groups_hold_a_rate_as_often_as_they_say() -> None:
    accuracy, random, groups = METRICS.get("accuracy"), np.random.default_rng(0), groups_of(2, 20)
    held = alike = 0
    for _ in range(200):
        answers = (random.random(40) > 0.9).astype(np.int64)
        outcome = ClassPredictions(("a", "b"), np.zeros(40, dtype=np.int64), answers, None, None)
        found = judged(accuracy, outcome, groups)
        assert isinstance(found, Interval)
        held += found.low <= 0.9 <= found.high
        alike += answers[:20].sum() == answers[20:].sum()
    assert held > 190 and alike > 20


@pytest.mark.parametrize("positives", [4, 5])
def test_a_log_loss_that_hangs_on_a_handful_has_no_interval(positives: int) -> None:
    truth = (np.arange(300) < positives).astype(np.int64)
    stated = np.random.default_rng(0).uniform(0.01, 0.3, (2, 300))
    a, b = (ClassPredictions(("no", "yes"), truth, truth, Scores(own), "probability") for own in stated)
    metric = METRICS.get("log_loss")
    alone, gap = interval_or_reason(metric, a, metric.values(a)[0]), difference_of(metric, a, b)
    if positives == 4:
        assert alone == gap.reason == "no interval: it hangs on fewer than 5 samples of the rarer class"
    else:
        assert isinstance(alone, Interval) and gap.low is not None
