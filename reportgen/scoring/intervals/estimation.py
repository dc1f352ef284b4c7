"""Estimation: which figure an interval or a difference is asked of, and at what level."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import Kind
from reportgen.metrics.metric_spec import MetricSpec
from reportgen.statistics.groups import effective_groups
from reportgen.statistics.interval import DRAWS, Bounds

K = TypeVar("K", bound=Kind)


@dataclass(frozen=True, eq=False)
class Estimation(Generic[K]):
    """The metric and its kind, the class of whose own figure (None: the whole), groups of samples, and the level.

    `draws` are the matrices to draw.
    """

    metric: MetricSpec
    kind: K
    label: str | None
    groups: NDArray[Any] | None
    level: float
    draws: int = DRAWS

    @property
    def bounds(self) -> Bounds:
        """The range of the metric."""
        return self.metric.info.range

    @property
    def spread(self) -> Bounds:
        """The range of differences of the metric."""
        low, high = self.bounds
        return (None, None) if low is None or high is None else (low - high, high - low)

    @cached_property
    def codes(self) -> NDArray[np.int64] | None:
        """The groups numbered from 0, of shape (n_samples,)."""
        return None if self.groups is None else np.unique(self.groups, return_inverse=True)[1]

    @property
    def n_groups(self) -> int | None:
        """How many groups there are."""
        return None if self.codes is None else int(self.codes.max()) + 1

    def units(self, n_samples: int) -> float:
        """Return how many samples, or groups of equal size, are as good as independent of each other: two at least."""
        return n_samples if self.codes is None else max(2.0, effective_groups(self.codes))

    def by_group(self, method: str) -> str:
        """Return the name of a method, with the groups it went by."""
        return method if self.n_groups is None else f"{method}, by group"

    def place(self, classes: Sequence[str]) -> int:
        """Return the code of the class whose own figure it is; without a label the positive class's."""
        return len(classes) - 1 if self.label is None else list(classes).index(self.label)
