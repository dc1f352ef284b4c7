"""Codes on both sides: only those are named whose rows are alike, learnt from or not."""

from typing import Any

import numpy as np
import pandas as pd

from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.shared_codes import shared_codes

N, CODES = 600, 120


def data_of(column: Any, classes: np.ndarray, name: str = "who", *, apart: bool = False) -> SampleData:
    number = np.arange(N)
    test = number % CODES < 24 if apart else number >= 480
    return SampleData(
        features=pd.DataFrame({"x": np.random.default_rng(0).normal(size=N)}),
        codes=classes,
        sample_ids=number,
        train=number[~test],
        test=number[test],
        judged={"test": number[test]},
        feature_names=("x",),
        codes_of={name: pd.factorize(np.asarray(column))[0]},
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


def test_rows_that_belong_together_need_not_be_alike() -> None:
    (found,) = shared_codes(data_of(patients(), ANY), belong_together=True)
    assert (found.column, found.shared) == ("who", 120)
    assert shared_codes(data_of(patients(), ANY, apart=True), belong_together=True) == []
