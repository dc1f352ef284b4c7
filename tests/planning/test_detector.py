"""One class against the rest: what it is called, how it is divided, and what is refused."""

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from reportgen import evaluate
from reportgen.config import RunConfig
from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.planning.detector import detect, refuse_misfits
from reportgen.planning.fit_plan import plan
from reportgen.planning.target import Target, encode_target
from reportgen.tasks import Task


def dataset_of(answers: Any) -> Dataset:
    answers = np.asarray(answers)
    features = np.random.default_rng(0).normal(size=(len(answers), 3))
    return Dataset("made-up", "nowhere", "array", features, answers, "0" * 64, np.arange(len(answers)))


def config_of(**options: Any) -> RunConfig:
    return RunConfig(models=("logreg",), **options)


def test_the_class_comes_last_and_the_rest_is_one() -> None:
    target = detect(encode_target(np.array([3, 1, 2, 3, 10])), "3")
    assert target.classes == ("not 3", "3")
    assert target.codes.tolist() == [1, 0, 0, 1, 0]
    assert (target.task, target.positive) == (Task.BINARY, "3")


def test_two_classes_keep_their_names() -> None:
    target = detect(encode_target(np.array(["ill", "well", "ill"], dtype=object)), "ill")
    assert target.classes == ("well", "ill")
    assert target.codes.tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("names", "rest"),
    [
        (["a", "a", "not a", "b"], "other than a"),
        (["a", "a", "not a", "other than a", "anything but a", "the rest (not a)"], "not a (4 classes)"),
    ],
)
def test_the_rest_is_called_as_no_class_is(names: list[str], rest: str) -> None:
    assert detect(encode_target(np.array(names, dtype=object)), "a").classes == (rest, "a")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"positive": "doog"}, r"no class `doog`. Did you mean `dog`\? The classes are cat, cow, dog"),
        ({"positive": "cow"}, "only one sample is of the class `cow`"),
        ({"operating_points": ("recall >= 0.9",)}, "--operating-point is about .* there are 3 classes"),
        ({"threshold": 3.0}, "--threshold is about"),
        (
            {"positive": "dog", "folds": "consecutive", "test_size": 0},
            "16 of 60 training samples .* models of fold 1",
        ),
    ],
)
def test_what_cannot_be_is_said_before_any_fit(options: dict[str, Any], said: str) -> None:
    data = dataset_of(np.array(["cat"] * 22 + ["dog"] * 16 + ["cat"] * 21 + ["cow"], dtype=object))
    with pytest.raises(InputError, match=said):
        plan(data, config_of(**options))


def test_labels_have_thresholds_and_images_have_none() -> None:
    def target(task: Task) -> Target:
        return Target(task, ("a", "b", "c"), np.zeros((4, 3), dtype=np.int64))

    refuse_misfits(RunConfig(threshold=1.0, operating_points=("recall >= 1",)), target(Task.MULTILABEL))
    with pytest.raises(InputError, match=r"--threshold is about .* here there is none"):
        refuse_misfits(RunConfig(threshold=1.0), target(Task.DENOISE))
    with pytest.raises(InputError, match="--positive makes a detector of one class, but here"):
        refuse_misfits(RunConfig(positive="a"), target(Task.MULTILABEL))


def test_too_few_for_the_folds_asked_for_reduces_them() -> None:
    made = plan(dataset_of([0] * 30 + [1] * 30 + [2] * 4), config_of(positive="2", cv=5, test_size=0))
    assert len(made.division.folds) == 4
    assert "4 folds instead of 5, as the class `2`" in " ".join(made.division.protocol.notes)


def test_any_number_of_classes_is_binary_with_a_positive_one() -> None:
    assert plan(dataset_of([0, 1, 2] * 20), config_of(positive="2", task="binary")).target.positive == "2"


def test_folds_are_stratified_on_the_detectors_own_answer() -> None:
    X, y = load_digits(return_X_y=True)
    bundle = evaluate(dataset="digits", positive="5", models=("sgd",), test_size=0, fresh=True)
    (analysis,) = bundle.record.analyses
    assert (analysis.task, analysis.positive) == ("binary", "5")
    assert analysis.dataset.classes == ["not 5", "5"]
    assert analysis.dataset.class_counts["train"] == {"not 5": int((y != 5).sum()), "5": int((y == 5).sum())}
    assert analysis.main_metric == "average_precision"
    folds = StratifiedKFold(3, shuffle=True, random_state=42)
    model = SGDClassifier(random_state=42)
    expected = cross_val_predict(model, X, y == 5, cv=folds, method="decision_function")
    order = bundle.arrays["main/rows/cv"]
    np.testing.assert_allclose(bundle.arrays["main/scores/sgd/cv"], expected[order])
    np.testing.assert_array_equal(bundle.arrays["main/truth/cv"], (y == 5)[order])
