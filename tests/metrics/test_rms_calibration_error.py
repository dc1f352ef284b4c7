"""The debiased calibration error against its definition, bin by bin."""

import numpy as np
import pytest

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores


def error_of(stated: np.ndarray, truth: np.ndarray) -> float | None:
    answers = (stated > 0.5).astype(np.int64)
    own = ClassPredictions(("no", "yes"), truth, answers, Scores(stated), "probability")
    return METRICS.get("rms_calibration_error").values(own)[0].value


def test_it_is_the_root_of_the_squared_gaps_less_their_variances() -> None:
    random = np.random.default_rng(0)
    stated = random.random(500)
    truth = (random.random(500) < stated**3).astype(np.int64)
    confidence, right = np.maximum(stated, 1 - stated), (stated > 0.5) == truth
    bins, total = np.minimum((confidence * 15).astype(int), 14), 0.0
    for own in (bins == b for b in range(15)):
        if own.sum() >= 2:
            gaps = (confidence - right)[own]
            total += own.mean() * (gaps.mean() ** 2 - gaps.var(ddof=1) / own.sum())
    assert error_of(stated, truth) == pytest.approx(np.sqrt(total))


def test_of_a_model_that_is_right_it_is_often_zero_where_the_plain_one_never_is() -> None:
    random = np.random.default_rng(1)
    found = []
    for _ in range(60):
        stated = random.random(200)
        found.append(error_of(stated, (random.random(200) < stated).astype(np.int64)))
    assert 15 < sum(error == 0 for error in found) < 45


def test_bins_of_single_samples_tell_nothing() -> None:
    assert error_of(np.array([0.55, 0.75, 0.95]), np.array([1, 0, 1])) is None
