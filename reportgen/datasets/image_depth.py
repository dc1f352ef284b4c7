"""Pictures of one or several depths in one array: no two different values of a file become one."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, listed
from reportgen.datasets.missing_values import without_infinity

#: By how much a byte is multiplied among 16-bit images, so that white stays white: 65535 / 255.
BYTE_TO_16_BITS = 257

_NAMES = {"uint8": "8 bits", "uint16": "16 bits", "int32": "32 bits", "float32": "fractions"}


def stack_pictures(pictures: Sequence[NDArray[Any]]) -> tuple[NDArray[Any], list[str]]:
    """Return all pictures, in colour if one of them is, with notes on what was done.

    Parameters
    ----------
    pictures : sequence of ndarray
        Each of shape (height, width) or (height, width, 3), of the same height and width.
    """
    depths = {picture.dtype for picture in pictures}
    common = np.result_type(*depths)
    stretched = depths == {np.dtype(np.uint8), np.dtype(np.uint16)}
    n_grey = sum(picture.ndim == 2 for picture in pictures)
    height, width = pictures[0].shape[:2]
    shape = (height, width) if n_grey == len(pictures) else (height, width, 3)
    pixels = np.empty((len(pictures), *shape), dtype=common)
    for row, picture in enumerate(pictures):
        pixels[row] = picture if picture.ndim == len(shape) else picture[..., None]
        if stretched and picture.dtype == np.uint8:
            pixels[row] *= BYTE_TO_16_BITS
    finite, notes = without_infinity(pixels, "pixel")
    return finite, [
        *_depth_notes(pictures, finite, stretched=stretched),
        *_colour_notes(n_grey, len(pictures)),
        *notes,
    ]


def _colour_notes(n_grey: int, n: int) -> list[str]:
    if n_grey in {0, n}:
        return []
    return [f"{counted(n_grey, 'grey image')} and {n - n_grey:,} in colour: all are taken as colour."]


def _depth_notes(pictures: Sequence[NDArray[Any]], pixels: NDArray[Any], *, stretched: bool) -> list[str]:
    if pixels.dtype == np.uint8:
        return []
    depths = [_NAMES.get(picture.dtype.name, picture.dtype.name) for picture in pictures]
    span = (
        f"from {_number(np.nanmin(pixels))} to {_number(np.nanmax(pixels))}"
        if np.isfinite(pixels).any()
        else ""
    )
    if len(set(depths)) == 1:
        return [f"Pixels have {depths[0]}{span and ', ' + span}: their values are kept as they are."]
    counts = listed([f"{depths.count(depth):,} with {depth}" for depth in dict.fromkeys(depths)])
    if stretched:
        return [f"Pixels differ in depth ({counts}): those of 8 bits were multiplied by {BYTE_TO_16_BITS}."]
    return [f"Pixels differ in depth ({counts}): values are kept as they are, whatever white is in each."]


def _number(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, np.floating) else f"{value:,}"
