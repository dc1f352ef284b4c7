"""A folder of IDX files, such as MNIST's four: recognised by content; names decide only what trains and what tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import ticked
from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source
from reportgen.datasets.fingerprint import fingerprint_arrays
from reportgen.datasets.idx_format import IdxHeader, read_header, read_values
from reportgen.datasets.missing_values import without_infinity
from reportgen.datasets.pixels import image_shape, ink_is_high, pixel_range
from reportgen.errors import InputError
from reportgen.progress import Progress


@dataclass(frozen=True)
class _IdxFile:
    path: Path
    header: IdxHeader

    @property
    def is_labels(self) -> bool:
        return len(self.header.shape) == 1


@dataclass(frozen=True, eq=False)
class _Part:
    """Training or test data: samples of shape (n, ...) and as many labels."""

    samples: NDArray[Any]
    labels: NDArray[Any]


def recognises_idx(path: Path) -> bool:
    """Whether the folder holds an IDX file, whatever it is called."""
    return path.is_dir() and any(read_header(file) is not None for file in _visible_files(path))


def load_idx(request: DataRequest, _progress: Progress) -> Dataset:
    """Load a folder of IDX files; where names tell training from test, that split is kept as it is."""
    folder = Path(request.dataset).expanduser()
    files = _idx_files(folder)
    train, test = _split_files(files, folder)
    parts = [_read_part(part, folder) for part in (train, test) if part]
    samples, labels = _joined(parts, folder)
    return _dataset(folder, samples, labels, len(parts[0].labels) if test else None)


def _dataset(folder: Path, samples: NDArray[Any], labels: NDArray[Any], train_size: int | None) -> Dataset:
    shape = image_shape(samples.shape, f"The IDX file of samples in `{folder}`") if samples.ndim > 2 else None
    features, notes = without_infinity(samples.reshape(len(samples), -1), "pixel" if shape else "value")
    span = pixel_range(features) if shape else None
    name = folder.resolve().name
    if train_size is None:
        notes.append("The folder has no test files of its own.")
    return Dataset(
        name=name,
        source=f"folder of IDX files {name}",
        kind="image" if shape else "array",
        features=features,
        target=labels,
        fingerprint=fingerprint_arrays({"features": features, "target": labels}),
        sample_ids=np.arange(len(labels), dtype=np.int64),
        train_size=train_size,
        image_shape=shape,
        pixel_range=span,
        ink_is_high=ink_is_high(features, shape, span[0]) if shape and span else False,
        feature_names=() if shape else tuple(f"x{column}" for column in range(features.shape[1])),
        notes=tuple(notes),
        noun="image" if shape else "sample",
    )


def _visible_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))


def _idx_files(folder: Path) -> list[_IdxFile]:
    """All IDX files of the folder; of a file that is there twice, gzipped and not, the one that is not."""
    found = {path: header for path in _visible_files(folder) if (header := read_header(path)) is not None}
    return [
        _IdxFile(path, header)
        for path, header in found.items()
        if not (path.suffix == ".gz" and path.with_suffix("") in found)
    ]


def _split_files(files: list[_IdxFile], folder: Path) -> tuple[list[_IdxFile], list[_IdxFile]]:
    """Divide the files by their names into those for training and those for the test."""
    test = [file for file in files if _says_test(file.path.name)]
    train = [file for file in files if file not in test]
    if not train:
        raise InputError(
            f"`{folder}` holds only test files ({_names(test)}). The training files are missing."
        )
    return train, test


def _says_test(name: str) -> bool:
    return "train" not in name.lower() and ("t10k" in name.lower() or "test" in name.lower())


def _read_part(files: list[_IdxFile], folder: Path) -> _Part:
    samples = _only([file for file in files if not file.is_labels], "samples", files, folder)
    labels = _only([file for file in files if file.is_labels], "labels", files, folder)
    n_samples, n_labels = samples.header.shape[0], labels.header.shape[0]
    if n_samples != n_labels:
        raise InputError(
            f"`{samples.path.name}` holds {n_samples:,} samples, but `{labels.path.name}` holds {n_labels:,} labels "
            f"(in `{folder}`). Each sample needs one label: check that the two files belong together."
        )
    if n_samples == 0:
        raise InputError(f"`{samples.path}` holds no samples.")
    return _Part(read_values(samples.path), read_values(labels.path))


def _only(found: list[_IdxFile], what: str, files: list[_IdxFile], folder: Path) -> _IdxFile:
    if not found:
        others = [path.name for path in _visible_files(folder) if read_header(path) is None]
        hint = f" Not IDX, or damaged: {ticked(others)}." if others else ""
        raise InputError(f"`{folder}` has no IDX file of {what} that goes with {_names(files)}.{hint}")
    if len(found) > 1:
        raise InputError(
            f"`{folder}` has {len(found)} IDX files of {what} where one is needed: {_names(found)}. "
            "Names tell training from test (train..., t10k... or test...); move the others to a folder of their own."
        )
    return found[0]


def _names(files: list[_IdxFile]) -> str:
    return ticked([file.path.name for file in files])


def _joined(parts: list[_Part], folder: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    shapes = [part.samples.shape[1:] for part in parts]
    if len(set(shapes)) > 1:
        raise InputError(
            f"In `{folder}` training samples have the shape {shapes[0]}, but test samples {shapes[1]}."
        )
    if len(parts) == 1:
        return parts[0].samples, parts[0].labels
    return np.concatenate([part.samples for part in parts]), np.concatenate([part.labels for part in parts])


SOURCES.register(Source("idx", "a folder of IDX files, gzipped or not", load_idx, recognises_idx, order=20))
