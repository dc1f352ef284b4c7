"""Scores of very many classes: the best that are kept answer as the scores of all classes do, also where they tie."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import top_k_accuracy_score

from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import BEST_KEPT, Scores
from reportgen.tasks import MANY_CLASSES


@st.composite
def tied(draw: st.DrawFn) -> np.ndarray:
    """Scores of which many are equal, of shape (n_samples, n_classes)."""
    shape = draw(st.integers(1, 5)), draw(st.integers(BEST_KEPT, MANY_CLASSES + 20))
    levels = draw(st.integers(1, 4))
    values: np.ndarray = draw(arrays(np.float64, shape, elements=st.integers(0, levels).map(float)))
    return values


@given(tied(), st.integers(1, BEST_KEPT))
def test_the_highest_of_the_best_are_those_of_all(values: np.ndarray, count: int) -> None:
    best = Scores.best_of(values, np.zeros(len(values), dtype=np.int64))
    assert best.highest(count).tolist() == Scores(values).highest(count).tolist()


@given(tied())
def test_the_best_are_stored_best_first_with_their_own_scores(values: np.ndarray) -> None:
    best = Scores.best_of(values, np.zeros(len(values), dtype=np.int64))
    assert best.values.tolist() == np.sort(values, axis=1)[:, ::-1][:, :BEST_KEPT].tolist()
    assert best.classes is not None
    assert best.values.tolist() == np.take_along_axis(values, best.classes, axis=1).tolist()


@given(arrays(np.float64, (4, 30), elements=st.integers(0, 20).map(float)))
def test_the_most_probable_class_is_that_of_all(values: np.ndarray) -> None:
    """Where no more classes share the highest score than are kept."""
    whole = Scores(values)
    best = Scores.best_of(values, np.zeros(len(values), dtype=np.int64))
    few = (values == values.max(axis=1, keepdims=True)).sum(axis=1) <= BEST_KEPT
    for ours, theirs in zip(best.top(), whole.top(), strict=True):
        assert ours[few].tolist() == theirs[few].tolist()


def test_more_than_are_kept_are_refused() -> None:
    best = Scores.best_of(np.eye(8), np.zeros(8, dtype=np.int64))
    with pytest.raises(ValueError, match="the 6 best classes were asked for, but only the best 5 are kept"):
        best.highest(BEST_KEPT + 1)


@pytest.mark.parametrize("levels", [1, 2, 10])
def test_top_3_accuracy_of_ties_among_150_classes_is_scikit_learn_s(levels: int) -> None:
    random = np.random.default_rng(levels)
    truth = random.integers(0, 150, 2_000)
    values = random.integers(0, levels, (2_000, 150)).astype(float)
    values[np.arange(2_000), truth] = levels - 1
    classes = tuple(str(code) for code in range(150))
    kept = ClassPredictions(
        classes, truth, values.argmax(axis=1), Scores.best_of(values, truth), "probability"
    )
    (found,) = METRICS.get("top_3_accuracy").values(kept)
    expected: Any = top_k_accuracy_score(truth, values, k=3, labels=range(150))
    assert found.value == pytest.approx(expected, abs=1e-12)
