"""NPZ files with X and y, and X_test and y_test where the data has a split of its own."""

import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, ticked
from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source
from reportgen.datasets.fingerprint import fingerprint_arrays
from reportgen.datasets.missing_values import without_infinity
from reportgen.datasets.pixels import image_shape, ink_is_high, pixel_range
from reportgen.datasets.target_array import answers_of_array
from reportgen.errors import InputError
from reportgen.progress import Progress

#: The names under which each array may be stored; the first is the one that messages speak of.
_NAMES = {
    "X": ("X", "x", "X_train", "x_train"),
    "y": ("y", "Y", "y_train"),
    "X_test": ("X_test", "x_test"),
    "y_test": ("y_test", "Y_test"),
    "feature_names": ("feature_names",),
    "target_names": ("target_names",),
}


@dataclass(frozen=True, eq=False)
class _Samples:
    """Features of shape (n, ...) and targets of shape (n,) or (n, n_targets), training first."""

    features: NDArray[Any]
    target: NDArray[Any]
    train_size: int | None


def recognises_npz(path: Path) -> bool:
    """Whether the file is called .npz, or is a zip that holds an array."""
    if not path.is_file():
        return False
    if path.suffix.lower() == ".npz":
        return True
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith(".npy") for name in archive.namelist())


def load_npz(request: DataRequest, _progress: Progress) -> Dataset:
    """Load an NPZ file; X of three dimensions, or of four with three colours, holds images."""
    path = Path(request.dataset).expanduser()
    arrays = _read(path)
    samples = _samples(arrays, path)
    kept, target, notes = answers_of_array(samples.target, f"y in `{path}`")
    features = samples.features if kept.all() else samples.features[kept]
    sample_ids = np.flatnonzero(kept).astype(np.int64)
    train_size = samples.train_size
    if train_size is not None:
        train_size = int(np.count_nonzero(kept[:train_size]))
    dataset = _dataset(
        path, features, target, sample_ids, train_size, _feature_names(arrays, features), notes
    )
    return replace(dataset, target_names=_target_names(arrays, target))


def _dataset(
    path: Path,
    samples: NDArray[Any],
    target: NDArray[Any],
    sample_ids: NDArray[np.int64],
    train_size: int | None,
    feature_names: tuple[str, ...],
    notes: list[str],
) -> Dataset:
    shape = image_shape(samples.shape, f"X in `{path}`") if samples.ndim > 2 else None
    flat = np.ascontiguousarray(samples).reshape(len(samples), -1)
    features, missing_notes = without_infinity(flat, "pixel" if shape else "value")
    span = pixel_range(features) if shape else None
    return Dataset(
        name=path.name,
        source=f"NPZ file {path.name}",
        kind="image" if shape else "array",
        features=features,
        target=target,
        fingerprint=fingerprint_arrays({"features": features, "target": target}, feature_names),
        sample_ids=sample_ids,
        train_size=train_size,
        image_shape=shape,
        pixel_range=span,
        ink_is_high=ink_is_high(features, shape, span[0]) if shape and span else False,
        feature_names=() if shape else feature_names,
        notes=(*notes, *missing_notes),
        noun="image" if shape else "sample",
    )


def _read(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays by the names that messages use."""
    with path.open("rb") as file:
        start = file.read(6)
    if start == b"\x93NUMPY":
        raise InputError(f"`{path}` holds a single array: save X and y together with np.savez.")
    if not start.startswith(b"PK"):
        raise InputError(f"`{path}` is not what its name says: it does not begin as an NPZ file does.")
    try:
        with np.load(path, allow_pickle=False) as archive:
            stored = {
                name: alias for name, names in _NAMES.items() for alias in names if alias in archive.files
            }
            _refuse_lacking(stored, archive.files, path)
            return {name: _array(archive, alias, path) for name, alias in stored.items()}
    except (ValueError, EOFError, zipfile.BadZipFile, zlib.error, OSError) as error:
        raise InputError(
            f"`{path}` is not what its name says, or it is cut short: it cannot be read as an NPZ file ({error}). "
            "Write it with np.savez(path, X=..., y=...)."
        ) from error


def _array(archive: "np.lib.npyio.NpzFile", name: str, path: Path) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.asarray(archive[name])
    except ValueError as error:
        if "pickle" not in str(error).lower():
            raise
        raise InputError(
            f"`{name}` in `{path}` holds Python objects, which are not read because they could run code. "
            f"Save plain values: numbers, or text with {name}.astype(str)."
        ) from error
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def _refuse_lacking(stored: dict[str, str], there: list[str], path: Path) -> None:
    holds = f"It holds {ticked(there)}." if there else "It is empty."
    for name in ("X", "y"):
        if name not in stored:
            raise InputError(
                f"`{path}` has no array `{name}`. {holds} Write it with np.savez(path, X=..., y=...)."
            )
    for present, absent in (("X_test", "y_test"), ("y_test", "X_test")):
        if present in stored and absent not in stored:
            raise InputError(f"`{path}` has `{present}` but no `{absent}`. Give both, or neither.")


def _samples(arrays: dict[str, NDArray[Any]], path: Path) -> _Samples:
    features, target = _pair(arrays, "X", "y", path)
    if "X_test" not in arrays:
        return _Samples(features, target, None)
    test_features, test_target = _pair(arrays, "X_test", "y_test", path)
    if features.shape[1:] != test_features.shape[1:]:
        raise InputError(
            f"In `{path}` a sample of X has the shape {features.shape[1:]}, but one of X_test "
            f"{test_features.shape[1:]}. They must be the same."
        )
    if (target.dtype.kind in "US") != (test_target.dtype.kind in "US"):
        raise InputError(
            f"In `{path}` y and y_test hold different things: {target.dtype} and {test_target.dtype}."
        )
    if target.shape[1:] != test_target.shape[1:]:
        raise InputError(
            f"In `{path}` y has the shape {target.shape}, but y_test {test_target.shape}. A sample needs as many "
            "targets in both."
        )
    return _Samples(
        np.concatenate([features, test_features]), np.concatenate([target, test_target]), len(target)
    )


def _pair(arrays: dict[str, NDArray[Any]], X: str, y: str, path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    features, target = arrays[X], arrays[y]
    if features.dtype.kind not in "biuf":
        raise InputError(
            f"`{X}` in `{path}` holds {features.dtype}, not numbers. For text use a table: CSV or Parquet."
        )
    if not 2 <= features.ndim <= 4:
        raise InputError(
            f"`{X}` in `{path}` has the shape {features.shape}. It must be (samples, features), or for images "
            "(samples, height, width) or (samples, height, width, 3)."
        )
    if target.ndim == 2 and target.shape[1] == 1:
        target = target[:, 0]
    if target.ndim not in (1, 2) or target.shape[1:] == (0,):
        raise InputError(
            f"`{y}` in `{path}` has the shape {target.shape}. It must be (samples,), or for several targets "
            "(samples, targets)."
        )
    if len(features) != len(target):
        raise InputError(
            f"In `{path}` {X} holds {counted(len(features), 'sample')}, but {y} {counted(len(target), 'target')}. "
            "Each sample needs one."
        )
    if features.size == 0:
        raise InputError(f"`{X}` in `{path}` is empty: its shape is {features.shape}.")
    return features, target


def _feature_names(arrays: dict[str, NDArray[Any]], features: NDArray[Any]) -> tuple[str, ...]:
    """The names stored with X where there is one for each column, or else x0, x1, ..."""
    names = arrays.get("feature_names")
    if names is not None and names.shape == features.shape[1:]:
        return tuple(str(name) for name in names.tolist())
    return tuple(f"x{column}" for column in range(features.shape[1]))


def _target_names(arrays: dict[str, NDArray[Any]], target: NDArray[Any]) -> tuple[str, ...]:
    """The names stored with a y of several columns where there is one for each, or else y0, y1, ..."""
    if target.ndim == 1:
        return ()
    names = arrays.get("target_names")
    if names is not None and names.shape == target.shape[1:]:
        return tuple(str(name) for name in names.tolist())
    return tuple(f"y{column}" for column in range(target.shape[1]))


SOURCES.register(Source("npz", "an NPZ file with X and y", load_npz, recognises_npz, order=40))
