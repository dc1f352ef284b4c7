"""Intervals and differences where a sample has several answers, or an image as its answer, and of unusual data."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import bootstrap
from sklearn.metrics import f1_score

from reportgen.metrics.metric_spec import METRICS, metric
from reportgen.planning.target import Output
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.scores import Scores
from reportgen.predictions.several_predictions import SeveralPredictions
from reportgen.scoring.intervals import difference_of, interval_or_reason, mean_over_folds
from reportgen.scoring.score_rows import SplitScoring
from reportgen.statistics.interval import Interval
from reportgen.tasks import Task
from tests.scoring.outcomes import random_outcome


def labels(seed: int, n: int = 300) -> SeveralPredictions:
    """Three labels, whose truth is the same whatever the seed of the scores."""
    truth = (np.random.default_rng(0).random((n, 3)) < (0.5, 0.2, 0.4)).astype(np.int64)
    scores = np.clip(0.3 * truth + 0.7 * np.random.default_rng(seed).random((n, 3)), 0, 1)
    outputs = [Output(name, ("no", "yes")) for name in "abc"]
    return SeveralPredictions(
        outputs, True, truth, (scores > 0.5).astype(np.int64), Scores(scores), "probability"
    )


def outputs(seed: int, n: int = 300) -> SeveralPredictions:
    """Two outputs, of two and of four classes."""
    first, random = np.random.default_rng(0), np.random.default_rng(seed)
    truth = np.column_stack([first.integers(0, 2, n), first.integers(0, 4, n)])
    wrong = random.random((n, 2)) < 0.2
    answers = np.where(wrong, (truth + 1) % (2, 4), truth)
    return SeveralPredictions(
        [Output("x", ("no", "yes")), Output("y", tuple("abcd"))], False, truth, answers, None, None
    )


def images(seed: int, n: int = 50) -> ImagePredictions:
    """Losses of images; one has no error at all."""
    error = np.append(0.0, np.random.default_rng(seed).gamma(2.0, 5.0, n - 1))
    with np.errstate(divide="ignore"):
        losses = {
            "pixel_mae": error,
            "psnr": np.where(error > 0, 20 - np.log(error), np.inf),
            "ssim": np.clip(1 - error / 60, -1, 1),
            "exact_pixels": np.exp(-error),
        }
    return ImagePredictions(np.zeros((n, 4)), losses, np.zeros(4))


MAKERS = {Task.MULTILABEL: labels, Task.MULTIOUTPUT: outputs, Task.DENOISE: images}


@pytest.mark.parametrize("by_group", [False, True])
@pytest.mark.parametrize("task", MAKERS)
def test_every_metric_has_an_interval_and_a_difference(task: Task, *, by_group: bool) -> None:
    a, b = MAKERS[task](1), MAKERS[task](2)
    groups = np.arange(a.n_samples) % 15 if by_group else None
    for spec in METRICS:
        if task not in spec.tasks or (task is Task.MULTIOUTPUT and spec.needs != "predictions"):
            continue
        (value,), (other,) = spec.values(a), spec.values(b)
        found = interval_or_reason(spec, a, value, groups=groups)
        assert isinstance(found, Interval), (spec.id, found)
        assert value.value is not None and other.value is not None
        assert found.low < value.value < found.high, spec.id
        difference = difference_of(spec, a, b, groups=groups)
        assert difference.value == pytest.approx(value.value - other.value), spec.id
        assert difference.low is not None and difference.high is not None
        assert difference.low < difference.value < difference.high, spec.id
        assert difference.p_value is not None and 0 <= difference.p_value <= 1
        assert difference.test and difference.method


@pytest.mark.slow
def test_macro_f1_of_labels_spreads_as_resampled_samples_do() -> None:
    outcome = labels(1)
    spec = METRICS.get("f1_macro")
    found = interval_or_reason(spec, outcome, spec.values(outcome)[0])

    def statistic(rows: np.ndarray) -> float:
        return float(f1_score(outcome.truth[rows], outcome.predicted[rows], average="macro"))

    reference = bootstrap(
        (np.arange(300),), statistic, n_resamples=600, vectorized=False, method="basic", rng=4
    ).confidence_interval
    assert isinstance(found, Interval)
    width = reference.high - reference.low
    assert found.low == pytest.approx(reference.low, abs=0.12 * width)
    assert found.high == pytest.approx(reference.high, abs=0.12 * width)


def test_whole_groups_widen_what_samples_repeat() -> None:
    one = random_outcome(3, 60)
    rows = np.repeat(np.arange(60), 10)
    repeated = ClassPredictions(
        one.classes, one.truth[rows], one.predicted[rows], one.scores.take(rows), "probability"
    )
    for name in ("accuracy", "f1_macro", "roc_auc_ovr_macro", "log_loss", "rms_calibration_error"):
        spec = METRICS.get(name)
        found = interval_or_reason(spec, repeated, spec.values(repeated)[0], groups=rows)
        alone = interval_or_reason(spec, one, spec.values(one)[0])
        assert isinstance(found, Interval) and isinstance(alone, Interval)
        assert found.high - found.low == pytest.approx(alone.high - alone.low, rel=0.25), name


def test_a_single_group_tells_nothing() -> None:
    one, spec = random_outcome(3, 60), METRICS.get("accuracy")
    found = interval_or_reason(spec, one, spec.values(one)[0], groups=np.zeros(60))
    assert found == "no interval: all samples are of one group"
    difference = difference_of(spec, one, one, groups=np.zeros(60))
    assert (difference.value, difference.low) == (0, None) and difference.reason


def test_a_metric_that_says_nothing_of_its_kind_is_resampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(METRICS, "_things", dict(METRICS._things))

    @metric("worst_recall", title="Worst recall", description="Of the worst class.", source=None)
    def worst_recall(outcome: ClassPredictions) -> list[Any]:
        return METRICS.get("balanced_accuracy").values(outcome)

    one, spec = random_outcome(3, 400), METRICS.get("worst_recall")
    found = interval_or_reason(spec, one, spec.values(one)[0])
    known = METRICS.get("balanced_accuracy")
    expected = interval_or_reason(known, one, known.values(one)[0])
    assert isinstance(found, Interval) and isinstance(expected, Interval)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.015)


def test_a_mean_over_folds_is_known_better_than_each_fold() -> None:
    folds, spec = [random_outcome(2, 150, seed) for seed in range(3)], METRICS.get("roc_auc")
    values = [spec.values(fold)[0] for fold in folds]
    found = mean_over_folds(spec, folds, values, [None] * 3)
    own = [interval_or_reason(spec, fold, value) for fold, value in zip(folds, values, strict=True)]
    widths = [one.high - one.low for one in own if isinstance(one, Interval)]
    assert isinstance(found, Interval)
    assert found.high - found.low == pytest.approx(np.mean(widths) / 3**0.5, rel=0.05)


def test_rows_have_intervals_or_say_why_not() -> None:
    folds = [random_outcome(4, 100, seed) for seed in range(3)]
    pooled = ClassPredictions(
        folds[0].classes,
        np.concatenate([fold.truth for fold in folds]),
        np.concatenate([fold.predicted for fold in folds]),
        Scores(np.concatenate([np.asarray(fold.scores) for fold in folds])),
        "probability",
    )
    rows = SplitScoring("m", "cv", pooled, folds, None).rows(Task.MULTICLASS)
    headlines = [row for row in rows if row.fold is None]
    assert {row.metric for row in headlines if row.low is None} == {
        "ece",
        "roc_auc",
        "average_precision",
        "roc_auc_ovr_macro",
        "average_precision_macro",
    }
    without = [row for row in headlines if row.low is None and row.metric != "ece"]
    assert all("mean over folds" in (row.reason or "") for row in without)
    assert all(row.low is not None for row in headlines if row.average == "fold_mean")
    assert all(row.low is None for row in rows if row.fold is not None)


def test_hundreds_of_classes_are_judged_by_their_cells() -> None:
    random = np.random.default_rng(0)
    truth = random.integers(0, 300, 200_000)
    answers = np.where(random.random(200_000) < 0.95, truth, (truth + 1) % 300)
    outcome = ClassPredictions(tuple(map(str, range(300))), truth, answers, None, None)
    spec = METRICS.get("f1_macro")
    found = interval_or_reason(spec, outcome, spec.values(outcome)[0])
    assert isinstance(found, Interval) and 0.001 < found.high - found.low < 0.003
