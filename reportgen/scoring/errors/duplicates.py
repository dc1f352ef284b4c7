"""Test samples that the models have seen: the same values among the training samples, or nearly the same."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import Duplicates, Twin
from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.equal_by_chance import equal_by_chance
from reportgen.scoring.errors.near_duplicates import NEAR, Pairs, joined, near_samples
from reportgen.scoring.errors.row_hashes import row_hashes


def duplicates(data: SampleData, classes: Sequence[str], most: int) -> Duplicates | None:
    """Return the test samples that have a twin among the training samples; None where there is no test."""
    if not len(data.test):
        return None
    exact, contradicted = equal_samples(data)
    rest = data.test[~np.isin(data.test, exact.test)]
    near = near_samples(data, rest)
    pairs = exact if near is None else joined(exact, near)
    differing = data.codes[pairs.test] != data.codes[pairs.train]
    differing[: len(exact.test)] = contradicted
    order = np.lexsort((pairs.test, pairs.distance, ~differing))[:most]
    return Duplicates(
        samples=len(data.test),
        exact=len(exact.test),
        near=None if near is None else len(near.test),
        threshold=None if near is None else NEAR,
        contradicting=int(differing.sum()),
        twins=[_twin(data, classes, pairs, int(place)) for place in order],
        by_chance=equal_by_chance(data) if near is None else None,
        contradicting_by_chance=_contradicting_by_chance(data, exact.test) if near is None else None,
    )


def _contradicting_by_chance(data: SampleData, found: NDArray[np.int64]) -> float:
    """Return how many of these test rows would have another class than a training row that is taken at random."""
    shares = np.bincount(data.codes[data.train], minlength=int(data.codes.max()) + 1) / len(data.train)
    return float((1 - shares[data.codes[found]]).sum())


def _twin(data: SampleData, classes: Sequence[str], pairs: Pairs, place: int) -> Twin:
    test, train = pairs.test[place], pairs.train[place]
    return Twin(
        test=int(data.sample_ids[test]),
        train=int(data.sample_ids[train]),
        test_class=classes[data.codes[test]],
        train_class=classes[data.codes[train]],
        distance=float(pairs.distance[place]),
    )


def equal_samples(data: SampleData) -> tuple[Pairs, NDArray[np.bool_]]:
    """Return the test rows with an equal training row, and whether one of those is of another class.

    The training row given is one of another class where there is one, otherwise the first.
    """
    codes, hashes = data.codes, row_hashes(data)
    train = data.train[np.lexsort((data.train, hashes[data.train]))]
    ordered = hashes[train]
    starts = np.searchsorted(ordered, hashes[data.test], side="left")
    ends = np.searchsorted(ordered, hashes[data.test], side="right")
    found = np.flatnonzero(ends > starts)
    twins, contradicted = [], []
    for place in found:
        same = train[starts[place] : ends[place]]
        differing = same[codes[same] != codes[data.test[place]]]
        twins.append(differing[0] if len(differing) else same[0])
        contradicted.append(len(differing) > 0)
    pairs = Pairs(data.test[found], np.array(twins, dtype=np.int64), np.zeros(len(found)))
    return pairs, np.array(contradicted, dtype=bool)
