"""Twins across train and test, against comparing all with all."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.duplicates import duplicates
from reportgen.scoring.errors.near_duplicates import NEAR, near_samples
from reportgen.scoring.errors.row_hashes import row_hashes
from tests.scoring.errors.data import data_of


def images(n: int = 120, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.integers(0, 256, size=(n, 36), dtype=np.uint8)


def found(data: SampleData, most: int = 10) -> Any:
    return duplicates(data, ("0", "1"), most)


def test_equal_images_are_found_whatever_class_they_are_given() -> None:
    X = images()
    X[110], X[111] = X[3], X[4]
    y = np.arange(120) % 2
    y[111] = 1 - y[4]
    result = found(data_of(X, y, 100, image_shape=(6, 6)))
    assert (result.samples, result.exact, result.near, result.contradicting) == (
        20,
        2,
        0,
        1 + (y[110] != y[3]),
    )
    assert {(twin.test, twin.train) for twin in result.twins} == {(110, 3), (111, 4)}
    assert result.twins[0].test_class != result.twins[0].train_class


def test_a_twin_of_another_class_is_named_before_one_of_the_same() -> None:
    X = images()
    X[110] = X[3] = X[4]
    y = np.zeros(120, int)
    y[4] = 1
    result = found(data_of(X, y, 100, image_shape=(6, 6)))
    assert [(twin.test, twin.train) for twin in result.twins] == [(110, 4)]
    assert (result.exact, result.contradicting) == (1, 1)


def test_twins_of_two_classes_are_shown_before_any_of_one_class() -> None:
    """One of the two labels is wrong, which matters more than how alike they are or where they stand."""
    X = images()
    X[110:114] = X[3:7]
    X[113, 0] ^= 1  # not quite the same
    y = np.zeros(120, int)
    y[[5, 6]] = 1
    data = data_of(X, y, 100, image_shape=(6, 6))
    result = found(data)
    assert (result.exact, result.near, result.contradicting) == (3, 1, 2)
    assert [twin.test for twin in result.twins] == [112, 113, 110, 111]
    assert [twin.test_class != twin.train_class for twin in result.twins] == [True, True, False, False]
    assert [twin.test for twin in found(data, 1).twins] == [112]


@pytest.mark.parametrize("image", [True, False])
def test_near_samples_are_those_that_comparing_all_with_all_finds(image: bool) -> None:
    random = np.random.default_rng(1)
    X = random.normal(size=(400, 30)) * np.linspace(1, 20, 30)
    for place in range(301, 340):  # at growing distances from a training sample, across the limit
        X[place] = X[place - 300] + random.normal(size=30) * np.linspace(1, 20, 30) * (place - 300) / 400
    y = np.arange(400) % 2
    data = data_of(X, y, 300, image_shape=(5, 6) if image else None)
    train, test = np.arange(300), np.arange(300, 400)
    result = near_samples(data, test)
    scaled = X if image else X / X[:300].std(axis=0)
    distances = cdist(scaled[test], scaled[train])
    # The typical distance is measured on all 300 training samples, as there are fewer than are sampled.
    typical = distances[result.test[0] - 300].min() / result.distance[0]
    expected = test[distances.min(axis=1) <= NEAR * typical]
    assert 3 < len(expected) < 40
    assert result.test.tolist() == expected.tolist()
    assert result.train.tolist() == distances[expected - 300].argmin(axis=1).tolist()
    between = cdist(scaled[train], scaled[train])[np.triu_indices(300, 1)]
    assert typical == pytest.approx(np.median(between), rel=0.1)


def test_few_numbers_and_tables_are_only_compared_exactly() -> None:
    table = pd.DataFrame({"a": [1.0, 2.0, np.nan, 1.0, np.nan], "b": ["x", "y", None, "x", None]})
    result = found(data_of(table, np.array([0, 1, 0, 1, 0]), 3))
    assert (result.exact, result.near, result.contradicting) == (2, None, 1)
    assert near_samples(data_of(np.eye(5), np.arange(5) % 2, 3), np.arange(3, 5)) is None


def test_without_a_test_there_is_nothing_to_compare() -> None:
    assert found(data_of(images(), np.arange(120) % 2, 120)) is None


@pytest.mark.parametrize("dtype", ["u1", "i2", "f4", "f8", "?"])
@pytest.mark.parametrize("width", [1, 3, 8, 17])
def test_hashes_are_equal_where_rows_are(dtype: str, width: int) -> None:
    X = np.random.default_rng(2).integers(0, 2, size=(300, width)).astype(dtype)
    hashes = row_hashes(data_of(X, np.arange(300) % 2))
    _, expected = np.unique(X, axis=0, return_inverse=True)
    _, ours = np.unique(hashes, return_inverse=True)
    pairs = set(zip(expected.tolist(), ours.tolist(), strict=True))
    assert len(pairs) == len(set(expected.tolist())) == len(set(ours.tolist()))


def test_zeros_of_both_signs_and_missing_values_are_equal() -> None:
    X = np.array([[0.0, np.nan], [-0.0, np.nan]])
    first, second = row_hashes(data_of(X, np.array([0, 1])))
    assert first == second


def test_identical_samples_alone_do_not_stop_it() -> None:
    result = found(data_of(np.ones((50, 20)), np.arange(50) % 2, 40))
    assert (result.exact, result.near) == (10, 0)
