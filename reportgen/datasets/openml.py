"""MNIST and Fashion-MNIST from OpenML: downloaded once, then read from a cache.

The cache is scikit-learn's data folder (`~/scikit_learn_data`, or what SCIKIT_LEARN_DATA says), so that one
download serves all projects. What `fetch_openml` has put there is used without a network.
"""

import gzip
import hashlib
import io
import json
import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.atomic_files import atomic_file
from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source
from reportgen.datasets.download import DownloadError, fetch
from reportgen.datasets.fingerprint import fingerprint_arrays
from reportgen.errors import InputError
from reportgen.progress import Progress

API = "https://www.openml.org/api/v1/json/data/"
SIDE = 28
PIXELS = SIDE * SIDE
CLASSES = 10


@dataclass(frozen=True)
class OpenmlImages:
    """A set of 28 by 28 images with ten classes on OpenML, the first `train_size` of `samples` for training."""

    id: str
    title: str
    data_id: int
    names: tuple[str, ...] = ()
    samples: int = 70_000
    train_size: int = 60_000


_IMAGES = {
    "mnist": OpenmlImages("mnist", "MNIST, 70,000 handwritten digits of 28 by 28 pixels, from OpenML", 554),
    "fashion_mnist": OpenmlImages(
        "fashion_mnist",
        "Fashion-MNIST, 70,000 pictures of clothes of 28 by 28 pixels, from OpenML",
        40996,
        ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    ),
}  # fmt: skip


def load_openml(request: DataRequest, progress: Progress) -> Dataset:
    """Load MNIST or Fashion-MNIST, with its own split of 60,000 and 10,000 images."""
    return load_images(_IMAGES[request.dataset], progress, data_home())


def data_home() -> Path:
    """Return scikit-learn's folder for downloaded data, without making it."""
    return Path(os.environ.get("SCIKIT_LEARN_DATA", "~/scikit_learn_data")).expanduser()


def kept_file(home: Path, url: str) -> Path:
    """Return where scikit-learn's `fetch_openml` keeps what is at an address of OpenML, gzipped."""
    return home / "openml" / "openml.org" / f"{urlparse(url).path.lstrip('/')}.gz"


def load_images(images: OpenmlImages, progress: Progress, home: Path, api: str = API) -> Dataset:
    """Load a set of images from the cache in `home`, or else from OpenML's interface at `api`.

    Raises
    ------
    InputError
        If it is not in the cache and cannot be downloaded; the message says how to use local files.
    """
    cached = home / "reportgen" / f"{images.id}.npz"
    pixels, codes = _read_cache(cached, images) or _get(images, progress, home, api, cached)
    target = np.array(images.names, dtype=object)[codes] if images.names else codes
    notes = ("The data stores the classes as the numbers 0 to 9; the names are those its authors give.",)
    return Dataset(
        name=images.id,
        source=f"OpenML data set {images.data_id}",
        kind="image",
        features=pixels,
        target=target,
        fingerprint=fingerprint_arrays({"features": pixels, "target": target}),
        sample_ids=np.arange(images.samples, dtype=np.int64),
        train_size=images.train_size,
        image_shape=(SIDE, SIDE),
        pixel_range=(0.0, 255.0),
        ink_is_high=True,
        notes=notes if images.names else (),
        noun="image",
    )


_Arrays = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def _get(images: OpenmlImages, progress: Progress, home: Path, api: str, cached: Path) -> _Arrays:
    try:
        arrays = parse_arff(_download(images, progress, home, api), images)
    except DownloadError as error:
        raise InputError(
            f"`{images.id}` could not be downloaded from OpenML: {error}. If you have its four IDX files, put them "
            "into one folder and give that: --dataset FOLDER. `--dataset digits` needs no download."
        ) from error
    try:
        _write_cache(cached, arrays)
    except OSError as error:
        progress.message(
            f"{images.id} could not be kept in {cached.parent} ({error.strerror}); it is used all the same."
        )
    return arrays


def _download(images: OpenmlImages, progress: Progress, home: Path, api: str) -> bytes:
    """The ARFF file, checked against the md5 in OpenML's description of it."""
    try:
        description = json.loads(
            _resource(f"{api}{images.data_id}", f"{images.id} (description)", progress, home)
        )
        url, md5 = (
            description["data_set_description"]["url"],
            description["data_set_description"]["md5_checksum"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DownloadError("OpenML's description of it could not be understood") from error
    content = _resource(url, images.id, progress, home)
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != md5:
        raise DownloadError("what arrived is not what OpenML describes (its checksum differs)")
    return content


def _resource(url: str, name: str, progress: Progress, home: Path) -> bytes:
    """What scikit-learn's `fetch_openml` has kept of this address, or else a download."""
    kept = kept_file(home, url)
    try:
        content = gzip.decompress(kept.read_bytes())
    except (OSError, EOFError, zlib.error):
        return fetch(url, name, progress.download)
    progress.detail(f"{name}: taken from {kept}")
    return content


def parse_arff(content: bytes, images: OpenmlImages) -> _Arrays:
    """Return pixels and class codes from a dense ARFF file: 784 columns of pixels, then the class."""
    import pandas as pd

    start = content.lower().find(b"@data")
    rows = io.BytesIO(content)
    rows.seek(start + len(b"@data"))
    try:
        table = pd.read_csv(rows, header=None, comment="%", dtype=np.uint8).to_numpy()
    except (ValueError, OverflowError) as error:
        raise DownloadError(f"what arrived is no table of pixels ({error})") from error
    if start < 0 or table.shape != (images.samples, PIXELS + 1) or table[:, -1].max() >= CLASSES:
        raise DownloadError(
            f"what arrived is not {images.samples:,} images of {SIDE} by {SIDE} pixels in {CLASSES} classes"
        )
    return np.ascontiguousarray(table[:, :-1]), table[:, -1].copy()


def _read_cache(path: Path, images: OpenmlImages) -> _Arrays | None:
    """The cached arrays, or None where there are none or they are damaged (the zip holds checksums)."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            pixels, codes = stored["pixels"], stored["codes"]
    except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile):
        return None
    return (
        (pixels, codes)
        if pixels.shape == (images.samples, PIXELS) and codes.shape == (images.samples,)
        else None
    )


def _write_cache(path: Path, arrays: _Arrays) -> None:
    """Write the cache so that nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(path) as file:
        np.savez(file, pixels=arrays[0], codes=arrays[1])


def _register() -> None:
    for order, images in enumerate(_IMAGES.values(), start=10):
        SOURCES.register(Source(images.id, images.title, load_openml, order=order))


_register()
