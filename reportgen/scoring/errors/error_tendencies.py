"""What the rows and columns of a confusion matrix show: classes that are missed, and classes that attract errors.

A class is named only where its errors are more than chance explains, which is tested with Holm's correction for all
classes and both questions, and where the rate is at least MARKED times what it is compared with.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import Tendency
from reportgen.scoring.errors.model_on_split import ModelOnSplit
from reportgen.statistics.exact_tails import binomial_tail, hypergeometric_tail
from reportgen.statistics.holm import holm
from reportgen.statistics.interval import ALPHA

#: A rate that is not so many times the other is not worth a sentence, however many samples prove it.
MARKED = 1.3

#: Of very many classes the matrix is too large to look through.
MOST_CLASSES = 400


class _Row(NamedTuple):
    code: int
    errors: int
    of: int
    rest_errors: int
    rest_of: int

    @property
    def rate(self) -> float:
        return self.errors / self.of if self.of else 0.0

    @property
    def rest(self) -> float:
        return self.rest_errors / self.rest_of if self.rest_of else 0.0


def tendencies(judged: ModelOnSplit) -> list[Tendency]:
    """Return the classes that stand out, most marked first.

    *Missed* compares the share of a class's samples that are predicted otherwise with that of all other classes
    (Fisher's exact test, one-sided). *Attracts* compares how many of the wrong predictions for other classes' samples
    name the class with the equal share that it would have if each wrong class were as probable (exact binomial test,
    one-sided); it needs three classes, as with two each wrong prediction has only one class to go to.
    """
    k = len(judged.predictions.classes)
    if k > MOST_CLASSES or not judged.wrong.any():
        return []
    matrix = np.bincount(
        judged.predictions.truth * k + judged.predictions.predicted, minlength=k * k
    ).reshape(k, k)
    missed = list(_missed(matrix))
    attracting = list(_attracting(matrix)) if k > 2 else []
    adjusted = holm([*(_fisher(row) for row in missed), *(_binomial(row, k) for row in attracting)]).tolist()
    found = [
        _missed_tendency(judged, matrix, row, p)
        for row, p in zip(missed, adjusted[: len(missed)], strict=True)
        if p <= ALPHA and row.rate >= MARKED * row.rest
    ]
    found += [
        _attracts_tendency(judged, matrix, row, missed[row.code], p)
        for row, p in zip(attracting, adjusted[len(missed) :], strict=True)
        if p <= ALPHA and row.errors * (k - 1) >= MARKED * row.of
    ]
    return sorted(found, key=lambda tendency: tendency.rest / tendency.rate)


def _missed(matrix: NDArray[np.int64]) -> Iterator[_Row]:
    """Yield for each class its errors of its samples, and those of all others."""
    actual, errors = matrix.sum(axis=1), matrix.sum(axis=1) - matrix.diagonal()
    for code in range(len(matrix)):
        own, of = int(errors[code]), int(actual[code])
        yield _Row(code, own, of, int(errors.sum()) - own, int(actual.sum()) - of)


def _attracting(matrix: NDArray[np.int64]) -> Iterator[_Row]:
    """Yield for each class the wrong predictions that name it, of those for samples of other classes."""
    errors = matrix.sum(axis=1) - matrix.diagonal()
    named = matrix.sum(axis=0) - matrix.diagonal()
    for code in range(len(matrix)):
        others = int(errors.sum() - errors[code])
        yield _Row(code, int(named[code]), others, others - int(named[code]), others)


def _fisher(row: _Row) -> float:
    everything, errors = row.of + row.rest_of, row.errors + row.rest_errors
    return float(hypergeometric_tail(row.errors, everything, errors, row.of))


def _binomial(row: _Row, n_classes: int) -> float:
    return binomial_tail(row.errors, row.of, 1 / (n_classes - 1))


def _missed_tendency(judged: ModelOnSplit, matrix: NDArray[np.int64], row: _Row, p: float) -> Tendency:
    going = matrix[row.code].copy()
    going[row.code] = 0
    mostly, share = _mostly(judged, going)
    return Tendency(
        kind="missed",
        label=judged.predictions.classes[row.code],
        rate=row.rate,
        rest=row.rest,
        p_adjusted=p,
        mostly=mostly,
        mostly_share=share,
    )


def _attracts_tendency(
    judged: ModelOnSplit, matrix: NDArray[np.int64], row: _Row, own: _Row, p: float
) -> Tendency:
    coming = matrix[:, row.code].copy()
    coming[row.code] = 0
    mostly, share = _mostly(judged, coming)
    return Tendency(
        kind="attracts",
        label=judged.predictions.classes[row.code],
        rate=row.errors / own.rest_of,
        rest=row.of / (len(matrix) - 1) / own.rest_of,
        p_adjusted=p,
        own=own.rate,
        own_rest=own.rest,
        mostly=mostly,
        mostly_share=share,
    )


def _mostly(judged: ModelOnSplit, counts: NDArray[np.int64]) -> tuple[str | None, float | None]:
    """Return the class that has at least half of the counts, and its share."""
    if len(counts) < 3:
        return None, None
    place = int(counts.argmax())
    share = counts[place] / counts.sum()
    return (
        (judged.predictions.classes[place], float(share))
        if share >= 0.5 and counts[place] > 1
        else (None, None)
    )
