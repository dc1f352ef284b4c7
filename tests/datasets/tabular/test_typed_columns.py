"""Columns taken as what an option says, whatever they look like."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.datasets.tabular.column import Column
from reportgen.datasets.tabular.typed_columns import typed_column
from reportgen.errors import InputError


def taken(values: Any, kind: Any, *order: str) -> Column:
    return typed_column("x", pd.Series(values), kind, order)


def test_text_as_numbers_counts_what_is_none() -> None:
    column = taken(["007", "1.5", "about 3", None], "number")
    assert column.series.tolist()[:2] == [7.0, 1.5]
    assert (column.kind, column.missing, column.distinct) == ("number", 2, 2)
    assert column.note is not None and "about 3" in column.note


def test_booleans_as_numbers() -> None:
    assert taken([True, False], "number").series.tolist() == [1.0, 0.0]


@pytest.mark.parametrize("values", [[20240131, 20240201], ["2024-01-31", "2024-02-01T00:00:00Z"]])
def test_dates(values: Any) -> None:
    column = taken(values, "date")
    assert column.kind == "date"
    assert column.series.tolist() == [pd.Timestamp("2024-01-31"), pd.Timestamp("2024-02-01")]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([3, 1], ["3", "1"]),
        ([2.0, 0.5], ["2", "0.5"]),
        ([True, False], ["true", "false"]),
        (["b", "a"], ["b", "a"]),
    ],
)
def test_anything_as_categories(values: Any, texts: list[str]) -> None:
    column = taken(values, "category")
    assert (column.kind, column.series.tolist()) == ("text", texts)


def test_gaps_stay_gaps() -> None:
    assert taken([1.0, np.nan], "category").series.isna().tolist() == [False, True]
    assert taken(["a", None], "ordered", "a", "b").series.isna().tolist() == [False, True]


def test_an_order_that_was_given() -> None:
    column = taken(["mid", "low", "mid"], "ordered", "low", "mid", "high")
    assert column.series.cat.codes.tolist() == [1, 0, 1]
    assert column.series.cat.ordered and column.kind == "ordered"


def test_an_order_that_was_not_given_is_said() -> None:
    column = taken(["10", "9", "10"], "ordered")
    assert column.series.cat.categories.tolist() == ["9", "10"]
    assert column.note is not None and "“9” and “10”" in column.note


def test_a_value_without_a_place_in_the_order_is_refused() -> None:
    with pytest.raises(InputError, match="also holds `huge`"):
        taken(["low", "huge"], "ordered", "low", "high")


@pytest.mark.parametrize(
    ("values", "kind"), [(["a", "b"], "number"), (["a", "b"], "date"), ([[1], [2]], "category")]
)
def test_what_cannot_be_is_refused(values: Any, kind: str) -> None:
    with pytest.raises(InputError, match="--as"):
        taken(values, kind)
