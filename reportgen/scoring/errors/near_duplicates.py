"""Test samples that are nearly the same as a training sample, found without comparing all with all.

All samples are projected on the leading principal components, which never makes a distance larger, so that all pairs
that are near lie near in the projection; a k-d tree finds those, and their true distance decides. Work grows with
n log n, and memory with the components alone, besides blocks of rows.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.sample_data import SampleData
from reportgen.scoring.errors.certainty import Floats

#: Nearer than this share of the typical distance (the median over random pairs) is nearly the same.
NEAR = 0.05

#: Of fewer numbers each, close neighbours are nothing out of the ordinary.
LEAST_FEATURES = 16

#: Rows that the typical distance is measured on, rows that the components are found from, how many of those there
#: are, and neighbours whose distance is measured.
SAMPLED, FOUND_FROM, COMPONENTS, NEIGHBOURS = 2000, 256, 12, 5

#: Numbers that are worked on at a time, as float64.
BLOCK_VALUES = 4_000_000

Rows = NDArray[np.int64]


class Pairs(NamedTuple):
    """Rows of test samples, of the training sample closest to each, and their distance as share of a typical one."""

    test: Rows
    train: Rows
    distance: Floats


def joined(one: Pairs, other: Pairs) -> Pairs:
    """Return both lists of pairs as one."""
    return Pairs(
        np.concatenate([one.test, other.test]),
        np.concatenate([one.train, other.train]),
        np.concatenate([one.distance, other.distance]),
    )


def near_samples(data: SampleData, test: Rows) -> Pairs | None:
    """Return the test rows with a training row that is nearly the same; None where near means nothing.

    That is so for tables and for samples of fewer than LEAST_FEATURES numbers. Columns of images count as they are,
    those of other arrays by their standard deviation. In crowded places only the NEIGHBOURS closest in the projection
    are measured.
    """
    features, train = data.features, data.train
    if not isinstance(features, np.ndarray) or features.shape[1] < LEAST_FEATURES or len(train) < 2:
        return None
    ruler = _Ruler(features, train, standardised=data.image_shape is None)
    if ruler.typical == 0 or not len(test):
        return Pairs(test[:0], test[:0], np.zeros(0))
    return _nearest(ruler, train, test)


class _Ruler:
    """How distances are measured: centred and scaled columns, leading components, and the typical distance."""

    def __init__(self, features: NDArray[np.generic], train: Rows, *, standardised: bool) -> None:
        self.features = features
        self.block = max(1, BLOCK_VALUES // features.shape[1])
        random = np.random.default_rng(0)
        most = min(SAMPLED, len(train), max(2, 2 * self.block))
        sampled = self._values(np.sort(random.choice(train, most, replace=False)))
        self.centre = sampled.mean(axis=0)
        spread = sampled.std(axis=0)
        self.width = np.where(spread > 0, spread, 1.0) if standardised else np.ones(len(spread))
        scaled = (sampled - self.centre) / self.width
        shuffled = random.permutation(scaled)
        self.components = _leading(shuffled[:FOUND_FROM])
        half = len(shuffled) // 2
        distances = np.linalg.norm(shuffled[:half] - shuffled[half : 2 * half], axis=1)
        self.typical = float(np.median(distances))

    def _values(self, rows: Rows) -> Floats:
        values = self.features[rows].astype(np.float64)
        return np.nan_to_num(values, copy=False) if self.features.dtype.kind == "f" else values

    def rows(self, rows: Rows) -> Floats:
        """Return the scaled values of some rows."""
        scaled: Floats = (self._values(rows) - self.centre) / self.width
        return scaled

    def projected(self, rows: Rows) -> Floats:
        """Return rows on the components, a block at a time."""
        starts = range(0, len(rows), self.block)
        return np.concatenate(
            [self.rows(rows[start : start + self.block]) @ self.components for start in starts]
        )

    def distances(self, one: Rows, other: Rows) -> Floats:
        """Return the distance of each row of `one` from that of `other`, a block at a time."""
        found = np.empty(len(one))
        for start in range(0, len(one), self.block):
            at = slice(start, start + self.block)
            found[at] = np.linalg.norm(self.rows(one[at]) - self.rows(other[at]), axis=1)
        return found


def _leading(scaled: Floats) -> Floats:
    """Return orthonormal columns along which the rows vary most, from the smaller of the two products."""
    n, width = scaled.shape
    if n < width:
        _, vectors = np.linalg.eigh(scaled @ scaled.T)
        vectors = scaled.T @ vectors[:, ::-1][:, :COMPONENTS]
    else:
        _, vectors = np.linalg.eigh(scaled.T @ scaled)
        vectors = vectors[:, ::-1][:, :COMPONENTS]
    orthonormal: Floats = np.linalg.qr(vectors)[0]
    return orthonormal


def _nearest(ruler: _Ruler, train: Rows, test: Rows) -> Pairs:
    from scipy.spatial import cKDTree

    radius = NEAR * ruler.typical
    tree = cKDTree(ruler.projected(train))
    most = min(NEIGHBOURS, len(train))
    _, places = tree.query(ruler.projected(test), k=most, distance_upper_bound=radius * (1 + 1e-9))
    places = places.reshape(len(test), most)
    closest, distances = np.full(len(test), -1), np.full(len(test), np.inf)
    for neighbours in places.T:
        there = np.flatnonzero(neighbours < len(train))
        rows = train[neighbours[there]]
        apart = ruler.distances(test[there], rows)
        better = apart < distances[there]
        closest[there[better]], distances[there[better]] = rows[better], apart[better]
    near = distances <= radius
    return Pairs(test[near], closest[near], distances[near] / ruler.typical)
