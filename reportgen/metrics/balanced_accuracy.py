"""Balanced accuracy: the mean of the classes' recalls."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import FromCounts
from reportgen.metrics.metric_spec import metric_by_kind
from reportgen.predictions.class_predictions import ClassPredictions

Counts = NDArray[Any]


def mean_recall(hits: Counts, _: Counts, actual: Counts) -> Counts:
    """Return the mean recall over the classes that have samples."""
    present = actual > 0
    values = np.divide(hits, actual, out=np.zeros(actual.shape), where=present)
    return np.asarray(values.sum(axis=-1) / present.sum(axis=-1))


def left_out(predictions: ClassPredictions) -> str | None:
    """Name the classes that the mean leaves out."""
    present = predictions.counts.actual > 0
    missing = [name for name, here in zip(predictions.classes, present, strict=True) if not here]
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    return f"without classes that have no samples here: {', '.join(missing[:3])}{more}" if missing else None


metric_by_kind(
    "balanced_accuracy",
    title="Balanced accuracy",
    description="The mean of the classes' recalls: accuracy as if all classes were equally frequent.",
    source="sklearn.metrics.balanced_accuracy_score",
    unit=SHARE,
    kind=FromCounts(mean_recall, remark=left_out, averaged=True),
    order=1,
)
