"""Structural similarity: the mean over images."""

import numpy as np

from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import IMAGES_ONLY, metric_by_kind
from reportgen.predictions.image_predictions import ImagePredictions


def too_small(predictions: ImagePredictions) -> str | None:
    """Say that images are smaller than the smallest window."""
    small = np.isnan(predictions.losses["ssim"]).any()
    return "undefined: images are smaller than 3 by 3 pixels" if small else None


metric_by_kind(
    "ssim",
    title="SSIM",
    range=(-1.0, 1.0),
    description="Structural similarity, the mean over images: how alike brightness, contrast and pattern are in "
    "every window of 7 by 7 pixels (smaller where images are); 1 is the same image.",
    source="skimage.metrics.structural_similarity",
    kind=MeanOf(lambda predictions: predictions.losses["ssim"], refuses=too_small),
    tasks=IMAGES_ONLY,
    order=62,
)
