import numpy as np
import pytest

from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.errors.certainty import margins, most_confident_first, predicted_scores, spread


def outcome(answers: list[int], scores: object, kind: str | None, n_classes: int = 3) -> ClassPredictions:
    classes = tuple("abcdef"[:n_classes])
    own = Scores(scores) if isinstance(scores, np.ndarray) else scores
    return ClassPredictions(classes, np.zeros(len(answers), int), np.array(answers), own, kind)  # type: ignore[arg-type]


def test_of_many_classes_the_lead_over_the_best_other() -> None:
    found = outcome([0, 2], np.array([[0.7, 0.2, 0.1], [0.5, 0.1, 0.4]]), "probability")
    assert predicted_scores(found) == pytest.approx([0.7, 0.4])
    assert margins(found) == pytest.approx([0.5, -0.1])


def test_of_two_classes_a_probability_is_that_of_the_answer() -> None:
    found = outcome([1, 0, 0], np.array([0.9, 0.3, 0.6]), "probability", 2)
    assert predicted_scores(found) == pytest.approx([0.9, 0.7, 0.4])
    assert margins(found) == pytest.approx([0.8, 0.4, -0.2])


def test_of_two_classes_a_decision_is_as_sure_as_it_is_far_from_zero() -> None:
    found = outcome([1, 0, 0, 1], np.array([3.0, -5.0, 2.0, -1.0]), "decision", 2)
    assert predicted_scores(found) == pytest.approx([3.0, -5.0, 2.0, -1.0])
    # the last two answers contradict the score
    assert margins(found) == pytest.approx([3.0, 5.0, -2.0, -1.0])


def test_of_very_many_classes_the_best_answers_are_enough() -> None:
    best = Scores(np.array([[0.6, 0.3], [0.5, 0.2]]), np.array([[4, 1], [2, 3]]), np.zeros(2), np.zeros(2))
    found = outcome([1, 0], best, "probability", 6)
    assert margins(found)[0] == pytest.approx(-0.3)  # type: ignore[index]
    assert np.isnan(predicted_scores(found)[1])  # type: ignore[index]


def test_equals_are_drawn_with_the_seed_and_not_in_the_order_of_the_data() -> None:
    without = outcome([0] * 50, None, None)
    positions = np.arange(50)
    drawn = most_confident_first(without, positions, 42)
    assert drawn.tolist() != positions.tolist()
    assert sorted(drawn.tolist()) == positions.tolist()
    assert drawn.tolist() == most_confident_first(without, positions, 42).tolist()
    assert drawn.tolist() != most_confident_first(without, positions, 43).tolist()


def test_spread_keeps_both_ends() -> None:
    assert spread(np.arange(100), 4).tolist() == [0, 33, 66, 99]
    assert spread(np.arange(3), 4).tolist() == [0, 1, 2]
