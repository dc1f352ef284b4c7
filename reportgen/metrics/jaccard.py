"""Jaccard index of labels: of the samples that have a label or were given it, the share with both."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import FromCounts
from reportgen.metrics.metric_spec import LABELS_ONLY, metric_by_kind
from reportgen.predictions.several_predictions import SeveralPredictions

Counts = NDArray[Any]


def mean_overlap(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
    """Return the mean over labels of hits / (actual + predicted - hits); an undefined one counts as 0."""
    union = actual + predicted - hits
    return np.asarray(np.divide(hits, union, out=np.zeros(hits.shape), where=union > 0).mean(axis=-1))


def zeros(predictions: SeveralPredictions) -> str | None:
    """Name the labels that the mean counts as 0."""
    occurring = predictions.counts.occurring
    absent = [name for name, here in zip(predictions.classes, occurring, strict=True) if not here]
    return f"counted as 0: {', '.join(absent[:3])}, which no sample has or was given" if absent else None


metric_by_kind(
    "jaccard_macro",
    title="Macro Jaccard index",
    description="Of the samples that have a label or were given it, the share with both; the mean over labels.",
    source="sklearn.metrics.jaccard_score",
    tasks=LABELS_ONLY,
    kind=FromCounts(mean_overlap, remark=zeros, averaged=True),
    order=29,
)
