"""Test samples that the models have seen: the same values among the training samples, or nearly the same."""

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.error_records import Duplicates, Twin
from reportgen.datasets.dataset import Dataset
from reportgen.planning.splits import Division
from reportgen.planning.target import Target
from reportgen.scoring.errors.near_duplicates import NEAR, Pairs, joined, near_samples
from reportgen.scoring.errors.row_hashes import row_hashes


def duplicates(dataset: Dataset, target: Target, division: Division, most: int) -> Duplicates | None:
    """Return the test samples that have a twin among the training samples; None where there is no test."""
    if not len(division.test):
        return None
    exact, contradicted = equal_samples(dataset, target.codes, division)
    rest = division.test[~np.isin(division.test, exact.test)]
    near = near_samples(dataset, division.train, rest)
    pairs = exact if near is None else joined(exact, near)
    differing = target.codes[pairs.test] != target.codes[pairs.train]
    differing[: len(exact.test)] = contradicted
    order = np.lexsort((pairs.test, pairs.distance, ~differing))[:most]
    return Duplicates(
        samples=len(division.test),
        exact=len(exact.test),
        near=None if near is None else len(near.test),
        threshold=None if near is None else NEAR,
        contradicting=int(differing.sum()),
        twins=[_twin(dataset, target, pairs, int(place)) for place in order],
    )


def _twin(dataset: Dataset, target: Target, pairs: Pairs, place: int) -> Twin:
    test, train = pairs.test[place], pairs.train[place]
    return Twin(
        test=int(dataset.sample_ids[test]),
        train=int(dataset.sample_ids[train]),
        test_class=target.classes[target.codes[test]],
        train_class=target.classes[target.codes[train]],
        distance=float(pairs.distance[place]),
    )


def equal_samples(
    dataset: Dataset, codes: NDArray[np.int64], division: Division
) -> tuple[Pairs, NDArray[np.bool_]]:
    """Return the test rows with an equal training row, and whether one of those is of another class.

    The training row given is one of another class where there is one, otherwise the first.
    """
    hashes = row_hashes(dataset)
    train = division.train[np.lexsort((division.train, hashes[division.train]))]
    ordered = hashes[train]
    starts = np.searchsorted(ordered, hashes[division.test], side="left")
    ends = np.searchsorted(ordered, hashes[division.test], side="right")
    found = np.flatnonzero(ends > starts)
    twins, contradicted = [], []
    for place in found:
        same = train[starts[place] : ends[place]]
        differing = same[codes[same] != codes[division.test[place]]]
        twins.append(differing[0] if len(differing) else same[0])
        contradicted.append(len(differing) > 0)
    pairs = Pairs(division.test[found], np.array(twins, dtype=np.int64), np.zeros(len(found)))
    return pairs, np.array(contradicted, dtype=bool)
