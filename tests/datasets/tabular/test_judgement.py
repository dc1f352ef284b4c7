"""What is left out, what is suspected, and how columns are summed up."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.bundle.value_text import counted, from_to, listed, quoted, shortened
from reportgen.datasets.tabular.column_summaries import (
    aggregate_summary,
    class_summary,
    number_text,
    percent,
    summary,
)
from reportgen.datasets.tabular.column_values import read_column
from reportgen.datasets.tabular.identifiers import reason_to_withhold
from reportgen.datasets.tabular.target_leakage import suspicion

N = 100


def _reason(name: str, values: Any) -> str | None:
    return reason_to_withhold(read_column(name, pd.Series(values)))


@pytest.mark.parametrize(
    "name",
    [
        "id",
        "ID",
        "customer_id",
        "CustomerId",
        "customerID",
        "user id",
        "userid",
        "row number",
        "Index",
        "uuid",
    ],
)
def test_numbers_called_like_identifiers(name: str) -> None:
    assert _reason(name, [i * 13 + 7 for i in range(N)]) == "it is an identifier, different in every row"


@pytest.mark.parametrize("name", ["paid", "valid", "fluid", "width", "grid", "humidity", "period", "income"])
def test_words_that_only_end_like_it(name: str) -> None:
    assert _reason(name, [i * 13 + 7 for i in range(N)]) is None


@pytest.mark.parametrize(
    "name",
    ["number_of_words", "num words", "no of rooms", "price index", "Body Mass Index", "key_rate", "balance"],
)
def test_measurements_that_never_repeat(name: str) -> None:
    assert _reason(name, [i * 13 + 7 for i in range(N)]) is None
    assert _reason(name, [f"(${i * 13 + 7:,})" if i % 2 else f"${i * 13 + 7:,}" for i in range(N)]) is None


@pytest.mark.parametrize("name", ["serial no", "house number", "row_index", "Unnamed: 0", "key", "case nr"])
def test_what_numbers_something(name: str) -> None:
    assert _reason(name, [i * 13 + 7 for i in range(N)]) == "it is an identifier, different in every row"


def test_numbers_but_for_a_line_of_units() -> None:
    assert (
        _reason("depth", ["[m]", *(f"{i / 4}" for i in range(N))])
        == "it holds numbers but for 1 value that is none"
    )


@pytest.mark.parametrize("unit", [" kg", "mm", " km/h", "°C", '"'])
def test_numbers_with_units_are_no_identifiers(unit: str) -> None:
    assert "numbers with text such as units" in str(_reason("weight", [f"{i * 1.5}{unit}" for i in range(N)]))


@pytest.mark.parametrize("name", ["first_name", "LastName", "Full Name", "surname", "Vorname", "username"])
def test_names_by_the_name_of_the_column(name: str) -> None:
    assert _reason(name, [f"n{i % 30}" for i in range(N)]) == "it holds names of persons"


@pytest.mark.parametrize("name", ["product_name", "country name", "name of the street fair", "named"])
def test_names_of_things(name: str) -> None:
    assert _reason(name, [f"n{i % 30}" for i in range(N)]) is None


def test_a_table_of_few_rows_is_not_all_identifiers() -> None:
    assert _reason("colour", ["red", "green", "blue"]) is None
    assert _reason("age", [31, 32, 33]) is None


def test_numbers_too_long_to_be_measured() -> None:
    assert (
        _reason("account", [10**17 + 7 * i for i in range(N)])
        == "its values are all different, as those of identifiers are"
    )


def test_a_shuffled_numbering() -> None:
    assert _reason("x", np.random.default_rng(0).permutation(N)) == "it only numbers the rows"
    assert _reason("x", np.random.default_rng(0).permutation(N) * 1.5) is None


def _suspicion(values: Any, answers: Any) -> str | None:
    return suspicion(
        read_column("v", pd.Series(values)), pd.factorize(np.asarray(answers))[0].astype(np.int64)
    )


RNG = np.random.default_rng(0)
ANSWERS = RNG.integers(0, 2, 2000)


@pytest.mark.parametrize(
    "values",
    [
        np.where(ANSWERS == 1, "yes", "no"),
        ANSWERS * 10 + RNG.random(2000),
        np.where(ANSWERS == 1, RNG.random(2000), np.nan),
        pd.Series(np.where(ANSWERS == 1, "x", None)),
        ANSWERS == 1,
        np.where(RNG.random(2000) < 0.01, "?", np.where(ANSWERS == 1, "yes", "no")),
        pd.Series(np.where(ANSWERS == 1, "2024-01-01", "2023-01-01")),
    ],
)
def test_giveaways(values: Any) -> None:
    assert _suspicion(values, ANSWERS) is not None


@pytest.mark.parametrize(
    "values",
    [
        RNG.random(2000),
        RNG.integers(0, 1500, 2000),
        RNG.choice([f"c{i}" for i in range(900)], 2000),
        np.where(RNG.random(2000) < 0.2, "?", np.where(ANSWERS == 1, "yes", "no")),
        ANSWERS + RNG.normal(0, 0.4, 2000),
        np.where(RNG.random(2000) < 0.5, 1.0, np.nan),
        [f"unique {i}" for i in range(2000)],
    ],
)
def test_what_is_no_giveaway(values: Any) -> None:
    assert _suspicion(values, ANSWERS) is None


def test_a_rare_class_is_found_too() -> None:
    rare = (np.arange(5000) % 200 == 0).astype(int)
    assert _suspicion(RNG.random(5000) + rare * 2, rare) is not None
    assert _suspicion(RNG.random(5000), rare) is None


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer"])
def test_honest_data_is_not_suspected(name: str) -> None:
    from sklearn import datasets

    bunch = getattr(datasets, f"load_{name}")()
    for values in bunch.data.T:
        assert _suspicion(values, bunch.target) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([0.42, 28, 28, 80, 30, 7], "0.42 to 80 (median 28)"),
        ([-5, 1, 2, 3, 4], "-5 to 4 (median 2)"),
        ([1234567.891, 1, 2, 3, 4], "1 to 1,234,568 (median 3)"),
        ([1, 2, 2, 3], "1 25 %, 2 50 %, 3 25 %"),
        ([1.5, 2.5, 1.5, None], "1.5 67 %, 2.5 33 %"),
        (["a", "b", "a", "a"], "a 75 %, b 25 %"),
        (list("aaabbbccdde"), "a 27 %, b 27 %, c 18 %, 2 others"),
        ([f"c{i % 30}" for i in range(60)], "30 values, most often c0 (3 %)"),
        (["x" * 100, "y"], f"{'x' * 29}… 50 %, y 50 %"),
        ([True, False, True, True], "true in 75 %"),
        (["2024-01-31", "2024-02-03"], "2024-01-31 to 2024-02-03"),
        ([None, None], "no values"),
    ],
)
def test_summaries(values: list[Any], words: str) -> None:
    column = read_column("v", pd.Series(values, dtype=object if None in values else None))
    assert summary(column).replace("\N{EN DASH}", " to ") == words


def test_classes_are_summed_up_by_their_shares() -> None:
    numbers = read_column("v", pd.Series([i % 7 for i in range(700)]))
    assert class_summary(numbers) == "0 14 %, 1 14 %, 2 14 %, 4 others"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.001, "<1 %"), (0.5, "50 %"), (0.999, ">99 %"), (1, "100 %"), (0.65, "65 %")],
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (28.0, "28"),
        (0.42, "0.42"),
        (512.3292, "512"),
        (1234.5, "1,234"),
        (1e20, "1e+20"),
        (0.0001234, "0.000123"),
        (-3.5, "-3.5"),
    ],
)
def test_number_text(value: float, text: str) -> None:
    assert number_text(value) == text


def test_wording() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert quoted(["a\nb", "c" * 100]) == f"“a b” and “{'c' * 59}…”"
    assert shortened(" x \n y ") == "x y"
    assert counted(1, "row") == "1 row"
    assert counted(1200, "row") == "1,200 rows"
    assert from_to("1", "2") == "1\N{EN DASH}2"
    assert from_to("-1", "2") == "-1 to 2"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([*(float(i) for i in range(1, 100)), 98765.4321], "90 % within 5.95 to 95 (median 50.5)"),
        ([*range(1000000, 1000020)], "50 % within 1,000,000 to 1,000,000 (median 1,000,000)"),
        ([3.1, 4.1, 5.9, 2.6, 5.3, 5.8], "6 different values"),
        ([1] * 50 + [2] * 46 + [3] * 4, "1 50 %, 2 46 %, 1 other"),
        (
            ["Rome"] * 60 + ["Bern"] * 36 + ["Rare-1", "Rare-2", "Rare-3", "Rare-4"],
            "Rome 60 %, Bern 36 %, 4 others",
        ),
        ([f"name {i}" for i in range(100)], "100 different values"),
        (["Rome"] * 50 + [f"town {i}" for i in range(50)], "Rome 50 %, 50 others"),
        (
            [f"20{year:02}-0{month}-17" for year in range(10) for month in range(1, 10)],
            "89 % within 2000-06 to 2009-04",
        ),
        (["2020-01-02", "2021-03-04", "2022-05-06"], "3 different dates"),
        ([True] * 30 + [False] * 70, "true in 30 %"),
        ([None] * 10, "no values"),
    ],
)
def test_a_summary_of_many_rows_tells_of_none(values: list[Any], words: str) -> None:
    column = read_column("x", pd.Series(values))
    assert aggregate_summary(column).replace("\N{EN DASH}", " to ") == words
