"""A grouped jackknife: a metric without one part of the samples after another, which tells how samples move it."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.metric_spec import MetricSpec
from reportgen.predictions.image_predictions import ImagePredictions
from reportgen.predictions.split_predictions import SplitPredictions

#: Parts that the samples are divided into, where there are so many.
PARTS = 100

#: Samples are put into parts at random, by the same draw in every run.
SEED = 20031

Rows = NDArray[np.int64]


def parts_of(n: int, groups: NDArray[Any] | None = None) -> Rows:
    """Return the part of each sample, of shape (n,): about equally large ones at random, no group in two of them."""
    random = np.random.default_rng(SEED)
    if groups is None:
        return random.permutation(n) % PARTS
    _, own = np.unique(groups, return_inverse=True)
    return np.asarray(random.permutation(int(own.max()) + 1)[own] % PARTS, dtype=np.int64)


def figures_without(
    metric: MetricSpec, predictions: SplitPredictions, parts: Rows, label: str | None = None
) -> NDArray[np.float64]:
    """Return the metric, or a class's own, without each part in turn, of shape (n_parts,); NaN where undefined."""
    if (
        metric.needs == "predictions"
        and not isinstance(predictions, ImagePredictions)
        and predictions.scores is not None
    ):
        predictions = replace(predictions, scores=None)  # which would be copied for each part
    found = [
        metric.figure(predictions.take(np.flatnonzero(parts != part)), label) for part in np.unique(parts)
    ]
    figures = [None if value is None else value.value for value in found]
    return np.array(figures, dtype=np.float64)
