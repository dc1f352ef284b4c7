"""How many test rows would equal a training row by chance: where columns are coarse, most of them do."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.sample_data import SampleData


def equal_by_chance(data: SampleData) -> float:
    """Return how many test rows are expected to equal a training row if columns had nothing to do with each other.

    Each value is as frequent as among the training rows. Missing values are equal to each other.
    """
    share = np.zeros(len(data.test))
    for column in _columns(data.features):
        share += _log_shares(column, data.train, data.test)
    expected = len(data.train) * np.exp(share)
    return float(-np.expm1(-expected).sum())


def _columns(features: Any) -> Iterator[Any]:
    if isinstance(features, np.ndarray):
        flat = features.reshape(len(features), -1)
        yield from (flat[:, place] for place in range(flat.shape[1]))
    else:
        yield from (features.iloc[:, place] for place in range(features.shape[1]))


def _log_shares(column: Any, train: NDArray[np.int64], test: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the logarithm of the share of training rows that have the value of each test row; -inf where none has."""
    import pandas as pd

    codes = pd.factorize(column, use_na_sentinel=False)[0]
    counts = np.bincount(codes[train], minlength=int(codes.max()) + 1)
    with np.errstate(divide="ignore"):
        found: NDArray[np.float64] = np.log(counts[codes[test]] / len(train))
    return found
