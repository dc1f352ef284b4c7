"""Subset accuracy: the share of samples of which every prediction is right."""

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import LABELS_ONLY, OUTPUTS_ONLY, metric_by_kind

metric_by_kind(
    "subset_accuracy",
    title="Subset accuracy",
    unit=SHARE,
    description="The share of samples of which every label or output is predicted correctly (exact match).",
    source="sklearn.metrics.accuracy_score of label sets",
    tasks=LABELS_ONLY | OUTPUTS_ONLY,
    kind=MeanOf(lambda predictions: (predictions.truth == predictions.predicted).all(axis=1)),
    order=0,
)
