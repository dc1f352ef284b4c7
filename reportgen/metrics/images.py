"""Metrics of images as answers: means over the images of what each image loses."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import Value, metric
from reportgen.predictions.image_predictions import ImageOutcome
from reportgen.tasks import Task

IMAGES = frozenset({Task.DENOISE})


def _losses(name: str) -> Callable[[ImageOutcome], NDArray[np.float64]]:
    return lambda outcome: outcome.losses[name]


@metric(
    "pixel_mae",
    title="Pixel error",
    unit="of 255",
    range=(0.0, 255.0),
    greater_is_better=False,
    description="How far a pixel is from the true one on average, with 0 for black and 255 for white.",
    source="sklearn.metrics.mean_absolute_error",
    kind=MeanOf(_losses("pixel_mae")),
    tasks=IMAGES,
    order=60,
    margin=0.5,
)
def pixel_mae(outcome: ImageOutcome) -> list[Value]:
    """Return the mean absolute error of a pixel, on a scale of 0 to 255 whatever the range of the data."""
    return [_mean(outcome, "pixel_mae")]


@metric(
    "psnr",
    title="PSNR",
    unit="dB",
    range=(None, None),
    description="Peak signal-to-noise ratio, the mean over images: large errors weigh most; 20 dB is a typical "
    "error of a tenth of the range.",
    source="skimage.metrics.peak_signal_noise_ratio",
    kind=MeanOf(_losses("psnr")),
    tasks=IMAGES,
    order=61,
    margin=0.1,
)
def psnr(outcome: ImageOutcome) -> list[Value]:
    """Return the mean of the images' peak signal-to-noise ratios; images without any error have none."""
    values = outcome.losses["psnr"]
    finite = values[np.isfinite(values)]
    perfect = len(values) - len(finite)
    if not len(finite):
        return [Value(None, reason="undefined: no image has an error")]
    left_out = f"PSNR leaves out {perfect:,} of {len(values):,} images, which have no error at all"
    return [Value(float(finite.mean()), reason=left_out if perfect else None)]


@metric(
    "ssim",
    title="SSIM",
    range=(-1.0, 1.0),
    description="Structural similarity, the mean over images: how alike brightness, contrast and pattern are in "
    "every window of 7 by 7 pixels (smaller where images are); 1 is the same image.",
    source="skimage.metrics.structural_similarity",
    kind=MeanOf(_losses("ssim")),
    tasks=IMAGES,
    order=62,
)
def ssim(outcome: ImageOutcome) -> list[Value]:
    """Return the mean of the images' structural similarities."""
    if np.isnan(outcome.losses["ssim"]).any():
        return [Value(None, reason="undefined: images are smaller than 3 by 3 pixels")]
    return [_mean(outcome, "ssim")]


@metric(
    "exact_pixels",
    title="Exact pixels",
    unit=SHARE,
    description="Share of pixels that have exactly the true value.",
    source="sklearn.metrics.accuracy_score",
    kind=MeanOf(_losses("exact_pixels")),
    tasks=IMAGES,
    order=63,
)
def exact_pixels(outcome: ImageOutcome) -> list[Value]:
    """Return the share of pixels without any error."""
    return [_mean(outcome, "exact_pixels")]


def _mean(outcome: ImageOutcome, name: str) -> Value:
    return Value(float(outcome.losses[name].mean()))
