"""Mean accuracy: the accuracies of several outputs, averaged."""

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import OUTPUTS_ONLY, metric_by_kind

metric_by_kind(
    "mean_accuracy",
    title="Mean accuracy",
    unit=SHARE,
    description="The accuracies of the single outputs, averaged: 100 % less the Hamming loss.",
    source="sklearn.metrics.accuracy_score, averaged over outputs",
    tasks=OUTPUTS_ONLY,
    kind=MeanOf(lambda predictions: (predictions.truth == predictions.predicted).mean(axis=1)),
    order=1,
)
