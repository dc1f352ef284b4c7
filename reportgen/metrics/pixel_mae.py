"""Pixel error: the mean absolute error of a pixel, on a scale of 0 to 255 whatever the range of the data."""

from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import IMAGES_ONLY, metric_by_kind

metric_by_kind(
    "pixel_mae",
    title="Pixel error",
    unit="of 255",
    range=(0.0, 255.0),
    greater_is_better=False,
    description="How far a pixel is from the true one on average, with 0 for black and 255 for white.",
    source="sklearn.metrics.mean_absolute_error",
    kind=MeanOf(lambda predictions: predictions.losses["pixel_mae"]),
    tasks=IMAGES_ONLY,
    order=60,
    margin=0.5,
)
