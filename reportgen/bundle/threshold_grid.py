"""Thresholds on a grid: they divide the samples as before, and are the score of none of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Significant digits of a threshold on the grid: as few as divide the samples as before, and never more.
FEWEST_DIGITS, MOST_DIGITS = 2, 4


@dataclass(frozen=True, eq=False)
class ThresholdGrid:
    """Where thresholds for some scores may lie.

    Attributes
    ----------
    scores : ndarray of shape (n_distinct,)
        The scores that thresholds divide, rising, each once.
    given : frozenset of float
        Thresholds that a user or a model gives: they follow from no score and stay.
    """

    scores: NDArray[np.float64]
    given: frozenset[float] = frozenset()

    def put(self, threshold: float) -> float:
        """Return the number with the fewest digits that as many scores reach as reach a threshold.

        Scores that lie too close for `MOST_DIGITS` are not told apart: then it is the next number below the threshold,
        which a few more may reach.
        """
        if threshold in self.given or not math.isfinite(threshold):
            return threshold
        place = int(np.searchsorted(self.scores, threshold))
        below = float(self.scores[place - 1]) if place else -math.inf
        reached = float(self.scores[place]) if place < len(self.scores) else math.inf
        scale = self._scale(threshold)
        for digits in range(FEWEST_DIGITS, MOST_DIGITS + 1):
            decimals = digits - 1 - math.floor(math.log10(scale))
            for candidate in _neighbours(threshold, decimals):
                if below < candidate <= reached:
                    return candidate
        return _neighbours(threshold, decimals)[1]

    def _scale(self, threshold: float) -> float:
        """Return what digits count from: the distance to the nearest end of the scale, or the width of the scores."""
        width = float(self.scores[-1] - self.scores[0]) if len(self.scores) else 0.0
        sizes = [abs(threshold), width]
        if len(self.scores) and self.scores[0] >= 0 and self.scores[-1] <= 1:
            sizes.append(1 - threshold)  # probabilities, which gather at both ends
        return min((size for size in sizes if size > 0), default=1.0)


def _neighbours(value: float, decimals: int) -> tuple[float, float, float]:
    """Return the nearest number with so many decimals (of tens where negative), and those below and above."""
    decimals = min(decimals, 300)
    step = 10.0 ** abs(decimals)
    steps = value * step if decimals >= 0 else value / step
    return tuple(
        _from_steps(whole, decimals) for whole in (round(steps), math.floor(steps), math.ceil(steps))
    )  # type: ignore[return-value]


def _from_steps(steps: int, decimals: int) -> float:
    """Return a number of decimal steps, exactly as it would be typed."""
    return float(f"{steps}e{-decimals}") + 0.0  # no negative zero


def grid_of(scores: Iterable[NDArray[np.float64]], given: Iterable[float | None] = ()) -> ThresholdGrid:
    """Return the grid of some scores; those of several splits together, as a threshold of one divides another."""
    parts = [np.asarray(own, dtype=np.float64).ravel() for own in scores]
    return ThresholdGrid(
        np.unique(np.concatenate(parts)) if parts else np.empty(0),
        frozenset(value for value in given if value is not None),
    )
