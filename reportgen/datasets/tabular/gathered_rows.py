"""Rows of Python's objects, as JSON and databases give them, gathered into columns."""

import json
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Rows that are held as Python's objects at once: of numbers these take several times the memory of an array.
BLOCK_ROWS = 10_000


def gathered(rows: Iterable[Mapping[str, Any]]) -> tuple[dict[str, NDArray[Any]], int]:
    """Return columns in the order in which their names first occur, and the number of rows.

    A name that a row lacks, None and NaN are gaps. Whole numbers that floats cannot hold, and columns of several
    types, are text; lists, dictionaries and bytes stay what they are.
    """
    blocks: dict[str, list[NDArray[Any]]] = {}
    n_rows, left = 0, iter(rows)
    while block := list(islice(left, BLOCK_ROWS)):
        for name in dict.fromkeys(chain.from_iterable(block)):
            blocks.setdefault(name, [np.full(n_rows, np.nan)] if n_rows else [])
        for name, parts in blocks.items():
            parts.append(_packed([row.get(name) for row in block]))
        n_rows += len(block)
    return {name: _joined(parts) for name, parts in blocks.items()}, n_rows


def column_of(values: list[Any]) -> NDArray[Any]:
    """Return a column of Python's objects, by the same rules; moments become an array of them."""
    moments = {type(value) for value in values} - {NoneType} == {np.datetime64}
    if moments:
        return np.array(
            [np.datetime64("NaT") if value is None else value for value in values], dtype="datetime64[us]"
        )
    return _joined([_packed(values)])


def _packed(values: list[Any]) -> NDArray[Any]:
    """Values of one type as an array of it, gaps among floats as NaN; else objects."""
    types = set(map(type, values))
    if types == {bool}:
        return np.array(values, dtype=np.bool_)
    if types <= {float, NoneType}:
        return np.array(values, dtype=np.float64)
    if types == {int} and all(abs(value) < 2**63 for value in values):
        return np.array(values, dtype=np.int64)
    return np.fromiter(values, dtype=object, count=len(values))


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """A column of its parts: numbers if no number changes by that, else objects or text."""
    if len({part.dtype for part in parts}) == 1 and parts[0].dtype != object:
        return np.concatenate(parts)
    values = [None if value != value else value for part in parts for value in part.tolist()]  # noqa: PLR0124  # NaN
    types = set(map(type, values)) - {NoneType}
    if types <= {int, float} and (numbers := _numbers(values)) is not None:
        return numbers
    if types != {bool} and not types & {list, dict, bytes}:
        values = [_spelled(value) for value in values]
    return np.fromiter(values, dtype=object, count=len(values))


def _numbers(values: list[Any]) -> NDArray[Any] | None:
    """Numbers and gaps as an array; None where it would change a long whole number."""
    whole = [value for value in values if isinstance(value, int)]
    try:
        if len(whole) == len(values):
            return np.array(values, dtype=np.int64 if max(values) < 2**63 else np.uint64)
        return np.array(values, dtype=np.float64) if all(float(value) == value for value in whole) else None
    except OverflowError:
        return None


def _spelled(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)
