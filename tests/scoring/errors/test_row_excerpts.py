import numpy as np
import pandas as pd
import pytest

from reportgen.scoring.errors.row_excerpts import excerpts
from tests.scoring.errors.data import data_of


def test_the_most_unusual_columns_come_first() -> None:
    frame = pd.DataFrame(
        {
            "usual": [5.0] * 10,
            "common": ["x"] * 10,
            "high": [*range(9), 100.0],
            "rare": ["a"] * 9 + ["b"],
            "unique": [f"text {i}" for i in range(10)],
            "gap": [1.0] * 8 + [2.0, np.nan],
        }
    )
    (row,) = excerpts(data_of(frame, np.arange(10) % 2), [9], 0)
    assert row.sample == 9
    shares = {value.column: (value.value, value.share, value.side) for value in row.columns}
    assert len(shares) == 4
    assert shares.popitem()[0] in {"usual", "common", "unique"}
    assert shares == {
        "rare": ("b", pytest.approx(0.1), None),
        "gap": ("missing", pytest.approx(0.1), None),
        "high": ("100", pytest.approx(0.2), "high"),
    }


def test_equal_shares_go_by_the_robust_distance() -> None:
    random = np.random.default_rng(0)
    X = random.normal(size=(200, 4))
    X[0] = [X[:, 0].max() + 0.1, X[:, 1].min() - 50, X[:, 2].max() + 5, 0.0]
    (row,) = excerpts(data_of(X, np.arange(200) % 2), [0], 0)
    assert [value.column for value in row.columns] == ["feature 2", "feature 3", "feature 1", "feature 4"]
    assert [value.side for value in row.columns[:3]] == ["low", "high", "high"]


def test_dates_and_long_texts_are_shown_short() -> None:
    frame = pd.DataFrame({"day": pd.to_datetime(["2026-01-01", "2026-02-01"] * 5), "note": ["x" * 300] * 10})
    (row,) = excerpts(data_of(frame, np.arange(10) % 2), [1], 0)
    values = {value.column: value.value for value in row.columns}
    assert values["day"] == "2026-02-01"
    assert len(values["note"]) == 30
