"""Nearest neighbours of a search, found once for all candidates that differ in their number and weights alone.

On 60,000 images finding them is all that k-nearest neighbours cost, and it takes the same time for 3 as for 6.
"""

import copy
from collections.abc import Callable
from threading import Lock
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray

from reportgen.fitting.training_rows import design_matrix
from reportgen.models.asking import Answered
from reportgen.models.catalogue import Model
from reportgen.models.model_spec import Estimator, ModelSpec
from reportgen.models.pipeline_steps import final_step, transformed
from reportgen.models.respond import respond
from reportgen.models.search_grid import SearchGrid
from reportgen.planning.fit_job import FitData, Rows

#: Parameters that decide how neighbours vote, not which they are.
VOTING = frozenset({"n_neighbors", "weights"})

Found = tuple[NDArray[np.float64], NDArray[np.int64]]


class Neighbours:
    """Distances and indices of the neighbours of each chunk of rows, by training rows."""

    def __init__(self, spec: ModelSpec, data: FitData, most: int) -> None:
        self.spec, self.data, self.most = spec, data, most
        self._found: dict[bytes, Found] = {}
        self._locks: dict[bytes, Lock] = {}
        self._lock = Lock()

    @staticmethod
    def of(model: Model, grid: SearchGrid, data: FitData) -> Optional["Neighbours"]:
        """Return the store of a search over votes of neighbours; None where candidates differ in more than that."""
        if model.spec.answers != "neighbours" or data.form.kind != "class" or not set(grid.values) <= VOTING:
            return None
        default = model.params.get("n_neighbors", model.spec.build(0).n_neighbors)
        return Neighbours(model.spec, data, max(grid.values.get("n_neighbors", (default,))))

    def ask(self, estimator: Estimator, train: Rows, rows: Rows) -> Answered:
        """Return predictions and scores of a fitted estimator for some rows."""
        final = final_step(estimator)

        def features(some: Rows) -> Any:
            return transformed(estimator, design_matrix(self.data.features, some))

        most = min(self.most + 1, final.n_samples_fit_)
        found = self._once(train, rows, lambda: final.kneighbors(features(rows), most))
        distances, indices = _nearest(found, final, rows, features)
        informed = copy.copy(final)
        informed.kneighbors = lambda *_, return_distance=True, **__: (
            (distances, indices) if return_distance else indices
        )
        if informed.weights in (
            "uniform",
            None,
        ):  # the same votes, by the way that goes through the neighbours
            informed.weights = np.ones_like
        return respond(self.spec, informed, np.empty((len(rows), 0)), self.data.form.n_classes)

    def _once(self, train: Rows, rows: Rows, find: Callable[[], Found]) -> Found:
        key = train.tobytes() + b"/" + rows.tobytes()
        with self._lock:
            lock = self._locks.setdefault(key, Lock())
        with lock:
            if key not in self._found:
                self._found[key] = find()
            return self._found[key]


def _nearest(found: Found, final: Estimator, rows: Rows, features: Callable[[Rows], Any]) -> Found:
    """Return the first of the neighbours found; those of rows where the last ties with the next are found anew."""
    k = final.n_neighbors
    if found[0].shape[1] < k:  # more than there are training rows: scikit-learn says so
        return final.kneighbors(features(rows), k)  # type: ignore[no-any-return]
    distances, indices = found[0][:, :k].copy(), found[1][:, :k].copy()
    if found[0].shape[1] > k:
        tied = np.flatnonzero(found[0][:, k - 1] == found[0][:, k])
        if len(tied):
            distances[tied], indices[tied] = final.kneighbors(features(rows[tied]), k)
    return distances, indices
