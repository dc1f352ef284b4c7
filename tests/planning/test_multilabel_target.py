"""Labels made by rules and targets of several columns: their codes, and a clear message for each mistake."""

import re
from typing import Any

import numpy as np
import pytest

from reportgen.config import RunConfig
from reportgen.datasets.dataset import DataRequest, Dataset, load
from reportgen.errors import InputError
from reportgen.planning.multilabel_target import encode_several
from reportgen.planning.target import Target
from reportgen.progress import Silent


def data(target: Any, *names: str) -> Dataset:
    target = np.asarray(target)
    ids = np.arange(len(target))
    return Dataset("d", "s", "array", np.zeros((len(target), 1)), target, "f", ids, target_names=names)


def labels(classes: Any, *rules: str) -> Target:
    return encode_several(data(classes), RunConfig(labels=rules))


def targets(columns: dict[str, Any], **options: Any) -> Target:
    several = np.empty((len(next(iter(columns.values()))), len(columns)), dtype=object)
    for place, values in enumerate(columns.values()):
        several[:, place] = values
    return encode_several(data(several, *columns), RunConfig(**options))


def test_the_tutorials_own_labels() -> None:
    digits = load(DataRequest("digits"), Silent())
    target = encode_several(digits, RunConfig(labels=("large: >= 7", "odd: odd")))
    assert (target.task, target.classes, target.strata) == ("multilabel", ("large", "odd"), None)
    np.testing.assert_array_equal(target.codes[:, 0], digits.target >= 7)
    np.testing.assert_array_equal(target.codes[:, 1], digits.target % 2 == 1)


@pytest.mark.parametrize(
    ("rule", "matching"),
    [
        ("odd", [1, 3, 11]),
        ("even", [0, 2, 10]),
        ("> 2", [3, 10, 11]),
        ("<3", [0, 1, 2]),
        (">= 2.5", [3, 10, 11]),
        ("<= 1", [0, 1]),
        ("= 10", [10]),
        ("== 10", [10]),
        ("!= 10", [0, 1, 2, 3, 11]),
        ("0, 11", [0, 11]),
        ("3", [3]),
    ],
)
def test_rules_on_numbers(rule: str, matching: list[int]) -> None:
    classes = np.array([0, 1, 2, 3, 10, 11])
    target = labels(classes, f"a: {rule}", "b: odd")
    assert classes[target.codes[:, 0] == 1].tolist() == matching


def test_rules_on_names_may_hold_colons_and_commas() -> None:
    target = labels(["a", "b: c", "d, e", "odd"], "x: b: c, a", "y: d, e", "z: odd")
    assert target.codes.T.tolist() == [[1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (("large: >= 7",), "--label is given once"),
        (("large >= 7", "odd: odd"), "--label `large >= 7` is not NAME: RULE"),
        ((": odd", "odd: odd"), "is not NAME: RULE"),
        (("a: odd", "a: even"), "the label `a` is there twice"),
        (("a: >= 7", "b: odd"), "--label `a: >= 7` matches no sample"),
        (("a: >= 0", "b: odd"), "--label `a: >= 0` matches every sample"),
        (("a: > x", "b: odd"), "`x` is no number to compare with"),
        (("a: 5", "b: odd"), "there is no class `5`"),
        (("a: ood", "b: odd"), "there is no class `ood`"),
    ],
)
def test_rules_that_cannot_be_used(rules: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        labels(np.array([0, 1, 2, 3]), *rules)


def test_rules_of_numbers_on_names() -> None:
    with pytest.raises(InputError, match="needs classes that are numbers, but they are setosa, versicolor"):
        labels(["setosa", "versicolor"], "a: odd", "b: setosa")
    with pytest.raises(InputError, match=r"the class 0\.5 is neither odd nor even"):
        labels(np.array([0.5, 1.0]), "a: odd", "b: > 0.7")


def test_columns_of_yes_and_no_are_labels() -> None:
    target = targets({"a": [0, 1, 1], "b": [True, False, True], "c": ["no", "yes", "no"]})
    assert (target.task, target.classes) == ("multilabel", ("a", "b", "c"))
    assert target.codes.tolist() == [[0, 1, 0], [1, 0, 1], [1, 1, 0]]


def test_a_label_of_two_other_classes_says_which_it_stands_for() -> None:
    assert targets({"sex": ["male", "female"], "b": [0, 1]}).classes == ("sex = male", "b")


def test_more_classes_make_outputs() -> None:
    target = targets({"a": ["x", "y", "z"], "b": [0, 1, 0]})
    assert (target.task, target.classes) == ("multioutput", ("a", "b"))
    assert [output.classes for output in target.outputs] == [("x", "y", "z"), ("0", "1")]
    assert targets({"a": [0, 1], "b": [1, 0]}, task="multioutput").task == "multioutput"


def test_a_hundred_classes_of_an_output_are_the_most() -> None:
    target = targets({"a": [f"c{i}" for i in range(100)], "b": [0, 1] * 50})
    assert [len(output.classes) for output in target.outputs] == [100, 2]


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        ({"a": [1, 1], "b": [0, 1]}, {}, "the target `a` holds only `1`"),
        ({"a": [0.5, 1.2], "b": [0, 1]}, {}, "The target `a` holds numbers with fractions"),
        ({"a": ["x", "y", "z"], "b": [0, 1, 0]}, {"task": "multilabel"}, "the target `a` has 3: x, y, z"),
        ({"a": [0, 1], "b": [0, 1]}, {"task": "binary"}, "is about one target for each sample"),
        (
            {"id": [f"c{i}" for i in range(101)], "b": [0, 1] * 50 + [0]},
            {},
            "The target `id` has 101 classes; of several targets each may have up to 100.",
        ),
        ({"a": [0, 1], "b": [0, 1]}, {"positive": "1"}, "--positive asks about one class"),
        (
            {"a": [0, 1], "b": [0, 1]},
            {"labels": ("x: odd", "y: even")},
            "the data have several targets already",
        ),
    ],
)
def test_targets_that_cannot_be_used(columns: dict[str, Any], options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        targets(columns, **options)


def test_one_target_cannot_be_several() -> None:
    with pytest.raises(InputError, match="--task multilabel needs several targets"):
        encode_several(data([0, 1]), RunConfig(task="multilabel"))
    with pytest.raises(InputError, match="which is not --task binary"):
        encode_several(data([0, 1]), RunConfig(task="binary", labels=("a: odd", "b: even")))
