"""Hamming loss: the share of single predictions that are wrong, of samples with several targets."""

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import LABELS_ONLY, OUTPUTS_ONLY, metric_by_kind

metric_by_kind(
    "hamming_loss",
    title="Hamming loss",
    unit=SHARE,
    description="The share of single labels or outputs that are predicted wrongly, over all samples.",
    source="sklearn.metrics.hamming_loss",
    greater_is_better=False,
    tasks=LABELS_ONLY | OUTPUTS_ONLY,
    kind=MeanOf(lambda predictions: (predictions.truth != predictions.predicted).mean(axis=1)),
    order=1,
)
