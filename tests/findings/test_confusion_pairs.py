"""Pairs of classes that are mixed up."""

import numpy as np
import pytest

from reportgen.bundle.schema import Confusion
from reportgen.findings.confusion_pairs import Pair, most_frequent, pairs_in, pairs_of

MATRIX = [[5, 2, 0], [0, 7, 1], [2, 0, 4]]


def test_pairs_are_errors_most_frequent_first() -> None:
    assert pairs_of(MATRIX) == [Pair(0, 1, 2), Pair(2, 0, 2), Pair(1, 2, 1)]


def test_cells_in_arrays_give_the_same_pairs() -> None:
    cells = [(i, j, n) for i, row in enumerate(MATRIX) for j, n in enumerate(row) if n]
    arrays = dict(zip(("a", "p", "n"), np.array(cells).T, strict=True))
    keys = {"actual": "a", "predicted": "p", "count": "n"}
    sparse = Confusion(model="m", split="test", label=None, output=None, matrix=None, cells=keys)
    assert pairs_in(sparse, arrays) == pairs_of(MATRIX)


@pytest.mark.parametrize(("most", "kept"), [(3, 3), (2, 2), (1, 0)])
def test_equals_are_never_cut_apart(most: int, kept: int) -> None:
    assert len(most_frequent(pairs_of(MATRIX), most)) == kept
