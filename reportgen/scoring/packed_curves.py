"""Confusions and curves as records of a bundle, with what is large in its arrays."""

from collections.abc import Sequence

import numpy as np

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Confusion, Curve
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.packing import Arrays
from reportgen.scoring.curves import Points, curves_of
from reportgen.scoring.score_rows import shown_classes
from reportgen.tasks import MANY_CLASSES


def pack_confusion(
    prefix: str, model: str, split: Split, predictions: ClassPredictions, arrays: Arrays
) -> Confusion:
    """Return the confusion counts; of very many classes the cells that are not zero go into `arrays`."""
    k = len(predictions.classes)
    cells, counts = np.unique(predictions.truth * k + predictions.predicted, return_counts=True)
    if k <= MANY_CLASSES:
        matrix = np.zeros(k * k, dtype=np.int64)
        matrix[cells] = counts
        return Confusion(
            model=model, split=split, label=None, output=None, matrix=matrix.reshape(k, k).tolist()
        )
    names = ("actual", "predicted", "count")
    stored = {name: keys.CONFUSION.key(prefix, model, split, name) for name in names}
    for name, values in zip(names, (cells // k, cells % k, counts), strict=True):
        arrays[stored[name]] = values
    return Confusion(model=model, split=split, label=None, output=None, matrix=None, cells=stored)


def pack_curves(
    prefix: str, model: str, split: Split, predictions: ClassPredictions, arrays: Arrays
) -> list[Curve]:
    """Return the curves and put their coordinates into `arrays`; of very many classes those that have rows."""
    shown = shown_classes(predictions)
    curves: list[Curve] = []
    for points in curves_of(predictions):
        if points.label is not None and points.label not in shown:
            continue
        place = "all" if points.label is None else f"class-{predictions.classes.index(points.label)}"
        curves += pack_points(prefix, model, split, place, [points], arrays)
    return curves


def pack_points(
    prefix: str, model: str, split: Split, place: str, points: Sequence[Points], arrays: Arrays
) -> list[Curve]:
    """Return curves of the same place, of whom their keys tell, and put their coordinates into `arrays`."""
    curves = []
    for own in points:
        stored = keys.curve_keys(prefix, model, split, own.kind, place, own.arrays)
        arrays.update({stored[name]: values for name, values in own.arrays.items()})
        curves.append(Curve(model=model, split=split, kind=own.kind, label=own.label, arrays=stored))
    return curves
