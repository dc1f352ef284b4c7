"""Shifted copies of images as additional training data, made inside a fit and freed after it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Where the copies are moved to, in units of (down, right); the images themselves stay first.
DIRECTIONS = ((0, 1), (0, -1), (1, 0), (-1, 0))

#: How many times as many training images there are then.
COPIES = 1 + len(DIRECTIONS)


@dataclass(frozen=True)
class Shifts:
    """Copies moved by some pixels right, left, down and up.

    Attributes
    ----------
    pixels : int
    image_shape : tuple of int
        (height, width) or (height, width, 3).
    """

    pixels: int
    image_shape: tuple[int, ...]

    @property
    def note(self) -> str:
        """What a reader should know of how the model was trained."""
        unit = "pixel" if self.pixels == 1 else "pixels"
        return (
            f"Trained on five times as many images: each training image, and its copies moved by {self.pixels} {unit} "
            "right, left, down and up. No image that it is judged on was copied or moved."
        )

    def features(self, features: NDArray[Any], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the rows and their copies as float64, of shape (5 * n_rows, n_features).

        What a copy uncovers is filled with the background: the median of the border pixels, of each colour.
        """
        n = len(rows)
        images = np.empty((COPIES, n, *self.image_shape))
        images[0] = features[rows].reshape(n, *self.image_shape)
        background = background_of(images[0], colours=len(self.image_shape) == 3)
        for copy, (down, right) in zip(images[1:], DIRECTIONS, strict=True):
            copy[:] = background
            into, taken = _overlap(down * self.pixels, right * self.pixels)
            copy[into] = images[0][taken]
        return images.reshape(COPIES * n, -1)

    def codes(self, codes: NDArray[Any]) -> NDArray[Any]:
        """Return the targets of the images and of their copies."""
        return np.concatenate([codes] * COPIES)


def background_of(images: NDArray[np.float64], *, colours: bool) -> NDArray[np.float64]:
    """Return the median of all border pixels: of shape (), or (3,) where the last axis of `images` is colours."""
    rows, columns = images[:, [0, -1]], images[:, 1:-1][:, :, [0, -1]]
    depth = images.shape[-1] if colours else 1
    border = np.concatenate([rows.reshape(-1, depth), columns.reshape(-1, depth)])
    found: NDArray[np.float64] = np.median(border, axis=0) if colours else np.median(border)
    return found


def _overlap(down: int, right: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Return where the moved image lies in its copy, and what part of the image is seen there."""
    into = (slice(None), _kept(down), _kept(right))
    taken = (slice(None), _kept(-down), _kept(-right))
    return into, taken


def _kept(shift: int) -> slice:
    return slice(shift, None) if shift >= 0 else slice(None, shift)
