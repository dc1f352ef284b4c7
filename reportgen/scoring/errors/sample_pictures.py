"""The pixels of the samples that the report shows, small enough to be carried by it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.predictions.analysis_predictions import Predictions
from reportgen.predictions.image_predictions import FULL_SCALE, in_eight_bits
from reportgen.predictions.packing import Arrays
from reportgen.predictions.question import Question
from reportgen.predictions.sample_data import SampleData
from reportgen.tasks import Task

#: Bytes of all pictures of one analysis, before compression; images are made smaller by whole factors to stay within.
MOST_BYTES = 300_000

#: Pictures of training samples that the report shows: of each class, and of this many classes at most.
PICTURES_PER_CLASS = 10
PICTURED_CLASSES = 20

#: No image is made smaller than this, in pixels of its shorter side.
LEAST_SIDE = 16


def pack_shown(
    prefix: str, data: SampleData, rows: Sequence[int], arrays: Arrays, part: keys.PixelPart = "errors"
) -> None:
    """Put ids and 8-bit pixels of some images into `arrays`; nothing where the data are no images.

    `part` says which samples they are: those of the error analysis, or of the changes since a baseline.
    """
    if data.image_shape is None or data.pixel_range is None or not rows:
        return
    chosen = np.array(rows, dtype=np.int64)
    factor = reduction(data.image_shape, len(chosen))
    values = np.concatenate(
        [reduced(eight_bit(data, chosen[[place]]), factor) for place in range(len(chosen))]
    )
    at = keys.shown_pixels(prefix, part)
    arrays[at.ids] = data.sample_ids[chosen]
    arrays[at.values] = values


def pack_training_pictures(predictions: Predictions, data: SampleData, arrays: Arrays) -> None:
    """Put the pixels of a few training images of each class into `arrays`, as 8-bit values."""
    question = predictions.question
    members = _members(question, data)
    if data.image_shape is None or data.pixel_range is None or not members:
        return
    random = np.random.default_rng(question.protocol.seed)
    positions: list[int] = []
    shown: list[int] = []
    for code, own in members:
        chosen = np.sort(random.choice(own, min(PICTURES_PER_CLASS, len(own)), replace=False)).tolist()
        positions += chosen
        shown += [code] * len(chosen)
    at = keys.class_pixels(question.id)
    arrays[at.ids] = np.array(positions)
    arrays[at.values] = eight_bit(data, data.train[positions])
    arrays[at.truth] = np.array(shown, dtype=np.int32)


def _members(question: Question, data: SampleData) -> list[tuple[int, NDArray[np.int64]]]:
    """Return the places among the training rows of what is of each class, or has each label.

    None where outputs are several.
    """
    codes = data.codes[data.train]
    if question.task == Task.MULTILABEL:
        own = [np.flatnonzero(column) for column in codes.T]
    elif codes.ndim == 1:
        own = [np.flatnonzero(codes == code) for code in range(len(question.classes))]
    else:
        own = []
    return [(code, places) for code, places in enumerate(own) if len(places)][:PICTURED_CLASSES]


def eight_bit(data: SampleData, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the pixels of some rows of images, of shape (n_rows, *image_shape), in 0 to 255."""
    low, high = data.pixel_range or (0.0, float(FULL_SCALE))
    images = in_eight_bits(np.asarray(data.features[rows]), low, high)
    return images.reshape(-1, *(data.image_shape or ()))


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
