"""Sums over samples, which add up over parts of them: moments of a figure of each, and totals by bin."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Moments:
    """How many samples have a finite figure, the sum of these figures, and that of their squares; parts add up.

    `left_out` are the samples that have none; `is_rate` says whether figures are yes or no, so that the sum is a count.
    """

    n: int
    total: float
    squares: float
    left_out: int = 0
    is_rate: bool = False

    @classmethod
    def of(cls, each: NDArray[Any]) -> Self:
        """Return the moments of the finite figures among `each`, of shape (n_samples,)."""
        is_rate = np.asarray(each).dtype == np.bool_
        figures = np.asarray(each, dtype=np.float64)
        finite = figures[np.isfinite(figures)]
        left_out = len(figures) - len(finite)
        return cls(len(finite), float(finite.sum()), float(np.square(finite).sum()), left_out, is_rate)

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(
            self.n + other.n,
            self.total + other.total,
            self.squares + other.squares,
            self.left_out + other.left_out,
            self.is_rate and other.is_rate,
        )

    @property
    def mean(self) -> float:
        """The mean; NaN of no samples."""
        return self.total / self.n if self.n else float("nan")


@dataclass(frozen=True, eq=False)
class BinTotals:
    """Of each bin how many samples it has, and the sums of a figure of these and of its squares; parts add up.

    All are of shape (n_bins,).
    """

    counts: NDArray[np.float64]
    totals: NDArray[np.float64]
    squares: NDArray[np.float64]

    @classmethod
    def of(cls, bins: NDArray[np.int64], each: NDArray[np.float64], number: int) -> Self:
        """Return the totals of a figure `each` of samples in so many bins; both are of shape (n_samples,)."""
        weights = (None, each, np.square(each))
        return cls(*(np.bincount(bins, own, number).astype(np.float64) for own in weights))

    def __add__(self, other: "BinTotals") -> "BinTotals":
        return BinTotals(self.counts + other.counts, self.totals + other.totals, self.squares + other.squares)

    @property
    def n(self) -> int:
        """How many samples there are."""
        return int(self.counts.sum())
