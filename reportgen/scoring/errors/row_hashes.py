"""One number for each row, equal where the values are: what finds equal samples without comparing all with all."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.sample_data import SampleData

#: Bytes that are hashed at a time.
BLOCK_BYTES = 32_000_000


def row_hashes(data: SampleData) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each row's values; two different rows among a million share one with odds of 1 in 10^7.

    Missing values are equal to each other.
    """
    import pandas as pd

    features = data.features
    if not isinstance(features, np.ndarray):
        return np.asarray(pd.util.hash_pandas_object(features, index=False), dtype=np.uint64)
    weights = np.random.default_rng(0).integers(1, 2**63, size=2 * features.shape[1], dtype=np.uint64) | 1
    return np.concatenate([_block_hashes(block, weights) for block in _blocks(features)])


def _block_hashes(block: NDArray[np.generic], weights: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a weighted sum modulo 2^64 of the scrambled words of each row."""
    values = np.ascontiguousarray(block)
    if values.dtype.kind == "f":
        values = values + 0.0  # one zero, not two
        values[np.isnan(values)] = np.nan
    if values.dtype.itemsize * values.shape[1] % 8:
        padding = -(values.dtype.itemsize * values.shape[1]) % 8 // values.dtype.itemsize
        values = np.pad(values, ((0, 0), (0, padding)))
    words = np.ascontiguousarray(values).view(np.uint64)
    scrambled = (words ^ (words >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    scrambled ^= scrambled >> np.uint64(29)
    hashes: NDArray[np.uint64] = (scrambled * weights[: words.shape[1]]).sum(axis=1, dtype=np.uint64)
    return hashes


def _blocks(features: NDArray[np.generic]) -> Iterator[NDArray[np.generic]]:
    step = max(1, BLOCK_BYTES // (8 * features.shape[1]))
    for start in range(0, len(features), step):
        yield features[start : start + step]
