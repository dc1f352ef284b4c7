"""Noise: images with random values added to every pixel, and the whole-valued clean images that are the target."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.dataset import Dataset, no_images
from reportgen.errors import InputError
from reportgen.predictions.image_predictions import CHUNK_ROWS, FULL_SCALE, in_eight_bits

#: Noise is a whole number from 0 to this, each as likely, on the scale of 0 to 255.
MOST_NOISE = 99


@dataclass(frozen=True, eq=False)
class NoisyImages:
    """A dataset whose features are noisy, and the clean images.

    Attributes
    ----------
    dataset : Dataset
        Features of shape (n_samples, n_pixels), not clipped; `pixel_range` is (0, highest).
    clean : ndarray of uint8 of shape (n_samples, n_pixels)
        Whole numbers from 0 to `highest`.
    highest : int
        The value of the brightest pixel: 255, or less where the data hold whole numbers of a smaller range.
    """

    dataset: Dataset
    clean: NDArray[np.uint8]
    highest: int


def with_noise(dataset: Dataset, seed: int) -> NoisyImages:
    """Return the images with noise: whole numbers of 0 to 99 on a scale of 0 to 255, training and test alike.

    Images of whole numbers that span fewer than 255 values keep their scale, and the noise is brought to it; all
    others (fractions, 16 bits) are first brought to whole numbers of 0 to 255. Each pixel's noise depends on the
    seed and its place in the data alone, not on what is trained or judged.

    Raises
    ------
    InputError
        If the data are no images, or lack pixels.
    """
    pixels, (low, high) = _pixels_of(dataset)
    own_scale = pixels.dtype.kind in "iu" and high - low <= FULL_SCALE
    highest = round(high - low) if own_scale else FULL_SCALE
    clean = _shifted(pixels, low) if own_scale else in_eight_bits(pixels, low, high)
    note = f"Noise was added to every pixel: {_in_words(highest)}, drawn with the seed {seed}."
    changed = () if own_scale else ("Pixels were brought to whole numbers from 0 to 255.",)
    noisy = replace(
        dataset,
        features=add_noise(clean, highest, seed),
        pixel_range=(0.0, float(highest)),
        notes=(*dataset.notes, *changed, note),
    )
    return NoisyImages(noisy, clean, highest)


def add_noise(clean: NDArray[np.uint8], highest: int, seed: int) -> NDArray[Any]:
    """Return clean images with noise, of uint16 where pixels reach 255, otherwise of float64.

    The same numbers as `RandomState(seed).randint(0, 100, clean.shape)`, drawn in parts that need less memory.
    """
    random = np.random.RandomState(seed)  # numpy promises that its numbers never change
    noisy = np.empty(clean.shape, dtype=np.uint16 if highest == FULL_SCALE else np.float64)
    for start in range(0, len(clean), CHUNK_ROWS):
        part = clean[start : start + CHUNK_ROWS]
        noise = random.randint(0, MOST_NOISE + 1, part.shape)
        noisy[start : start + CHUNK_ROWS] = (
            part + noise if highest == FULL_SCALE else part + noise * (highest / FULL_SCALE)
        )
    return noisy


def _pixels_of(dataset: Dataset) -> tuple[NDArray[Any], tuple[float, float]]:
    if dataset.image_shape is None or dataset.pixel_range is None:
        raise no_images(dataset.name, "a table" if dataset.kind == "table" else "no set of images")
    pixels = np.asarray(dataset.features)
    if pixels.dtype.kind == "f" and not np.isfinite(pixels).all():
        raise InputError(
            f"--task denoise needs every pixel of the clean images, but some of `{dataset.name}` are missing."
        )
    low, high = dataset.pixel_range
    if high <= low:
        raise InputError(f"--task denoise: all pixels of `{dataset.name}` have the same value.")
    return pixels, (low, high)


def _shifted(pixels: NDArray[Any], low: float) -> NDArray[np.uint8]:
    if low == 0:
        return pixels.astype(np.uint8, copy=False)
    return (pixels.astype(np.int64) - round(low)).astype(np.uint8)


def _in_words(highest: int) -> str:
    drawn = f"a whole number from 0 to {MOST_NOISE}, each as likely"
    return (
        drawn
        if highest == FULL_SCALE
        else f"{drawn}, times {highest}/{FULL_SCALE}, as pixels reach {highest}"
    )
