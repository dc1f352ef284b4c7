"""NPZ files of predictions: the truth, the classes, and for each model its probabilities or classes."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError
from reportgen.external.name_parts import is_just, speaks_of
from reportgen.external.prediction_table import PredictionTable

#: What the names of the classes are stored under.
_CLASSES = ("classes", "class_names", "target_names", "labels_names", "classes_")


def read_arrays(path: Path) -> PredictionTable:
    """Return the arrays of a file as columns: those of two dimensions a column for each class.

    Raises
    ------
    InputError
        If the file is damaged, holds objects, or its arrays are of different lengths.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise InputError(f"`{path}` cannot be read as NPZ: {error}.") from error
    return table_of_arrays(arrays, path.name, "NPZ file")


def table_of_arrays(arrays: Mapping[str, NDArray[Any]], name: str, title: str) -> PredictionTable:
    """Return arrays as a table; whole numbers that stand for classes become their names."""
    import pandas as pd

    classes = next((arrays[own].astype(str).tolist() for own in _CLASSES if own in arrays), None)
    samples = {own: values for own, values in arrays.items() if own not in _CLASSES and values.ndim}
    _refuse_other_lengths(samples, name)
    columns: dict[str, Any] = {}
    for own, values in samples.items():
        if values.ndim == 2:
            names = classes if classes and len(classes) == values.shape[1] else list(range(values.shape[1]))
            columns.update({f"{own}.{one}": values[:, place] for place, one in enumerate(names)})
        elif values.ndim == 1:
            columns[own] = _named(own, values, classes)
    return PredictionTable.of(name, title, pd.DataFrame(columns))


def _named(own: str, values: NDArray[Any], classes: list[str] | None) -> NDArray[Any]:
    """Return codes of classes as their names; anything else as it is."""
    codes = values.dtype.kind in "iu" and len(values) and values.min() >= 0
    if (
        not codes
        or classes is None
        or values.max() >= len(classes)
        or is_just(own, ("id", "fold", "group", "groups"))
    ):
        return values.astype(str) if values.dtype.kind == "S" else values
    spoken = speaks_of(
        own, ("true", "truth", "target", "label", "labels", "y", "pred", "prediction", "predictions")
    )
    return np.array(classes, dtype=object)[values] if spoken else values


def _refuse_other_lengths(samples: Mapping[str, NDArray[Any]], name: str) -> None:
    lengths = {own: len(values) for own, values in samples.items()}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"`{own}` {length:,}" for own, length in lengths.items())
        raise InputError(
            f"The arrays of `{name}` are of different lengths: {said}. Each needs a value for each sample."
        )
    if not lengths:
        raise InputError(f"`{name}` holds no array of samples, only {ticked(list(samples)) or 'nothing'}.")
