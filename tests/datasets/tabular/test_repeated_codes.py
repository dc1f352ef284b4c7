"""Codes that repeat: what is one, and that a number stands for each."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.datasets.tabular.column_values import read_column
from reportgen.datasets.tabular.repeated_codes import codes_of, holds_codes, reason_for_codes

N, CODES = 600, 120


@pytest.mark.parametrize(
    ("values", "name", "found"),
    [
        ([f"PAT{n % CODES:04d}" for n in range(N)], "who", True),
        (np.arange(N) % CODES, "patient", True),
        (np.arange(N) % CODES, "Patients", True),
        (np.arange(N) % CODES, "customer_id", True),
        (np.arange(N) % CODES, "age", False),
        (np.arange(N) % CODES, "video", False),
        ([f"Street of {n % CODES}" for n in range(N)], "street", False),
        ([f"{chr(65 + n % 26)}{chr(65 + n % 5)}" for n in range(N)], "country_code", False),
        ([f"D{n % CODES:06d}" for n in range(N)], "who", True),
        ([f"{n % CODES:05d}x" for n in range(N)], "zip code", False),
        ([f"a{n % 9}" for n in range(N)], "site", False),
        ([f"PAT{n:04d}" for n in range(N)], "patient", False),
        (np.random.default_rng(3).normal(size=N), "device", False),
        ([None if n % 3 else "PAT0001" for n in range(N)], "patient", False),
        (["2024-01-01", "2024-01-02", "2024-02-03", "2024-03-04"] * 150, "patient", False),
        (np.arange(N) % 200, "customer_id", True),
    ],
)
def test_what_is_a_code(values: Any, name: str, *, found: bool) -> None:
    assert holds_codes(read_column(name, pd.Series(values))) is found


def test_digits_that_are_a_code_stay_text_and_are_one() -> None:
    assert holds_codes(read_column("who", pd.Series([f"{n % CODES:06d}" for n in range(N)]), code=True))


def test_each_code_has_a_number_and_a_gap_has_none() -> None:
    column = read_column("who", pd.Series(["P01", None, "P02", "P01"]))
    assert codes_of(column).tolist() == [0, -1, 1, 0]


def test_the_reason_says_how_to_keep_rows_together() -> None:
    column = read_column("patient", pd.Series([f"PAT{n % CODES:04d}" for n in range(N)]))
    assert "--groups 'patient'" in reason_for_codes(column)
