"""Fewer points for a curve, without moving its area."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]

#: Curves of up to this many points, or steps up, are kept whole.
KEPT_WHOLE = 400

#: Cells that each coordinate is cut into; a thinned curve has at most one point a cell.
CELLS = 120


def thin(steps: Sequence[Coordinates], areas: Sequence[tuple[Coordinates, Coordinates]]) -> NDArray[np.intp]:
    """Return the indices of the points to keep, the first and the last among them.

    The curve is cut into cells at equal steps along each rising coordinate. Of each cell that point is kept
    which brings the areas so far closest to those of the whole curve, so that errors cancel and never add up.

    Parameters
    ----------
    steps : sequence of ndarray of shape (n_points,)
        Coordinates that rise along the curve.
    areas : sequence of (x, y)
        The areas that must not move, by the trapezoidal rule.
    """
    sums = [_running_area(x, y) for x, y in areas]
    kept, errors = [0], np.zeros(len(areas))
    ends = _cell_ends(steps)
    for start, end in zip(ends[:-1] + 1, ends[1:] + 1, strict=True):
        cell, last = slice(start, end), kept[-1]
        drifts = np.array(
            [
                error + (x[cell] - x[last]) * (y[cell] + y[last]) / 2 - (area[cell] - area[last])
                for (x, y), area, error in zip(areas, sums, errors, strict=True)
            ]
        )
        # The last cell ends with the last point, whatever the drift.
        best = int(np.abs(drifts).max(axis=0).argmin()) if end <= ends[-1] else end - start - 1
        kept.append(start + best)
        errors = drifts[:, best]
    return np.array(kept)


def step_ends(counts: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the indices at which a rising count is about to rise or has just risen, the ends included."""
    rises = np.flatnonzero(np.diff(counts))
    return np.unique(np.concatenate([[0], rises, rises + 1, [len(counts) - 1]]))


def _running_area(x: Coordinates, y: Coordinates) -> Coordinates:
    return np.concatenate([[0.0], np.cumsum(np.diff(x) * (y[1:] + y[:-1]) / 2)])


def _cell_ends(steps: Sequence[Coordinates]) -> NDArray[np.intp]:
    last = len(steps[0]) - 1
    marks = [np.searchsorted(step, np.linspace(step[0], step[-1], CELLS + 1)) for step in steps]
    return np.unique(np.clip(np.concatenate([*marks, [0, last - 1, last]]), 0, last))
