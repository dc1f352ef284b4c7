"""Codes on both sides: what is one, and that only those are named whose rows are alike."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.shared_codes import shared_codes

N, CODES = 600, 120


def data_of(column: Any, classes: np.ndarray, name: str = "who", *, apart: bool = False) -> SampleData:
    number = np.arange(N)
    test = number % CODES < 24 if apart else number >= 480
    return SampleData(
        features=pd.DataFrame({"x": np.random.default_rng(0).normal(size=N), name: column}),
        codes=classes,
        sample_ids=number,
        train=number[~test],
        test=number[test],
        judged={"test": number[test]},
        feature_names=("x", name),
    )


def patients(prefix: str = "PAT") -> list[str]:
    return [f"{prefix}{place % CODES:04d}" for place in range(N)]


#: Rows of one patient have one class, or any.
ALIKE = np.random.default_rng(1).integers(0, 2, CODES)[np.arange(N) % CODES]
ANY = np.random.default_rng(2).integers(0, 2, N)


def test_patients_on_both_sides_are_counted() -> None:
    (found,) = shared_codes(data_of(patients(), ALIKE))
    assert (found.column, found.codes, found.samples, found.shared) == ("who", CODES, 120, 120)


def test_kept_apart_there_are_none() -> None:
    assert shared_codes(data_of(patients(), ALIKE, apart=True)) == []


def test_codes_whose_rows_are_not_alike_say_nothing_of_the_class() -> None:
    assert shared_codes(data_of(patients(), ANY)) == []


@pytest.mark.parametrize(
    ("column", "name", "found"),
    [
        (np.arange(N) % CODES, "patient", True),
        (np.arange(N) % CODES, "customer_id", True),
        (np.arange(N) % CODES, "age", False),
        (np.arange(N) % CODES, "video", False),
        ([f"Street of {n % CODES}" for n in range(N)], "street", False),
        ([f"{n % CODES:06d}" for n in range(N)], "who", True),
        ([f"a{n % 9}" for n in range(N)], "site", False),
        ([f"PAT{n:04d}" for n in range(N)], "patient", False),
        (np.random.default_rng(3).normal(size=N), "device", False),
        ([None if n % 3 else "PAT0001" for n in range(N)], "patient", False),
    ],
)
def test_what_is_a_code(column: Any, name: str, *, found: bool) -> None:
    assert bool(shared_codes(data_of(column, ALIKE, name))) is found
