"""The folds inside a search: by the rules of the outer folds, and the true reason where they are fewer or none."""

import numpy as np
import pytest

from reportgen.errors import InputError
from reportgen.models.catalogue import resolve
from reportgen.planning.fit_job import FitJob, InnerFolds
from reportgen.planning.inner_folds import inner_folds
from reportgen.planning.target import encode_target
from tests.planning.test_splits import make_dataset


def inner(target: np.ndarray, metric: str = "accuracy", **changes: object) -> InnerFolds:
    dataset = make_dataset(target, **changes)
    return inner_folds(dataset, encode_target(target), np.arange(len(target)), metric)


def test_one_group_is_the_reason_not_the_number_of_samples() -> None:
    with pytest.raises(InputError, match=r"all of one group, which cannot be divided") as found:
        inner(np.arange(60) % 2, groups=np.array(["a"] * 60, dtype=object))
    assert "too few" not in str(found.value)


def test_few_groups_are_said_to_be_few_groups() -> None:
    found = inner(np.arange(60) % 2, groups=np.array(list("abc") * 20, dtype=object))
    assert len(found.folds) == 3
    assert found.notes == (
        "Searched in 3 inner folds instead of 5: there are too few groups of training samples.",
    )


def test_of_groups_and_rare_classes_the_scarcer_is_said() -> None:
    target = np.array([0] * 56 + [1] * 4)
    found = inner(target, groups=np.array(list("abcdef") * 10, dtype=object))
    assert found.notes == (
        "Searched in 4 inner folds instead of 5: there are too few training samples of a class.",
    )


def test_a_class_of_a_single_sample_takes_no_folds_away() -> None:
    assert len(inner(np.array([0] * 30 + [1] * 29 + [2])).folds) == 5


def test_no_class_with_two_samples() -> None:
    with pytest.raises(InputError, match="no class has two training samples"):
        inner(np.arange(4))


def test_a_single_moment_is_said_as_such() -> None:
    with pytest.raises(InputError, match=r"--search: .* too few different moments"):
        inner(np.arange(20) % 2, times=np.zeros(20))


def test_folds_that_learn_one_class_alone_are_left_out() -> None:
    found = inner(np.array([0] * 25 + [1, 0] * 18), times=np.arange(61))
    assert len(found.folds) == 3
    assert found.notes == (
        "Searched in 3 of 5 inner folds: in the others the samples to learn from are of one class.",
    )


def test_folds_that_cannot_rank_are_left_out_for_metrics_that_rank() -> None:
    target = np.array([0, 1] * 20 + [0] * 20)
    assert len(inner(target, times=np.arange(60)).folds) == 5
    found = inner(target, "roc_auc", times=np.arange(60))
    assert len(found.folds) == 3
    assert "to learn from or to rank are of one class" in found.notes[0]


def test_a_search_costs_as_much_as_all_its_fits() -> None:
    model = resolve(["tree"], grids={"tree": {"max_depth": (1, 2, 3, 4)}})[0]
    rows = np.arange(60)
    plain = FitJob(model, None, rows, rows, 0)
    searched = FitJob(model, None, rows, rows, 0, inner=inner(rows % 2))
    assert searched.cost(10, 2) == pytest.approx((1 + 4 * 5) * plain.cost(10, 2))
