"""Confusion matrices drawn anew: what figures of counts could have been, at a cost that does not grow with samples."""

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from reportgen.statistics.interval import DRAWS

#: Mass that is added to the right and to the wrong cells, in samples: errors not yet seen are possible all the same.
PRIOR = 0.5

#: Gamma variates that one table may take: above, fewer matrices are drawn.
MOST_VARIATES = 20_000_000

#: Fewest matrices that are drawn, however large they are.
FEWEST_DRAWS = 200

#: Kinds of cells up to which they are counted in a table.
MOST_COUNTED = 1_000_000

#: Gamma variates held at once.
CHUNK = 2_000_000

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


class Cells(NamedTuple):
    """Samples counted by their true classes and the answers of one or two models.

    Attributes
    ----------
    truth : ndarray of shape (n_outputs, n_cells)
        One output where each sample has one answer.
    answers : ndarray of shape (n_models, n_outputs, n_cells)
    mass : ndarray of shape (n_cells,)
        Samples in each cell.
    """

    truth: Codes
    answers: Codes
    mass: Floats


class Sums(NamedTuple):
    """Right answers, answers and samples by class of matrices drawn, each of shape (n_draws, n_classes).

    They are drawn in proportion: figures of them must not depend on their scale.
    """

    hits: Floats
    predicted: Floats
    actual: Floats


def count_cells(truth: Codes, answers: Sequence[Codes], sizes: Sequence[int]) -> Cells:
    """Return the cells that samples fall into.

    Parameters
    ----------
    truth : ndarray of shape (n_samples, n_outputs)
    answers : sequence of ndarray of shape (n_samples, n_outputs)
        Of each model.
    sizes : sequence of int
        The number of classes of each output.
    """
    columns = np.hstack([truth, *answers])
    codes, size = mixed_radix(columns, [*sizes] * (1 + len(answers)))
    if codes is None:
        rows, counts = np.unique(columns, axis=0, return_counts=True)
    elif size <= MOST_COUNTED:
        counted = np.bincount(codes, minlength=size)
        found = np.flatnonzero(counted)
        counts, rows = counted[found], digits_of(found, [*sizes] * (1 + len(answers)))
    else:
        _, first, counts = np.unique(codes, return_index=True, return_counts=True)
        rows = columns[first]
    shaped = rows.T.reshape(1 + len(answers), len(sizes), -1).astype(np.int64)
    return Cells(shaped[0], shaped[1:], counts.astype(np.float64))


def mixed_radix(columns: Codes, sizes: Sequence[int]) -> tuple[Codes | None, int]:
    """Return rows as single numbers, and how many there can be; None where that is more than a number can hold."""
    size = prod(sizes)
    if size >= 2**62:
        return None, 0
    codes = np.zeros(len(columns), dtype=np.int64)
    for place, own in enumerate(sizes):
        codes = codes * own + columns[:, place]
    return codes, size


def digits_of(codes: Codes, sizes: Sequence[int]) -> Codes:
    """Return the rows that `mixed_radix` made numbers of, of shape (n_rows, n_columns)."""
    columns = []
    for own in reversed(sizes):
        codes, column = np.divmod(codes, own)
        columns.append(column)
    return np.stack(columns[::-1], axis=1)


def sums_of(cells: Cells, sizes: Sequence[int]) -> list[list[Sums]]:
    """Return the sums by class of the counts themselves, one draw each: a list of outputs for each model."""
    return _sums(cells, cells.mass[None, :], sizes)


def drawn(cells: Cells, sizes: Sequence[int], draws: int = DRAWS) -> list[list[Sums]]:
    """Return the sums by class of matrices drawn anew: a list of outputs for each model.

    The matrices are drawn from a Dirichlet distribution around the counts. That is the bootstrap over samples with
    smooth weights, but with some mass in cells that are still empty, so that it holds where errors are few. All
    models and outputs share the samples of each draw. The seed follows from the counts.

    Source: D. B. Rubin, The Bayesian bootstrap, Annals of Statistics 9 (1981), 130-134.
    """
    random = np.random.default_rng(crc32(cells.mass.tobytes()))
    number = int(np.clip(MOST_VARIATES // len(cells.mass), min(FEWEST_DRAWS, draws), draws))
    step = max(1, CHUNK // len(cells.mass))
    parts = [
        _sums(
            cells, random.standard_gamma(cells.mass, size=(min(step, number - start), len(cells.mass))), sizes
        )
        for start in range(0, number, step)
    ]
    own = _stacked(parts)
    return _added(own, _drawn_prior(cells, sizes, number, random))


def drawn_by_group(
    groups: Codes, truth: Codes, answers: Sequence[Codes], sizes: Sequence[int], draws: int = DRAWS
) -> list[list[Sums]]:
    """Return the same with whole groups drawn, as samples of one group are not independent of each other.

    Parameters
    ----------
    groups : ndarray of shape (n_samples,)
        Numbers of the groups, from 0.
    """
    cells = count_cells(truth, answers, sizes)
    random = np.random.default_rng(crc32(np.ascontiguousarray(groups).tobytes()))
    tables = [
        [_group_sums(groups, truth[:, place], given[:, place], size) for place, size in enumerate(sizes)]
        for given in answers
    ]
    number = int(groups.max()) + 1
    step = max(1, CHUNK // number)
    parts = [
        _weighted(tables, random.standard_exponential(size=(min(step, draws - start), number)))
        for start in range(0, draws, step)
    ]
    return _added(_stacked(parts), _drawn_prior(cells, sizes, draws, random))


def _weighted(tables: list[list[tuple[Floats, Floats, Floats]]], weights: Floats) -> list[list[Sums]]:
    """Return the sums by class of draws, each a weight for every group."""
    return [[Sums(*(weights @ part for part in table)) for table in own] for own in tables]


def _group_sums(groups: Codes, truth: Codes, answers: Codes, size: int) -> tuple[Floats, Floats, Floats]:
    """Return hits, answers and samples by group and class."""
    shape = (int(groups.max()) + 1, size)

    def table(codes: Codes, of: Codes) -> Floats:
        counts = np.bincount(of * size + codes, minlength=shape[0] * size)
        return counts.reshape(shape).astype(np.float64)

    right = truth == answers
    return table(truth[right], groups[right]), table(answers, groups), table(truth, groups)


def _sums(cells: Cells, mass: Floats, sizes: Sequence[int]) -> list[list[Sums]]:
    return [
        [_output_sums(cells.truth[place], given[place], mass, size) for place, size in enumerate(sizes)]
        for given in cells.answers
    ]


def _output_sums(truth: Codes, answers: Codes, mass: Floats, size: int) -> Sums:
    right = truth == answers
    return Sums(
        _by_class(truth[right], mass[:, right], size),
        _by_class(answers, mass, size),
        _by_class(truth, mass, size),
    )


def _by_class(codes: Codes, mass: Floats, size: int) -> Floats:
    sums = np.zeros((len(mass), size))
    if len(codes):
        order = np.argsort(codes, kind="stable")
        starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
        sums[:, codes[order][starts]] = np.add.reduceat(mass[:, order], starts, axis=1)
    return sums


def _stacked(parts: list[list[list[Sums]]]) -> list[list[Sums]]:
    """Return the draws of all chunks together."""
    return [
        [Sums(*map(np.concatenate, zip(*chunks, strict=True))) for chunks in zip(*models, strict=True)]
        for models in zip(*parts, strict=True)
    ]


def _added(first: list[list[Sums]], second: list[list[Sums]]) -> list[list[Sums]]:
    return [
        [Sums(*map(np.add, a, b)) for a, b in zip(own, more, strict=True)]
        for own, more in zip(first, second, strict=True)
    ]


def _drawn_prior(
    cells: Cells, sizes: Sequence[int], number: int, random: np.random.Generator
) -> list[list[Sums]]:
    """Return draws of the mass that is added, for each model and output.

    In each draw the mass of a kind lies in one cell of that kind, each being as likely. No class is given samples or
    answers that has neither; but where a single class is known, as of positives that were all found, another one stands
    for all that may be the answer by error.
    """
    models = len(cells.answers)
    by_output = [
        _output_prior(
            cells.truth[place], cells.answers[:, place], size, number, random, alone=len(sizes) == 1
        )
        for place, size in enumerate(sizes)
    ]
    return [[own[model] for own in by_output] for model in range(models)]


def _output_prior(
    truth: Codes, answers: Codes, size: int, number: int, random: np.random.Generator, *, alone: bool
) -> list[Sums]:
    present, known = np.unique(truth), np.unique(np.append(truth, answers))
    if alone and len(known) < 2:
        known = np.union1d(known, np.setdiff1d(np.arange(size), known)[:1])
    sums = [Sums(*(np.zeros((number, size)) for _ in range(3))) for _ in answers]
    rows = np.arange(number)
    for wrong in product((False, True), repeat=len(answers)):
        if any(wrong) and len(known) < 2:
            continue
        mass = random.standard_gamma(PRIOR, size=number)
        actual = random.choice(present, size=number)
        steps = random.integers(1, max(2, len(known)), size=number)
        other = known[(np.searchsorted(known, actual) + steps) % len(known)]
        for own, is_wrong in zip(sums, wrong, strict=True):
            given = other if is_wrong else actual
            own.hits[rows, actual] += 0.0 if is_wrong else mass
            own.predicted[rows, given] += mass
            own.actual[rows, actual] += mass
    return sums
