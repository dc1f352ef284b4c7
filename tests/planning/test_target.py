"""From stored answers to classes, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import InputError
from reportgen.planning.target import encode_target, positive_last
from reportgen.tasks import Task


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([10, 9, 2, 2], ("2", "9", "10")),
        (["b", "a", "c", "a"], ("a", "b", "c")),
        ([True, False], ("False", "True")),
        ([1.0, 0.0, 1.0], ("0", "1")),
        (np.array(["10", 9, "x"], dtype=object), ("9", "10", "x")),
    ],
)
def test_classes_are_strings_in_sorted_order(values: list[object], classes: tuple[str, ...]) -> None:
    target = encode_target(np.array(values))
    assert target.classes == classes
    assert target.task is (Task.BINARY if len(classes) == 2 else Task.MULTICLASS)


@given(st.lists(st.text(max_size=6), min_size=2, max_size=40).filter(lambda names: len(set(names)) > 1))
def test_codes_lead_back_to_the_names(names: list[str]) -> None:
    target = encode_target(np.array(names, dtype=object))
    assert [target.classes[code] for code in target.codes] == names
    assert list(target.classes) == sorted(set(names))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.linspace(0, 1, 50), "fractions"),
        (np.arange(5_000), "5,000 different numbers"),
        (np.zeros(9), "only `0`"),
        (np.array([], dtype=object), "nothing"),
    ],
)
def test_what_is_no_classification_is_refused(values: np.ndarray, said: str) -> None:
    with pytest.raises(InputError, match=said):
        encode_target(values)


def test_a_named_task_admits_many_numbers() -> None:
    assert len(encode_target(np.arange(500) % 250, "multiclass").classes) == 250


def test_binary_with_three_classes_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="has 3: a, b, c"):
        encode_target(np.array(["a", "b", "c"]), "binary")


def test_of_two_classes_the_positive_one_comes_last() -> None:
    target = positive_last(encode_target(np.array(["fraud"] + ["ok"] * 9)))
    assert target.classes == ("ok", "fraud")
    assert target.codes.tolist() == [1] + [0] * 9
    even = positive_last(encode_target(np.array(["a", "b"])))
    assert even.classes == ("a", "b")
    more = encode_target(np.array(["yes", "no", "maybe"]))
    assert positive_last(more) is more


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["10", "9", "1", "12"], ("1", "9", "10", "12")),
        (["010", "9", "001"], ("001", "9", "010")),
        (["-1", "+1", "0.5"], ("-1", "0.5", "+1")),
        (["10", "9", "x"], ("10", "9", "x")),
    ],
)
def test_numbers_are_ordered_by_value_wherever_they_come_from(
    names: list[str], ordered: tuple[str, ...]
) -> None:
    for values in (np.array(names), np.array(names, dtype=object)):
        target = encode_target(values)
        assert target.classes == ordered
        assert [target.classes[code] for code in target.codes] == names


def test_classes_that_have_an_order_of_their_own() -> None:
    target = encode_target(np.array(["b", "a", "c"]), order=("c", "b", "a"))
    assert (target.classes, target.codes.tolist()) == (("c", "b", "a"), [1, 2, 0])
