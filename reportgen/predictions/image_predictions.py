"""ImagePredictions: what is kept of predictions that are images; each image's losses, and sums over images by pixel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.image_similarity import absolute_error, signal_to_noise, structural_similarity

#: The scale that errors are given on: pixels of 8 bits.
FULL_SCALE = 255

#: Images that are compared at once.
CHUNK_ROWS = 1_000


def in_eight_bits(pixels: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Return pixels as whole numbers, 0 for `low` to 255 for `high`; what lies beyond is cut off, what is missing is 0.

    In parts that need little memory; of the shape of `pixels`, (n_images, ...).
    """
    whole = np.empty(pixels.shape, dtype=np.uint8)
    for start in range(0, len(pixels), CHUNK_ROWS):
        share = (pixels[start : start + CHUNK_ROWS].astype(np.float64) - low) / (high - low)
        whole[start : start + CHUNK_ROWS] = np.rint(FULL_SCALE * np.clip(np.nan_to_num(share), 0, 1))
    return whole


@dataclass(frozen=True, eq=False)
class ImagePredictions:
    """What a model predicted for some images.

    Attributes
    ----------
    predicted : ndarray of shape (n_images, n_pixels)
        In 8 bits where the model predicts whole values within the range of pixels; of no columns where only losses
        are known.
    losses : dict of str to ndarray of shape (n_images,)
        By metric. Errors are on a scale of 0 to 255, whatever the range of the data.
    error_sums : ndarray of shape (n_pixels,)
        Each pixel's absolute errors, added up over images, on a scale of 0 to 255.
    """

    predicted: NDArray[np.generic]
    losses: dict[str, NDArray[np.float64]]
    error_sums: NDArray[np.float64]

    #: There are no classes that could have figures of their own.
    classes: ClassVar[tuple[str, ...]] = ()

    @property
    def n_samples(self) -> int:
        """Number of images."""
        return len(self.predicted)

    def take(self, positions: NDArray[Any]) -> Self:
        """Return the predictions for some images; the sums by pixel stay those of all."""
        losses = {metric: values[positions] for metric, values in self.losses.items()}
        return type(self)(self.predicted[positions], losses, self.error_sums)

    @classmethod
    def join(cls, parts: "Sequence[ImagePredictions]") -> Self:
        """Return the predictions for several sets of images as one, in their order."""
        return cls(
            np.concatenate([part.predicted for part in parts]),
            _joined([part.losses for part in parts]),
            np.sum([part.error_sums for part in parts], axis=0),
        )


def compare_images(
    clean: NDArray[np.uint8], predicted: NDArray[np.generic], image_shape: tuple[int, ...], highest: int
) -> ImagePredictions:
    """Compare predicted with clean images, in parts that need little memory.

    Parameters
    ----------
    clean, predicted : ndarray of shape (n_images, n_pixels)
    highest : int
        The value of the brightest pixel.
    """
    scale = FULL_SCALE / highest
    sums = np.zeros(clean.shape[1])
    parts: list[dict[str, NDArray[np.float64]]] = []
    for start in range(0, len(clean), CHUNK_ROWS):
        truth, found = clean[start : start + CHUNK_ROWS], predicted[start : start + CHUNK_ROWS]
        errors = scale * absolute_error(truth, found)
        sums += errors.sum(axis=0)
        parts.append(
            {
                "pixel_mae": errors.mean(axis=1),
                "psnr": signal_to_noise(truth, found, highest),
                "ssim": structural_similarity(truth, found, image_shape, highest),
                "exact_pixels": (errors == 0).mean(axis=1),
            }
        )
    return ImagePredictions(predicted, _joined(parts), sums)


def _joined(parts: Sequence[dict[str, NDArray[np.float64]]]) -> dict[str, NDArray[np.float64]]:
    return {metric: np.concatenate([part[metric] for part in parts]) for metric in parts[0]}
