"""Curves on a grid: as they look and as exact, but without the scores of the samples that they were drawn from."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from reportgen.bundle.data_records import RARE
from reportgen.bundle.schema import Analysis, Curve
from reportgen.bundle.stored_scores import StoredScores, stored_scores
from reportgen.bundle.threshold_grid import ThresholdGrid, grid_of

KeyedArrays = Mapping[str, NDArray[Any]]
CurveArrays = dict[str, NDArray[np.float64]]

#: Decimals of rates: a step of the grid is a ten-thousandth.
RATE_DECIMALS = 4

SPLITS = ("cv", "test")


class AnalysisGrids:
    """The grids of an analysis: one for each model and question, over the scores of all its splits."""

    def __init__(self, analysis: Analysis, arrays: KeyedArrays) -> None:
        self._analysis, self._arrays = analysis, arrays
        self._known: dict[tuple[str, str | None], ThresholdGrid] = {}

    def of(self, model: str, label: str | None) -> ThresholdGrid:
        """Return the grid of a model's thresholds for a class or label; None is the positive class of two."""
        if (model, label) not in self._known:
            found = [self.stored(model, split, label) for split in SPLITS]
            scores = [own.scores for own in found if own is not None] or self._drawn(model, label)
            given = [
                point.threshold
                for point in self._analysis.operating_points
                if (point.model, point.label, point.chosen_on) == (model, label, None)
            ]
            self._known[model, label] = grid_of(scores, given)
        return self._known[model, label]

    def stored(self, model: str, split: Any, label: str | None) -> StoredScores | None:
        """Return the scores that a split's thresholds divide; None where they are not stored."""
        return stored_scores(self._analysis, self._arrays, model, split, label)

    def _drawn(self, model: str, label: str | None) -> list[NDArray[np.float64]]:
        """Return the thresholds of the curves, where nothing else is left of the scores."""
        return [
            self._arrays[curve.arrays["threshold"]]
            for curve in self._analysis.curves
            if (curve.model, curve.label) == (model, label) and curve.arrays.get("threshold") in self._arrays
        ]


def curves_on_grid(
    analysis: Analysis, arrays: KeyedArrays, grids: AnalysisGrids
) -> tuple[list[Curve], dict[str, NDArray[Any]]]:
    """Return the curves of an analysis on a grid, and the arrays that they refer to, under the same keys.

    A curve of a kind that is not known here may tell of single samples, and is left out.
    """
    curves: list[Curve] = []
    kept: dict[str, NDArray[Any]] = {}
    for curve in analysis.curves:
        put = _KINDS.get(curve.kind)
        if put is None:
            continue
        own = {name: np.asarray(arrays[key], dtype=np.float64) for name, key in curve.arrays.items()}
        found = put(own, curve, grids)
        if not len(next(iter(found.values()))):
            continue
        keys = {name: curve.arrays[name] for name in found}
        kept |= {keys[name]: values for name, values in found.items()}
        curves.append(replace(curve, arrays=keys))
    return curves, kept


def _rates(own: CurveArrays, *_: object) -> CurveArrays:
    """Round rates, and leave out the thresholds, each of which is a score; points that fall together are one."""
    names = [name for name in own if name != "threshold"]
    points = np.column_stack([own[name] for name in names]).round(RATE_DECIMALS)
    new = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    return dict(zip(names, points[new].T.copy(), strict=True))


def _by_threshold(own: CurveArrays, curve: Curve, grids: AnalysisGrids) -> CurveArrays:
    """Return precision and recall at thresholds on the grid, falling, counted anew."""
    stored = grids.stored(curve.model, curve.split, curve.label)
    thresholds, first = _on_grid(own["threshold"], grids.of(curve.model, curve.label))
    thresholds, first = thresholds[::-1], first[::-1]
    if stored is None:
        return {"threshold": thresholds} | {name: own[name][first] for name in ("precision", "recall")}
    found, false_alarms = stored.reaching(thresholds)
    called = found + false_alarms
    return {
        "threshold": thresholds,
        "precision": found / np.maximum(called, 1),
        "recall": found / max(int(stored.is_positive.sum()), 1),
    }


def _stops(own: CurveArrays, curve: Curve, grids: AnalysisGrids) -> CurveArrays:
    """Return counts at thresholds on the grid, rising, counted anew."""
    stored = grids.stored(curve.model, curve.split, curve.label)
    thresholds, first = _on_grid(own["threshold"], grids.of(curve.model, curve.label))
    names = ("true_positives", "false_positives")
    counts = [own[name][first] for name in names] if stored is None else stored.reaching(thresholds)
    return {"threshold": thresholds} | {
        name: np.asarray(values, dtype=np.int64) for name, values in zip(names, counts, strict=True)
    }


def _on_grid(
    thresholds: NDArray[np.float64], grid: ThresholdGrid
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the thresholds on the grid, rising, each once, and for each the place of one that it stands for."""
    put = np.array([grid.put(float(value)) for value in thresholds], dtype=np.float64)
    return np.unique(put, return_index=True)


def _calibration(own: CurveArrays, *_: object) -> CurveArrays:
    """Leave out bins of fewer than RARE samples, whose mean would be nearly the probability of a single one."""
    kept = own["count"] >= RARE
    return {
        name: values[kept].round(RATE_DECIMALS) if name == "predicted" else values[kept]
        for name, values in own.items()
    }


_KINDS: dict[str, Callable[[CurveArrays, Curve, AnalysisGrids], CurveArrays]] = {
    "roc": _rates,
    "precision_recall": _rates,
    "threshold": _by_threshold,
    "operating": _stops,
    "calibration": _calibration,
}
