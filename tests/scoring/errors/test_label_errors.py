"""Confident learning against the authors' own library."""

import numpy as np
import pytest

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.errors.label_errors import class_thresholds, label_suspects, suspect_labels
from reportgen.scoring.errors.model_on_split import ModelOnSplit

cleanlab_filter = pytest.importorskip("cleanlab.filter")
cleanlab_count = pytest.importorskip("cleanlab.count")


def noisy(n_classes: int, n: int, seed: int, share: float = 0.1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels of which a share is drawn anew, probabilities that lean to the true class, and which were changed."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, n_classes, n)
    weights = random.gamma(0.7, size=(n, n_classes))
    weights[np.arange(n), truth] += 5
    changed = random.random(n) < share
    labels = np.where(changed, (truth + 1) % n_classes, truth)
    return labels, weights / weights.sum(axis=1, keepdims=True), changed


@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_agrees_with_cleanlab(n_classes: int, seed: int) -> None:
    labels, probabilities, changed = noisy(n_classes, 600, seed)
    thresholds = class_thresholds(labels, probabilities)
    assert thresholds == pytest.approx(cleanlab_count.get_confident_thresholds(labels, probabilities))
    expected = cleanlab_filter.find_label_issues(
        labels,
        probabilities,
        filter_by="confident_learning",
        return_indices_ranked_by="normalized_margin",
    )
    found = suspect_labels(labels, probabilities, thresholds)
    assert found.positions.tolist() == expected.tolist()
    assert len(expected) > 20
    assert changed[found.positions].mean() > 0.5


def test_the_rule_by_hand() -> None:
    labels = np.array([0, 0, 0, 1, 1, 2])
    probabilities = np.array(
        [
            [0.9, 0.1, 0.0],
            [0.7, 0.2, 0.1],
            [0.2, 0.8, 0.0],  # 0.8 reaches the threshold of class 1, 0.2 not that of class 0: suspected
            [0.1, 0.8, 0.1],
            [0.4, 0.5, 0.1],  # 0.5 is below the threshold of class 1, which is 0.65: not confidently anything
            [0.0, 0.1, 0.9],
        ]
    )
    thresholds = class_thresholds(labels, probabilities)
    assert thresholds == pytest.approx([0.6, 0.65, 0.9])
    found = suspect_labels(labels, probabilities, thresholds)
    assert found.positions.tolist() == [2]
    assert found.suggested.tolist() == [1]
    assert found.margins == pytest.approx([-0.6])


def test_models_without_probabilities_suspect_nothing() -> None:
    scores = np.array([[2.0, 1.0], [0.0, 3.0]])
    outcome = ClassPredictions(
        ("a", "b"), np.array([0, 1]), np.array([0, 1]), Scores(scores[:, 1]), "decision"
    )
    assert label_suspects(ModelOnSplit("m", "cv", outcome, np.arange(2), 0), 5) is None


def test_absent_classes_have_no_threshold_and_are_never_suggested() -> None:
    outcome = ClassPredictions(
        ("a", "b", "c"),
        np.array([0, 1, 1]),
        np.zeros(3, int),
        Scores(np.full((3, 3), [0.1, 0.2, 0.7])),
        "probability",
    )
    found = label_suspects(ModelOnSplit("m", "cv", outcome, np.arange(3), 0), 5)
    assert found is not None
    assert found.thresholds["c"] is None
    assert all(case.suggested != "c" for case in found.cases)
