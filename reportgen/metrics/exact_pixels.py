"""Exact pixels: the share of pixels without any error."""

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import IMAGES_ONLY, metric_by_kind

metric_by_kind(
    "exact_pixels",
    title="Exact pixels",
    unit=SHARE,
    description="Share of pixels that have exactly the true value.",
    source="sklearn.metrics.accuracy_score",
    kind=MeanOf(lambda predictions: predictions.losses["exact_pixels"]),
    tasks=IMAGES_ONLY,
    order=63,
)
