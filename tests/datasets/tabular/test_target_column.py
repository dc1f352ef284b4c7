"""The values of a target: which are the same class, which are none, and their order."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.datasets.tabular.missing_markers import ANSWER_GAPS
from reportgen.datasets.tabular.target_column import read_answers
from reportgen.errors import InputError
from reportgen.planning.target import encode_target


@pytest.mark.parametrize(
    ("values", "read"),
    [
        ([1, True, 1.0], ["1", "True", "1.0"]),
        ([b"u", b"v", b"u"], ["u", "v", "u"]),
        (["u", b"u"], ["u", "b'u'"]),
        (["9007199254740993", "9007199254740992"], [9007199254740993, 9007199254740992]),
        (["9007199254740993", "9007199254740992", None], [9007199254740993, 9007199254740992]),
        ([2**63, 2**63 + 1], [2**63, 2**63 + 1]),
        ([2**63, -1], [float(2**63), -1.0]),
        ([2**64, 2**64 + 1], [str(2**64), str(2**64 + 1)]),
        (["01", "1"], ["01", "1"]),
        ([" u", "u ", "u"], ["u", "u", "u"]),
        (["u", "\\N", "Null ", " nan", "(null)", "#NULL!", "v"], ["u", "v"]),
        (["None", "some"], ["None", "some"]),
        (["Zürich", "Zu\u0308rich", "Bonn"], ["Zürich", "Zürich", "Bonn"]),
    ],
)
def test_answers(values: list[Any], read: list[Any]) -> None:
    answers = read_answers(pd.Series(values, dtype=object), "y", ANSWER_GAPS)
    assert list(map(repr, answers.values.tolist())) == list(map(repr, read))  # noqa: PD011


def test_numbers_that_are_the_same_are_said() -> None:
    answers = read_answers(pd.Series(["1", "1.0", "2"]), "y")
    assert answers.notes == ("“y”: “1” and “1.0” are the same number, and so one class.",)


@pytest.mark.parametrize(
    "values",
    [[["n"], ["p"]], [{"k": "n"}, None], [("n",), ("p",)], [np.array([1]), np.array([2])], [b"\xff", b"x"]],
)
def test_what_cannot_be_a_target(values: list[Any]) -> None:
    with pytest.raises(InputError, match=r"`y` holds .*, so it cannot be the target"):
        read_answers(pd.Series(values, dtype=object), "y")


def test_ordered_categories_keep_their_order() -> None:
    sizes = pd.Categorical(["mid", "low", "high", None], categories=["low", "mid", "high"], ordered=True)
    answers = read_answers(pd.Series(sizes), "y")
    target = encode_target(answers.values, order=answers.order)
    assert target.classes == ("low", "mid", "high")
    assert target.codes.tolist() == [1, 0, 2]
    assert read_answers(pd.Series(pd.Categorical(["b", "a"])), "y").order == ()
