"""Peak signal-to-noise ratio: the mean over images; images without any error have none."""

from reportgen.metrics.kinds import MeanOf
from reportgen.metrics.metric_spec import IMAGES_ONLY, metric_by_kind


def left_out(perfect: int, images: int) -> str:
    """Say how many images have no error, and so no ratio."""
    return f"PSNR leaves out {perfect:,} of {images:,} images, which have no error at all"


metric_by_kind(
    "psnr",
    title="PSNR",
    unit="dB",
    range=(None, None),
    description="Peak signal-to-noise ratio, the mean over images: large errors weigh most; 20 dB is a typical "
    "error of a tenth of the range.",
    source="skimage.metrics.peak_signal_noise_ratio",
    kind=MeanOf(
        lambda predictions: predictions.losses["psnr"],
        undefined="undefined: no image has an error",
        remark=left_out,
    ),
    tasks=IMAGES_ONLY,
    order=61,
    margin=0.1,
)
