"""Fewer points for a curve, without moving its area."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]

#: Curves of up to this many points are kept whole.
KEPT_WHOLE = 200

#: How far the area under a thinned curve may lie from that of the whole one.
AREA_TOLERANCE = 2e-5


def thin(steps: Sequence[Coordinates], areas: Sequence[tuple[Coordinates, Coordinates]]) -> NDArray[np.intp]:
    """Return the indices of the points to keep.

    Points are taken at equal steps along each monotonous coordinate, twice as many until every area holds.

    Parameters
    ----------
    steps : sequence of ndarray of shape (n_points,)
        Coordinates that rise along the curve.
    areas : sequence of (x, y)
        The areas that must not move, by the trapezoidal rule.
    """
    n_points = len(steps[0])
    wanted = KEPT_WHOLE // 2
    while wanted < n_points:
        kept = _equally_spaced(steps, wanted)
        if all(abs(np.trapezoid(y, x) - np.trapezoid(y[kept], x[kept])) <= AREA_TOLERANCE for x, y in areas):
            return kept
        wanted *= 2
    return np.arange(n_points)


def _equally_spaced(steps: Sequence[Coordinates], wanted: int) -> NDArray[np.intp]:
    last = len(steps[0]) - 1
    indices = [np.array([0, last])]
    for coordinate in steps:
        marks = np.linspace(coordinate[0], coordinate[-1], wanted)
        indices.append(np.clip(np.searchsorted(coordinate, marks), 0, last))
    return np.unique(np.concatenate(indices))
