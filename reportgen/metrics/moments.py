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
    """How many samples there are, and the sum of a figure of those in each bin, of shape (n_bins,); parts add up."""

    n: int
    totals: NDArray[np.float64]

    def __add__(self, other: "BinTotals") -> "BinTotals":
        return BinTotals(self.n + other.n, self.totals + other.totals)
