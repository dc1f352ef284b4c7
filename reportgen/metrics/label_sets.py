"""Precision, recall, F1 and Jaccard index of each sample's set of labels, averaged over the samples."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import LABELS_ONLY, metric_by_kind
from reportgen.predictions.several_predictions import SeveralPredictions

Counts = NDArray[Any]

#: Hits, predicted and actual labels of each sample -> numerators and denominators.
Ratio = Callable[[Counts, Counts, Counts], tuple[Counts, Counts]]

BY_SAMPLE: dict[str, tuple[str, Ratio]] = {
    "precision": ("Precision", lambda hits, predicted, _: (hits, predicted)),
    "recall": ("Recall", lambda hits, _, actual: (hits, actual)),
    "f1": ("F1", lambda hits, predicted, actual: (2 * hits, predicted + actual)),
    "jaccard": ("Jaccard", lambda hits, predicted, actual: (hits, predicted + actual - hits)),
}


def of_samples(ratio: Ratio) -> Callable[[SeveralPredictions], NDArray[np.float64]]:
    """Return what gives the ratio of each sample's set of labels, 0 where it is undefined, as in scikit-learn."""

    def each(predictions: SeveralPredictions) -> NDArray[np.float64]:
        truth, given = predictions.truth == 1, predictions.predicted == 1
        top, bottom = ratio(*(part.sum(axis=1) for part in (truth & given, given, truth)))
        return np.divide(top, bottom, out=np.zeros(top.shape), where=bottom > 0)

    return each


for _place, (_id, (_title, _ratio)) in enumerate(BY_SAMPLE.items()):
    metric_by_kind(
        f"{_id}_samples",
        title=f"{_title} by sample",
        description=f"{_title} of each sample's set of labels, averaged over the samples; without labels it counts 0.",
        source=f"sklearn.metrics.{_id}_score",
        unit=None if _id in ("f1", "jaccard") else SHARE,
        tasks=LABELS_ONLY,
        kind=MeanOf(of_samples(_ratio)),
        order=45 + _place,
    )
