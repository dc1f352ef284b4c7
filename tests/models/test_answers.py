import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportgen.models import answers


def pairwise(n_classes: int) -> st.SearchStrategy[np.ndarray]:
    """Pairwise decisions, many of them zero or equal, so that votes and sums tie."""
    values = st.sampled_from([-2.0, -0.5, -0.0, 0.0, 0.5, 2.0]) | st.floats(-1e6, 1e6)
    pairs = n_classes * (n_classes - 1) // 2
    return st.integers(1, 6).flatmap(lambda rows: arrays(np.float64, (rows, pairs), elements=values))


cases = st.integers(3, 6).flatmap(lambda k: st.tuples(st.just(k), pairwise(k)))


@settings(deadline=None)
@given(cases)
def test_pairwise_scores_equal_scikit_learns_to_the_last_bit(case: tuple[int, np.ndarray]) -> None:
    from sklearn.utils.multiclass import _ovr_decision_function

    n_classes, decisions = case
    expected = _ovr_decision_function(decisions < 0, -decisions, n_classes)
    np.testing.assert_array_equal(answers.pairwise_scores(decisions, n_classes), expected)


@settings(deadline=None)
@given(cases)
def test_pairwise_votes_are_counted_pair_by_pair(case: tuple[int, np.ndarray]) -> None:
    n_classes, decisions = case
    for row, answer in zip(decisions, answers.pairwise_votes(decisions, n_classes), strict=True):
        votes = [0] * n_classes
        values = iter(row)
        for first in range(n_classes):
            for second in range(first + 1, n_classes):
                votes[first if next(values) > 0 else second] += 1
        assert answer == votes.index(max(votes))


def test_votes_and_largest_score_can_differ() -> None:
    # In a circle 0 beats 1, 1 beats 2, 2 beats 0: the votes tie, the first class answers, the sums say otherwise.
    decisions = np.array([[0.1, -5.0, 0.2]])
    assert answers.pairwise_votes(decisions, 3)[0] == 0
    assert answers.largest(answers.pairwise_scores(decisions, 3))[0] == 2


def test_zero_is_answered_as_linear_models_and_as_libsvm_do() -> None:
    decisions = np.array([-1.0, -0.0, 0.0, 1.0])
    np.testing.assert_array_equal(answers.above_zero(decisions), [0, 0, 0, 1])
    np.testing.assert_array_equal(answers.not_below_zero(decisions), [0, 1, 1, 1])


def test_first_of_equal_scores_answers() -> None:
    assert answers.largest(np.array([[0.2, 0.4, 0.4]]))[0] == 1


@pytest.mark.parametrize(
    ("known", "expected"), [([0, 2], [[-3.0, -9.0, 3.0]]), ([1, 2], [[-9.0, -3.0, 3.0]])]
)
def test_decisions_between_two_known_classes_of_three(known: list[int], expected: list[list[float]]) -> None:
    found = answers.for_all_classes(np.array([3.0]), np.array(known), 3, unknown=-9.0)
    np.testing.assert_array_equal(found, expected)


def test_two_classes_keep_one_column() -> None:
    both = np.array([[0.3, 0.7], [1.0, 0.0]], dtype=np.float32)
    found = answers.for_all_classes(both, np.array([0, 1]), 2, unknown=0.0)
    np.testing.assert_array_equal(found, both[:, 1])
    assert found.dtype == np.float64
    np.testing.assert_array_equal(
        answers.for_all_classes(np.array([-1.0]), np.array([0, 1]), 2, unknown=0.0), [-1.0]
    )


def test_class_that_training_did_not_show_has_the_unknown_score() -> None:
    found = answers.for_all_classes(np.array([[0.3, 0.7]]), np.array([0, 2]), 4, unknown=0.0)
    np.testing.assert_array_equal(found, [[0.3, 0.0, 0.7, 0.0]])
