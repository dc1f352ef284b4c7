"""Slices against scipy, one by one, and against pure noise."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact, hypergeom

from reportgen.bundle.error_records import Condition
from reportgen.scoring.errors import error_slices
from reportgen.scoring.errors.error_slices import search_slices
from tests.scoring.errors.data import data_of
from tests.scoring.errors.judged import judged_of


def table(n: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "age": random.integers(1, 80, n).astype(float),
            "sex": random.choice(["f", "m"], n),
            "class": random.integers(1, 4, n),
            "fare": np.where(random.random(n) < 0.2, np.nan, random.gamma(2.0, 20.0, n)),
        }
    )


def mask_of(frame: pd.DataFrame, conditions: list[Condition]) -> np.ndarray:
    mask = np.ones(len(frame), bool)
    for condition in conditions:
        column = frame[condition.column]
        if condition.value == "missing":
            mask &= column.isna().to_numpy()
        elif condition.value is not None:
            mask &= (column.astype(str) == condition.value).to_numpy()
        else:
            mask &= column.notna().to_numpy()
            mask &= True if condition.above is None else (column > condition.above).to_numpy()
            mask &= True if condition.upto is None else (column <= condition.upto).to_numpy()
    return mask


def searched(frame: pd.DataFrame, wrong: np.ndarray) -> object:
    n = len(frame)
    truth = np.zeros(n, int)
    judged = judged_of(truth.tolist(), wrong.astype(int).tolist(), 2)
    return search_slices(data_of(frame, np.arange(n) % 2), judged)


def test_a_slice_is_found_with_its_figures() -> None:
    frame = table(600, 0)
    random = np.random.default_rng(1)
    bad = ((frame["sex"] == "f") & (frame["class"] == 3)).to_numpy()
    wrong = random.random(600) < np.where(bad, 0.5, 0.05)
    search = searched(frame, wrong)
    first = search.slices[0]  # type: ignore[attr-defined]
    assert {(c.column, c.value) for c in first.conditions} == {("sex", "f"), ("class", "3")}
    assert search.significant >= len(search.slices)  # type: ignore[attr-defined]
    for found in search.slices:  # type: ignore[attr-defined]
        mask = mask_of(frame, found.conditions)
        assert (found.support, found.errors) == (mask.sum(), wrong[mask].sum())
        assert (found.rate, found.rest) == (wrong[mask].mean(), wrong[~mask].mean())
        cells = [[found.errors, (mask & ~wrong).sum()], [(~mask & wrong).sum(), (~mask & ~wrong).sum()]]
        assert found.p_value == pytest.approx(fisher_exact(cells, alternative="greater").pvalue)
        assert found.p_value <= found.p_adjusted <= 0.05
        assert found.support >= search.least_support  # type: ignore[attr-defined]


def test_a_single_column_is_listed_once_and_not_with_every_partner() -> None:
    frame = table(800, 3)
    random = np.random.default_rng(4)
    wrong = random.random(800) < np.where(frame["sex"] == "f", 0.4, 0.05)
    search = searched(frame, wrong)
    assert [[c.column for c in found.conditions] for found in search.slices] == [["sex"]]  # type: ignore[attr-defined]
    assert search.significant > 5  # type: ignore[attr-defined]


def test_missing_values_and_numbers_are_parts_too() -> None:
    frame = table(600, 5)
    random = np.random.default_rng(6)
    wrong = random.random(600) < np.where(frame["fare"].isna(), 0.6, 0.05)
    (condition,) = searched(frame, wrong).slices[0].conditions  # type: ignore[attr-defined]
    assert condition == Condition(column="fare", value="missing")
    wrong = random.random(600) < np.where(frame["age"] > frame["age"].quantile(0.75), 0.5, 0.05)
    (condition,) = searched(frame, wrong).slices[0].conditions  # type: ignore[attr-defined]
    assert (condition.column, condition.upto) == ("age", None)
    assert condition.above == pytest.approx(frame["age"].quantile(0.75), abs=1)


@pytest.mark.slow
def test_noise_gives_a_finding_in_at_most_five_of_a_hundred_runs() -> None:
    runs, false = 300, 0
    for seed in range(runs):
        wrong = np.random.default_rng([7, seed]).random(300) < 0.2
        search = searched(table(300, seed), wrong)
        false += search.significant > 0  # type: ignore[attr-defined]
        assert search.tested > 40  # type: ignore[attr-defined]
    assert false <= 0.05 * runs


def test_images_and_answers_without_errors_have_none() -> None:
    frame = table(100, 0)
    assert searched(frame, np.zeros(100, bool)) is None
    rows = np.arange(60)
    image = data_of(np.ones((60, 4)), rows % 2, image_shape=(2, 2))
    assert search_slices(image, judged_of([0] * 60, [1] * 60, 2)) is None


@pytest.mark.parametrize(("few", "tested"), [(19, 0), (20, 2)])
def test_a_part_is_tested_where_the_part_and_the_rest_both_have_enough_samples(few: int, tested: int) -> None:
    frame = pd.DataFrame({"sex": ["f"] * few + ["m"] * (200 - few)})
    wrong = np.arange(200) % 10 == 0
    search = searched(frame, wrong)
    assert (0 if search is None else search.tested) == tested  # type: ignore[attr-defined]


def test_a_pair_of_parts_that_is_one_of_them_is_not_tested_again() -> None:
    frame = pd.DataFrame({"sex": ["f", "m"] * 100, "title": ["Mrs", "Mr"] * 100})
    assert searched(frame, np.arange(200) % 10 == 0).tested == 4  # type: ignore[attr-defined]


def test_blocks_of_samples_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = table(600, 0)
    wrong = np.random.default_rng(1).random(600) < np.where(frame["sex"] == "f", 0.4, 0.05)
    at_once = searched(frame, wrong)
    monkeypatch.setattr(error_slices, "BLOCK_VALUES", 500)
    assert searched(frame, wrong) == at_once


@pytest.mark.slow
def test_memory_is_less_than_twice_that_of_the_data() -> None:
    random = np.random.default_rng(0)
    values, wrong = random.normal(size=(30_000, 20)), random.random(30_000) < 0.1
    judged = judged_of([0] * 30_000, wrong.astype(int).tolist(), 2)
    data = data_of(values, np.arange(30_000) % 2)
    tracemalloc.start()
    try:
        search_slices(data, judged)
        assert tracemalloc.get_traced_memory()[1] < 2 * values.nbytes
    finally:
        tracemalloc.stop()


def test_equal_counts_have_equal_p_values_and_no_more_errors_than_on_average_have_one() -> None:
    support, wrongs = np.array([40, 30, 40, 30, 50]), np.array([9, 4, 9, 2, 5])
    found = error_slices._p_values(300, 30, support, wrongs)
    exact = hypergeom.sf(wrongs - 1, 300, 30, support)
    np.testing.assert_allclose(found, [exact[0], exact[1], exact[0], 1.0, 1.0], rtol=1e-10)
    assert found[0] == found[2]
    assert (exact[3:] >= 0.5).all()
