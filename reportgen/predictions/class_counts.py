"""ClassCounts: what every figure of the confusion matrix but the matrix itself needs to know of some samples."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class ClassCounts:
    """Counts by class, or by label; those of parts of the samples add up.

    Attributes
    ----------
    hits : ndarray of shape (n_classes,)
        Right predictions: the diagonal of the confusion matrix.
    predicted : ndarray of shape (n_classes,)
        Samples by predicted class: the sums of its columns.
    actual : ndarray of shape (n_classes,)
        Samples by true class: the sums of its rows.
    """

    hits: NDArray[Any]
    predicted: NDArray[Any]
    actual: NDArray[Any]

    def __add__(self, other: "ClassCounts") -> "ClassCounts":
        return ClassCounts(
            self.hits + other.hits, self.predicted + other.predicted, self.actual + other.actual
        )

    @property
    def occurring(self) -> NDArray[np.bool_]:
        """Which classes occur in truth or predictions, of shape (n_classes,)."""
        return np.asarray(self.actual + self.predicted > 0)
