"""Which classes are mixed up: ordered pairs from a confusion matrix or from its non-zero cells."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from numpy.typing import NDArray

from reportgen.bundle.schema import Confusion


class Pair(NamedTuple):
    """So many samples of the class with code `actual` were predicted as `answer`."""

    actual: int
    answer: int
    errors: int


def pairs_of(matrix: Sequence[Sequence[int]]) -> list[Pair]:
    """Return the errors of a matrix (rows actual, columns predicted), most frequent first."""
    pairs = [
        Pair(actual, answer, count)
        for actual, row in enumerate(matrix)
        for answer, count in enumerate(row)
        if actual != answer and count
    ]
    return sorted(pairs, key=lambda pair: (-pair.errors, pair.actual, pair.answer))


def pairs_in(confusion: Confusion, arrays: Mapping[str, NDArray[Any]]) -> list[Pair]:
    """Return the errors of a confusion, most frequent first, however it is stored."""
    if confusion.matrix is not None:
        return pairs_of(confusion.matrix)
    if confusion.cells is None:
        return []
    columns = (arrays[confusion.cells[key]].tolist() for key in ("actual", "predicted", "count"))
    pairs = [Pair(a, p, n) for a, p, n in zip(*columns, strict=True) if a != p]
    return sorted(pairs, key=lambda pair: (-pair.errors, pair.actual, pair.answer))


def most_frequent(pairs: Sequence[Pair], most: int) -> list[Pair]:
    """Return up to `most` pairs from the top, without cutting through pairs that are equally frequent."""
    if len(pairs) <= most:
        return list(pairs)
    return [pair for pair in pairs[:most] if pair.errors > pairs[most].errors]
