"""Matthews correlation coefficient: the correlation of truth and predictions, for any number of classes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import FromCounts
from reportgen.metrics.metric_spec import metric_by_kind

Counts = NDArray[Any]


def correlation(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
    """Return Matthews correlation coefficients of matrices; NaN where truth or predictions are all of one class."""
    n = actual.sum(axis=-1)
    covariance = hits.sum(axis=-1) * n - (actual * predicted).sum(axis=-1)
    spread = (n**2 - (actual**2).sum(axis=-1)) * (n**2 - (predicted**2).sum(axis=-1))
    spread = np.where(spread > 0, spread, np.nan)
    return np.asarray(covariance / np.sqrt(spread))


metric_by_kind(
    "mcc",
    title="Matthews correlation coefficient (MCC)",
    range=(-1.0, 1.0),
    description="Correlation of truth and predictions: 1 is perfect, 0 is chance; fair to rare classes.",
    source="sklearn.metrics.matthews_corrcoef",
    kind=FromCounts(correlation, undefined="undefined: truth or answers are all of one class"),
    order=2,
)
