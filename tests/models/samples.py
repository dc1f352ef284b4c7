"""Small data for the tests of models: with ties, with missing values, and tables of every kind of column."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Sample:
    """Training and test data; codes may lack some of the n_classes classes."""

    train: NDArray[np.float64]
    codes: NDArray[np.int64]
    test: NDArray[np.float64]
    n_classes: int


def binary() -> Sample:
    from sklearn.datasets import load_breast_cancer

    features, codes = load_breast_cancer(return_X_y=True)
    return Sample(features[:120, :6], codes[:120], features[120:320, :6], 2)


def multiclass() -> Sample:
    from sklearn.datasets import load_wine

    features, codes = load_wine(return_X_y=True)
    order = np.random.default_rng(1).permutation(len(codes))
    features, codes = features[order, :5], codes[order]
    return Sample(features[:100], codes[:100], features[100:], 3)


def tied(n_classes: int) -> Sample:
    """Return few distinct points with contradictory answers: neighbours, votes and probabilities tie."""
    random = np.random.default_rng(n_classes)
    grid = np.array([(a, b) for a in range(-2, 3) for b in range(-2, 3)], dtype=np.float64)
    train = np.concatenate([grid] * 4)
    codes = np.concatenate([random.permutation(len(train)) % n_classes])
    return Sample(train, codes, np.concatenate([grid, grid + 0.5, grid * 40]), n_classes)


def class_missing() -> Sample:
    """Return data of four classes whose training part shows two of them: the codes 1 and 3."""
    whole = binary()
    return Sample(whole.train, whole.codes * 2 + 1, whole.test, 4)


def several_classes_missing() -> Sample:
    """Return data of six classes whose training part shows three of them: the codes 0, 2 and 4."""
    whole = multiclass()
    return Sample(whole.train, whole.codes * 2, whole.test, 6)


SAMPLES = {
    "binary": binary,
    "multiclass": multiclass,
    "two tied": lambda: tied(2),
    "three tied": lambda: tied(3),
    "five tied": lambda: tied(5),
    "class missing": class_missing,
    "classes missing": several_classes_missing,
}

WORDS = ("alpha", "beta", "gamma", "delta", "omega", "kappa", "sigma", "zeta")


def messy_table(rows: int = 120) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return a table with every kind of column that comes in files, and two classes that it says something about.

    Categories and texts of the later rows are unseen in the earlier; some columns have no value among the earlier.
    """
    random = np.random.default_rng(7)
    codes = random.integers(0, 2, rows)

    def gone(values: Any, share: float = 0.2) -> Any:
        return pd.Series(values).mask(random.random(rows) < share)

    phrases = [" ".join(random.choice(WORDS, 3)) for _ in range(rows)]
    last = np.arange(rows) == rows - 1
    table = pd.DataFrame(
        {
            "number": gone(6.0 * codes + random.normal(size=rows)),
            "whole": pd.array(
                np.where(random.random(rows) < 0.2, None, random.integers(0, 9, rows)), dtype="Int64"
            ),
            "flag": random.random(rows) < 0.5,
            "flag nullable": pd.array(np.where(last, None, random.random(rows) < 0.5), dtype="boolean"),
            "flag as object": pd.Series(np.where(last, None, random.random(rows) < 0.5), dtype=object),
            "colour": gone(np.where(codes == 1, "red", random.choice(["green", "blue"], rows))),
            "colour as object": pd.Series(random.choice(["red", "green", None], rows), dtype=object),
            "rare": [f"only {row}" if row % 17 == 0 else "usual" for row in range(rows)],
            "text": gone(phrases),
            "text nullable": pd.array([phrase.upper() for phrase in phrases], dtype="string"),
            "category": pd.Categorical(random.choice(list("xyz"), rows)),
            "category of numbers": pd.Categorical(random.choice([1, 2, 3], rows)),
            "when": gone(pd.date_range("2020-01-01", periods=rows, freq="7h")),
            "when there": pd.date_range("2020-01-01", periods=rows, freq="7h", tz="Europe/Berlin"),
            "day as text": pd.date_range("2020-01-01", periods=rows, freq="D").strftime("%Y-%m-%d"),
            "took": pd.to_timedelta(random.integers(0, 1000, rows), unit="s"),
            "empty": [None] * rows,
            "no number": np.full(rows, np.nan),
            "late number": np.where(last, 1.5, np.nan),
            "late text": [("here" if late else None) for late in last],
            "number as text": gone(random.integers(0, 100, rows).astype(str)).fillna("N/A"),
            "number, later text": [("oops" if late else str(row)) for row, late in enumerate(last)],
            "constant": 1,
        }
    )
    return table, codes
