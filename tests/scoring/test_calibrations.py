"""The record of calibration: from predictions of two classes and more, with groups and without."""

import numpy as np
import pytest
from scipy.special import expit, softmax

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.calibrations import calibrations_of


def detector(n: int = 400, stretch: float = 1.0, seed: int = 0) -> ClassPredictions:
    random = np.random.default_rng(seed)
    odds = random.normal(0, 1.5, n)
    truth, stated = (random.random(n) < expit(odds)).astype(np.int64), expit(stretch * odds)
    answers = (stated > 0.5).astype(np.int64)
    return ClassPredictions(("no", "yes"), truth, answers, Scores(stated), "probability")


def test_a_model_that_is_right_has_a_slope_of_one_and_an_intercept_of_zero() -> None:
    (found,) = calibrations_of("m", "test", detector(), None)
    assert (found.model, found.split, found.n) == ("m", "test", 400)
    assert found.slope_low < 1 < found.slope_high  # type: ignore[operator]
    assert found.intercept_low < 0 < found.intercept_high  # type: ignore[operator]
    assert found.p_value is not None and found.p_value > 0.05
    assert found.test == "Spiegelhalter"


def test_a_model_that_is_over_confident_is_found() -> None:
    (found,) = calibrations_of("m", "test", detector(stretch=2.5), None)
    assert found.slope_high is not None and found.slope_high < 1
    assert found.p_value is not None and found.p_value < 0.001


def test_of_more_classes_it_is_the_most_probable_one() -> None:
    random = np.random.default_rng(3)
    probabilities = softmax(random.normal(size=(3_000, 3)), axis=1)
    truth = (random.random(3_000)[:, None] > probabilities.cumsum(axis=1)).sum(axis=1)
    own = ClassPredictions(
        ("a", "b", "c"), truth, probabilities.argmax(axis=1), Scores(probabilities), "probability"
    )
    (found,) = calibrations_of("m", "cv", own, None)
    assert found.predicted == pytest.approx(probabilities.max(axis=1).mean())
    assert found.observed == pytest.approx((truth == own.predicted).mean())
    assert found.slope_low < 1 < found.slope_high  # type: ignore[operator]


def test_copies_of_a_sample_in_one_group_count_once() -> None:
    once = detector(60, 1.5, 5)
    copies = once.take(np.tile(np.arange(60), 5))
    (alone,) = calibrations_of("m", "test", once, None)
    (grouped,) = calibrations_of("m", "test", copies, np.tile(np.arange(60), 5))
    (careless,) = calibrations_of("m", "test", copies, None)
    assert grouped.slope == pytest.approx(alone.slope)
    assert grouped.slope_high == pytest.approx(alone.slope_high)
    assert careless.slope_high is not None and grouped.slope_high is not None
    assert careless.slope_high < grouped.slope_high
    assert grouped.p_value is not None and careless.p_value is not None
    assert grouped.p_value > careless.p_value
    assert grouped.test == "Spiegelhalter, by group"


def test_scores_that_are_no_probabilities_have_no_calibration() -> None:
    own = detector()
    decisions = ClassPredictions(own.classes, own.truth, own.predicted, own.scores, "decision")
    assert calibrations_of("m", "test", decisions, None) == []


def test_without_a_slope_there_is_a_reason() -> None:
    own = detector(50)
    perfect = ClassPredictions(
        own.classes, own.truth, own.truth, Scores(np.where(own.truth == 1, 0.9, 0.2)), "probability"
    )
    (found,) = calibrations_of("m", "test", perfect, None)
    assert found.slope is None and found.reason is not None and "separates" in found.reason
    (single,) = calibrations_of("m", "test", own, np.zeros(50, dtype=int))
    assert single.reason is not None and "one group" in single.reason
