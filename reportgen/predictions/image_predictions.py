"""ImageOutcome: what is kept of answers that are images; each image's losses, and sums over images by pixel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from reportgen.planning.noise import CHUNK_ROWS, FULL_SCALE
from reportgen.predictions.image_similarity import absolute_error, signal_to_noise, structural_similarity

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ImageOutcome:
    """What a model answered on some images.

    Attributes
    ----------
    rows : ndarray of shape (n_images,)
        Rows of the dataset.
    answers : ndarray of shape (n_images, n_pixels)
        In 8 bits where the model answers in whole values within the range of pixels.
    losses : dict of str to ndarray of shape (n_images,)
        By metric. Errors are on a scale of 0 to 255, whatever the range of the data.
    error_sums : ndarray of shape (n_pixels,)
        Each pixel's absolute errors, added up over images, on a scale of 0 to 255.
    """

    rows: Rows
    answers: NDArray[np.generic]
    losses: dict[str, NDArray[np.float64]]
    error_sums: NDArray[np.float64]

    #: There are no classes that could have figures of their own.
    classes: ClassVar[tuple[str, ...]] = ()

    @property
    def n_samples(self) -> int:
        """Number of images."""
        return len(self.rows)


def judge(
    rows: Rows,
    clean: NDArray[np.uint8],
    answers: NDArray[np.generic],
    image_shape: tuple[int, ...],
    highest: int,
) -> ImageOutcome:
    """Compare answers with the clean images, in parts that need little memory.

    Parameters
    ----------
    clean : ndarray of shape (n_all, n_pixels)
        The clean images of the whole dataset; `rows` are compared.
    answers : ndarray of shape (n_rows, n_pixels)
    highest : int
        The value of the brightest pixel.
    """
    scale = FULL_SCALE / highest
    sums = np.zeros(clean.shape[1])
    parts: list[dict[str, NDArray[np.float64]]] = []
    for start in range(0, len(rows), CHUNK_ROWS):
        truth, found = clean[rows[start : start + CHUNK_ROWS]], answers[start : start + CHUNK_ROWS]
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
    return ImageOutcome(rows, answers, _joined(parts), sums)


def pool(folds: Sequence[ImageOutcome]) -> ImageOutcome:
    """Return the outcomes of all folds as one."""
    return ImageOutcome(
        np.concatenate([fold.rows for fold in folds]),
        np.concatenate([fold.answers for fold in folds]),
        _joined([fold.losses for fold in folds]),
        np.sum([fold.error_sums for fold in folds], axis=0),
    )


def _joined(parts: Sequence[dict[str, NDArray[np.float64]]]) -> dict[str, NDArray[np.float64]]:
    return {metric: np.concatenate([part[metric] for part in parts]) for metric in parts[0]}
