"""Every metric keeps the word of its kind: statistics of parts of the samples add up, and figures follow from them."""

from collections.abc import Callable
from dataclasses import fields
from dataclasses import replace as changed
from typing import Any

import numpy as np
import pytest

from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import Resampled, added
from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.metrics.moments import Moments
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.scores import Scores
from reportgen.predictions.several_predictions import Output, SeveralPredictions
from reportgen.tasks import VERDICTS, Task
from tests.scoring.outcomes import random_outcome

N = 101


def several(*sizes: int) -> SeveralPredictions:
    """Return predictions of outputs with so many classes each; labels where each has two."""
    random = np.random.default_rng(3)
    outputs = [
        Output(f"output {place}", tuple(str(code) for code in range(size)))
        for place, size in enumerate(sizes)
    ]
    truth, other = (
        np.column_stack([random.integers(0, size, N) for size in sizes]).astype(np.int64) for _ in range(2)
    )
    predicted = np.where(random.random(truth.shape) < 0.6, truth, other)
    labels = set(sizes) == {2}
    scores = Scores(np.round((predicted + random.random(truth.shape)) / 2, 2)) if labels else None
    return SeveralPredictions(outputs, labels, truth, predicted, scores, "probability" if labels else None)


def images() -> ImagePredictions:
    """Return images of which some are without any error, and so without a signal-to-noise ratio."""
    random = np.random.default_rng(4)
    losses = {name: random.random(N) for name in ("pixel_mae", "psnr", "ssim", "exact_pixels")}
    losses["psnr"] = np.where(random.random(N) < 0.1, np.inf, 20 + losses["psnr"])
    return ImagePredictions(np.zeros((N, 0)), losses, np.zeros(0))


def verdicts() -> ClassPredictions:
    """Return verdicts, of which the truth is always that the answer be right."""
    right = np.random.default_rng(6).integers(0, 2, N)
    return ClassPredictions(VERDICTS, np.ones(N, dtype=np.int64), right, None, None)


PREDICTIONS: dict[Task, Any] = {
    Task.BINARY: random_outcome(2, N, seed=1),
    Task.MULTICLASS: random_outcome(5, N, seed=2),
    Task.MULTILABEL: several(2, 2, 2),
    Task.MULTIOUTPUT: several(3, 2, 4),
    Task.DENOISE: images(),
    Task.CORRECTNESS: verdicts(),
}

#: Each metric with each task that it is for, where its kind names a statistic.
CASES = [
    pytest.param(metric, task, id=f"{metric.id}, {task}")
    for metric in METRICS
    if metric.compute is None and not isinstance(metric.kind, Resampled)
    for task in sorted(metric.tasks)
]


def computed_from(metric: MetricSpec, other: Callable[[Any], Any]) -> MetricSpec:
    """Return the metric with another statistic in its kind."""
    kind = type(metric.kind)
    own = type(kind.__name__, (kind,), {"statistic": lambda _, predictions: other(predictions)})
    given = {field.name: getattr(metric.kind, field.name) for field in fields(metric.kind)}
    return changed(metric, kind=own(**given))


def alike(found: list[Value], expected: list[Value]) -> None:
    assert expected and len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.value == (None if theirs.value is None else pytest.approx(theirs.value, rel=1e-12))
        facts = (theirs.label, theirs.successes, theirs.trials)
        assert (ours.label, ours.successes, ours.trials) == facts


def statistic(metric: MetricSpec, predictions: Any) -> Any:
    """Return the statistic that the metric's kind names."""
    kind: Any = metric.kind
    return kind.statistic(predictions)


@pytest.mark.parametrize(("metric", "task"), CASES)
def test_statistics_of_parts_add_up(metric: MetricSpec, task: Task) -> None:
    def in_parts(predictions: Any) -> Any:
        places = np.arange(predictions.n_samples)
        halves = (predictions.take(places[places % 3 == 0]), predictions.take(places[places % 3 > 0]))
        return added([statistic(metric, half) for half in halves])

    whole = PREDICTIONS[task]
    alike(computed_from(metric, in_parts).values(whole), metric.values(whole))


@pytest.mark.parametrize(("metric", "task"), CASES)
def test_figures_follow_from_the_statistic_alone(metric: MetricSpec, task: Task) -> None:
    """With that of half of the samples they are the figures of this half."""
    half = np.arange(0, N, 2)

    def of_half(predictions: Any) -> Any:
        return statistic(metric, predictions.take(half))

    whole = PREDICTIONS[task]
    alike(computed_from(metric, of_half).values(whole), metric.values(whole.take(half)))


def test_what_is_left_out_is_counted_over_all_parts() -> None:
    whole = images()
    left_out = int(np.isinf(whole.losses["psnr"]).sum())
    (found,) = METRICS.get("psnr").values(whole)
    assert found.reason == f"PSNR leaves out {left_out} of {N} images, which have no error at all"
    parts = [statistic(METRICS.get("psnr"), whole.take(rows)) for rows in np.split(np.arange(N), [40])]
    assert added(parts).left_out == left_out


def test_a_mean_is_a_rate_only_where_all_parts_are() -> None:
    rate, mean = Moments.of(np.array([True, False])), Moments.of(np.array([0.5]))
    assert (rate + rate).is_rate and not (rate + mean).is_rate


def test_of_no_samples_a_rate_is_undefined() -> None:
    none = PREDICTIONS[Task.BINARY].take(np.arange(0))
    (found,) = METRICS.get("accuracy").values(none)
    assert found.value is None and found.reason
