"""A folder of images with a subfolder for each class, or with such folders for training and for the test."""

import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import TypeVar

import numpy as np

from reportgen.bundle.value_text import counted, dimensions, quoted, were
from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source
from reportgen.datasets.fingerprint import fingerprint_arrays
from reportgen.datasets.image_depth import stack_pictures
from reportgen.datasets.image_files import (
    SUFFIXES,
    BrokenImageError,
    ImagePixels,
    Size,
    image_size,
    read_picture,
)
from reportgen.datasets.image_listing import ImageFile, list_files, recognises_image_folder
from reportgen.datasets.pixels import ink_is_high, pixel_range
from reportgen.errors import InputError
from reportgen.progress import Progress

#: Pixels of the longer side that larger images are scaled down to.
LONGEST_SIDE = 64

T = TypeVar("T")

#: Images from which on a word about the reading is due.
MANY_IMAGES = 5000


def load_image_folder(request: DataRequest, progress: Progress) -> Dataset:
    """Load the images, scaled to one size; broken files are skipped and named."""
    folder = Path(request.dataset).expanduser()
    listing = list_files(folder)
    files = listing.files
    if len(files) > MANY_IMAGES:
        progress.message(f"Reading {len(files):,} images from {folder}")
    broken: dict[int, str] = {}
    sizes = _each(lambda position: image_size(files[position].path), range(len(files)), broken)
    if not sizes:
        total = counted(len(files), "file")
        raise InputError(f"None of the {total} in `{folder}` can be read as an image{_why(broken)}.")
    size = common_size(list(sizes.values()))
    pictures = _each(lambda position: read_picture(files[position].path, size), sizes, broken)
    if not pictures:
        raise InputError(
            f"None of the {counted(len(files), 'image')} in `{folder}` can be decoded{_why(broken)}."
        )
    notes = [
        *listing.notes,
        *_broken_notes(files, broken, folder),
        *_size_notes(sizes, size),
        *_lost_notes(pictures),
    ]
    return _dataset(folder, files, pictures, notes)


def _dataset(
    folder: Path, files: list[ImageFile], pictures: dict[int, ImagePixels], notes: list[str]
) -> Dataset:
    positions = sorted(pictures)
    pixels, depth_notes = stack_pictures([pictures[position].pixels for position in positions])
    shape = pixels.shape[1:]
    features = pixels.reshape(len(pixels), -1)
    span = pixel_range(features)
    target = np.array([files[position].label for position in positions], dtype=object)
    n_test = sum(files[position].is_test for position in positions)
    name = folder.resolve().name
    return Dataset(
        name=name,
        source=f"folder of images {name}",
        kind="image",
        features=features,
        target=target,
        fingerprint=fingerprint_arrays({"features": features, "target": target}),
        sample_ids=np.array(positions, dtype=np.int64),
        train_size=len(positions) - n_test if n_test else None,
        image_shape=shape,
        pixel_range=span,
        ink_is_high=ink_is_high(features, shape, span[0]),
        notes=(*notes, *depth_notes),
        noun="image",
    )


def common_size(sizes: list[Size]) -> Size:
    """Return the (width, height) for all: the size of most images, or else the median, down to 64 pixels a side."""
    (commonest, count), *_ = Counter(sizes).most_common(1)
    if 2 * count > len(sizes):
        width, height = commonest
    else:
        width, height = round(median(w for w, _ in sizes)), round(median(h for _, h in sizes))
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _each(read: Callable[[int], T], positions: Iterable[int], broken: dict[int, str]) -> dict[int, T]:
    """What `read` makes of each position, in their order; files that fail go to `broken` with the reason.

    One after the other: Pillow holds the interpreter while it decodes, so threads gain nothing.
    """
    results = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # decoders warn of oddities in metadata that no reader can mend
        for position in positions:
            try:
                results[position] = read(position)
            except BrokenImageError as error:
                broken[position] = str(error)
    return results


def _why(broken: dict[int, str]) -> str:
    """The commonest reason, for a message that has room for one."""
    reasons = Counter(broken.values()).most_common(1)
    return f" ({reasons[0][0]})" if reasons else ""


def _broken_notes(files: list[ImageFile], broken: dict[int, str], folder: Path) -> list[str]:
    """One note on image files that cannot be read, one on files that never claimed to be images."""
    claimed = [position for position in sorted(broken) if files[position].path.suffix.lower() in SUFFIXES]
    notes = []
    if claimed:
        shown = [f"{files[position].path.relative_to(folder)} ({broken[position]})" for position in claimed]
        notes.append(
            f"{counted(len(claimed), 'image file')} could not be read and {were(len(claimed))} skipped: "
            f"{quoted(shown)}."
        )
    if others := len(broken) - len(claimed):
        notes.append(f"{counted(others, 'file')} {were(others)} passed over as no image.")
    return notes


def _lost_notes(pictures: dict[int, ImagePixels]) -> list[str]:
    """What files held that their pixels, as they were read, do not."""
    several = sum(picture.several for picture in pictures.values())
    transparent = sum(picture.transparent for picture in pictures.values())
    cut = sum(picture.cut for picture in pictures.values())
    notes = []
    if several:
        notes.append(
            f"Only the first picture counts of {counted(several, 'file')} that {_hold(several)} several."
        )
    if transparent:
        notes.append(f"Transparent parts of {counted(transparent, 'image')} became white.")
    if cut:
        notes.append(
            f"The colours of {counted(cut, 'image')} have 16 bits, of which the upper 8 were read: "
            "values that differ by less are the same now."
        )
    return notes


def _hold(n: int) -> str:
    return "holds" if n == 1 else "hold"


def _size_notes(sizes: dict[int, Size], size: Size) -> list[str]:
    found = set(sizes.values())
    if found == {size}:
        return []
    goal = f"{dimensions(size)} pixels"
    if len(found) == 1:
        return [f"All images have {dimensions(next(iter(found)))} pixels and were scaled down to {goal}."]
    small, large = min(found, key=lambda s: s[0] * s[1]), max(found, key=lambda s: s[0] * s[1])
    proportions = {round(width / height, 1) for width, height in found}
    stretched = ", where need be without keeping their proportions" if len(proportions) > 1 else ""
    span = f"{len(found):,} sizes, from {dimensions(small)} to {dimensions(large)} pixels"
    return [f"The images have {span}; all were scaled to {goal}{stretched}."]


SOURCES.register(
    Source(
        "image_folder",
        "a folder of images with a subfolder for each class",
        load_image_folder,
        recognises_image_folder,
        order=30,
    )
)
