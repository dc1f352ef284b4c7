"""The pixels of the samples that the report shows, small enough to be carried by it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.dataset import Dataset
from reportgen.predictions.packing import Arrays, eight_bit

#: Bytes of all pictures of one analysis, before compression; images are made smaller by whole factors to stay within.
MOST_BYTES = 300_000

#: No image is made smaller than this, in pixels of its shorter side.
LEAST_SIDE = 16


def pack_shown(
    prefix: str, dataset: Dataset, rows: Sequence[int], arrays: Arrays, part: str = "errors"
) -> None:
    """Put ids and 8-bit pixels of some images into `arrays`; nothing where the data are no images.

    `part` says which samples they are: those of the error analysis, or of the changes since a baseline.
    """
    if dataset.image_shape is None or dataset.pixel_range is None or not rows:
        return
    chosen = np.array(rows, dtype=np.int64)
    factor = reduction(dataset.image_shape, len(chosen))
    values = np.concatenate(
        [reduced(eight_bit(dataset, chosen[[place]]), factor) for place in range(len(chosen))]
    )
    arrays[f"{prefix}/pixels/{part}/ids"] = dataset.sample_ids[chosen]
    arrays[f"{prefix}/pixels/{part}/values"] = values


def reduction(shape: tuple[int, ...], number: int) -> int:
    """Return the whole factor by which each side of so many images is made smaller."""
    height, width, *depth = shape
    most = max(1, min(height, width) // LEAST_SIDE)
    for factor in range(1, most):
        size = number * (height // factor) * (width // factor) * int(np.prod(depth))
        if size <= MOST_BYTES:
            return factor
    return most


def reduced(images: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Return images of shape (n, h, w) or (n, h, w, 3) with each square of `factor` pixels as their mean."""
    if factor == 1:
        return images
    n, height, width, *depth = images.shape
    rows, columns = height // factor, width // factor
    cut = images[:, : rows * factor, : columns * factor]
    means = cut.reshape(n, rows, factor, columns, factor, *depth).mean(axis=(2, 4))
    rounded: NDArray[np.uint8] = np.rint(means).astype(np.uint8)
    return rounded
