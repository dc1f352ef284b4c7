"""Accuracy: the share of samples that are predicted rightly."""

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import RIGHT_OR_WRONG, metric_by_kind

metric_by_kind(
    "accuracy",
    title="Accuracy",
    description="The share of samples that were predicted correctly.",
    source="sklearn.metrics.accuracy_score",
    unit=SHARE,
    kind=MeanOf(lambda predictions: predictions.truth == predictions.predicted),
    order=0,
    tasks=RIGHT_OR_WRONG,
)
