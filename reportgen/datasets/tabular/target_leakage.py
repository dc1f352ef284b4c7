"""Columns that give the target away (leakage): a value of theirs, or whether there is one, nearly decides the class."""

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.data_records import GIVEAWAY_GAPS, GIVEAWAY_VALUES
from reportgen.datasets.tabular.column import Column
from reportgen.datasets.tabular.column_summaries import percent

#: Rows looked at, evenly spaced.
LOOKED_AT = 20_000

#: Fewer errors of the largest class than this are too few to judge by.
MIN_ERRORS = 10

#: Numbers with more different values than this are judged by ranges of values.
MAX_VALUES = 50

#: Cells of the table of values by classes beyond which a column is not judged.
MAX_CELLS = 2_000_000


def suspicion(column: Column, classes: NDArray[np.int64]) -> str | None:
    """Return why the column is suspected of giving the target away, as a sentence without a subject, or None.

    Parameters
    ----------
    column : Column
    classes : ndarray of shape (n_samples,)
        The class of each row, as numbers from 0.
    """
    step = max(1, len(classes) // LOOKED_AT)
    classes = classes[::step]
    errors = len(classes) - int(np.bincount(classes).max())
    if errors < MIN_ERRORS:
        return None
    missing = column.series.isna().to_numpy()[::step]
    by_gap = _errors(missing.astype(np.int64), classes)
    if missing.any() and 1 - by_gap / errors >= GIVEAWAY_GAPS:
        return f"Whether it has a value tells the answer in {percent(1 - by_gap / len(classes))} of the rows."
    by_value = _errors(_cells(column, missing, classes, step), classes)
    if 1 - by_value / errors >= GIVEAWAY_VALUES:
        return f"It alone tells the answer in {percent(1 - by_value / len(classes))} of the rows."
    return None


def _errors(cells: NDArray[np.int64], classes: NDArray[np.int64]) -> float:
    """Errors of predicting each cell's largest class; a cell of one row proves nothing and counts as an error."""
    n_classes = int(classes.max()) + 1
    n_cells = int(cells.max()) + 1
    if n_cells * n_classes > MAX_CELLS:
        return float(len(classes))
    counts = np.bincount(cells * n_classes + classes, minlength=n_cells * n_classes).reshape(
        n_cells, n_classes
    )
    sizes = counts.sum(axis=1)
    return float(np.where(sizes == 1, 1, sizes - counts.max(axis=1)).sum())


def _cells(
    column: Column, missing: NDArray[np.bool_], classes: NDArray[np.int64], step: int
) -> NDArray[np.int64]:
    """A number for each row's value, 0 where it is missing; of many numbers, for the range it lies in."""
    import pandas as pd

    values = column.series.iloc[::step]
    if column.kind == "number" and column.distinct > MAX_VALUES:
        numbers: NDArray[np.float64] = values.to_numpy(dtype=np.float64)
        edges = _edges(numbers[~missing], classes[~missing])
        return np.where(missing, 0, 1 + np.searchsorted(edges, numbers, side="right"))
    codes, _ = pd.factorize(values)
    return codes.astype(np.int64) + 1


def _edges(numbers: NDArray[np.float64], classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Where ranges begin: at the lowest, at some quantiles and above the highest of the ten largest classes."""
    counts = np.bincount(classes)
    parts = []
    for label in np.argsort(-counts)[:10]:
        if counts[label]:
            n_quantiles = int(np.clip(counts[label] // 10, 2, 20))
            quantiles = np.quantile(numbers[classes == label], np.linspace(0, 1, n_quantiles))
            parts += [quantiles[:-1], np.nextafter(quantiles[-1:], np.inf)]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0)
