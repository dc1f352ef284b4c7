"""Cohen's kappa: agreement of truth and predictions beyond chance, unweighted."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import FromCounts
from reportgen.metrics.metric_spec import metric_by_kind

Counts = NDArray[Any]


def agreement(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
    """Return Cohen's kappa of matrices; NaN where truth and predictions are all of one class."""
    n = actual.sum(axis=-1)
    by_chance = (actual * predicted).sum(axis=-1) / n**2
    excess = hits.sum(axis=-1) / n - by_chance
    return np.asarray(excess / np.where(by_chance < 1, 1 - by_chance, np.nan))


metric_by_kind(
    "cohen_kappa",
    title="Cohen's kappa",
    range=(-1.0, 1.0),
    description="Agreement with the truth beyond what chance alone would give: 1 is perfect, 0 is chance.",
    source="sklearn.metrics.cohen_kappa_score",
    kind=FromCounts(agreement, undefined="undefined: truth and answers are all of one class"),
    order=3,
)
