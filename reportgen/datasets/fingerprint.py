"""Fingerprints: the sha256 of what was loaded, so that a report says exactly which data it speaks of."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

#: Values that are hashed at once; bounds the memory that a copy in little-endian order takes.
CHUNK_VALUES = 4_000_000


def fingerprint_arrays(arrays: Mapping[str, NDArray[Any]], names: Sequence[str] = ()) -> str:
    """Return the sha256 over each array's name, type, shape and values, and over the names of the features.

    Numbers are hashed in little-endian order, text by its characters, so that the same values have the same
    fingerprint on every machine.
    """
    digest = hashlib.sha256()
    for key, array in arrays.items():
        _add_words(digest, [key, *_describe(array)])
        if array.dtype.kind in "OUS":
            _add_words(digest, [str(value) for value in array.ravel().tolist()])
        else:
            _add_numbers(digest, array)
    _add_words(digest, names)
    return digest.hexdigest()


def fingerprint_table(frame: "pd.DataFrame") -> str:
    """Return the sha256 over the columns' names, kinds and values and the order of the rows."""
    digest = hashlib.sha256()
    _add_words(digest, [str(name) for name in frame.columns])
    for position in range(frame.shape[1]):
        column = frame.iloc[:, position]
        _add_words(digest, [column.dtype.kind if column.dtype.kind in "biufM" else "text", str(len(column))])
        digest.update(_row_hashes(column).astype("<u8").data)
    return digest.hexdigest()


def _row_hashes(column: "pd.Series[Any]") -> NDArray[Any]:
    import pandas as pd

    if column.dtype.kind == "M":
        column = column.dt.as_unit("us")  # pandas' own choice of unit differs between its versions
    try:
        return pd.util.hash_pandas_object(column, index=False).to_numpy()
    except TypeError:  # lists and the like: by what they show
        shown = column.map(lambda value: repr(value.tolist() if isinstance(value, np.ndarray) else value))
        return pd.util.hash_pandas_object(shown, index=False).to_numpy()


def _describe(array: NDArray[Any]) -> list[str]:
    kind = "text" if array.dtype.kind in "OUS" else array.dtype.newbyteorder("<").str
    return [kind, str(array.shape)]


def _add_words(digest: "hashlib._Hash", words: Sequence[str]) -> None:
    """Each word goes in with its length, so that no two lists run into the same bytes."""
    for word in [str(len(words)), *words]:
        encoded = word.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "little"))
        digest.update(encoded)


def _add_numbers(digest: "hashlib._Hash", array: NDArray[Any]) -> None:
    flat = np.ascontiguousarray(array).reshape(-1)
    little = flat.dtype.newbyteorder("<")
    for start in range(0, len(flat), CHUNK_VALUES):
        chunk = flat[start : start + CHUNK_VALUES].astype(little, copy=False)
        digest.update(chunk.view(np.uint8).data)
