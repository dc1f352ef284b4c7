"""What arrays of pixels say of themselves: their shape as images, their range, and whether ink is high."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.errors import InputError

#: Where more than this share of all pixels, and the typical border pixel, have the lowest value, that value is
#: paper and the high ones are ink. Digits have 0.8, clothes 0.5, photographs next to nothing.
PAPER_SHARE = 0.35

#: Images that are looked at for range and paper.
LOOKED_AT = 2000

COLOURS = 3


def image_shape(shape: tuple[int, ...], name: str) -> tuple[int, ...]:
    """Return (height, width) or (height, width, 3) for an array of images of the given shape.

    Raises
    ------
    InputError
        If the array has four dimensions and the last is neither 1 nor 3; `name` says which array.
    """
    if len(shape) == 3 or shape[3] == COLOURS:
        return shape[1:]
    if shape[3] == 1:
        return shape[1:3]
    hint = (
        " Its second dimension looks like colours: use X.transpose(0, 2, 3, 1)."
        if shape[1] == COLOURS
        else ""
    )
    raise InputError(
        f"{name} has the shape {shape}: images are (samples, height, width), or (samples, height, width, 3) "
        f"for colour.{hint}"
    )


def pixel_range(pixels: NDArray[Any]) -> tuple[float, float]:
    """Return the values of black and white: 0 to 255, 0 to 1, or else the lowest and highest there are."""
    if pixels.dtype == np.uint8:
        return 0.0, 255.0
    finite = pixels[np.isfinite(pixels)] if pixels.dtype.kind == "f" else pixels.ravel()
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    if low >= 0 and high <= 255:
        return 0.0, 255.0
    return low, high


def ink_is_high(pixels: NDArray[Any], shape: tuple[int, ...], lowest: float) -> bool:
    """Whether high values are strokes on paper, as in handwritten digits: mostly empty, also at the border.

    Parameters
    ----------
    pixels : ndarray of shape (n_samples, n_pixels)
    shape : tuple of int
        Of one image; colour images are photographs.
    lowest : float
        The value of empty pixels.
    """
    if len(shape) == COLOURS:
        return False
    step = max(1, len(pixels) // LOOKED_AT)
    images = pixels[::step].reshape(-1, *shape)
    border = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=None)
    return bool(np.mean(images == lowest) > PAPER_SHARE and np.median(border) == lowest)
