"""SampleData: what predictions do not tell of samples, their features; for what looks into samples or shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SampleData:
    """Features of samples, as plain arrays and columns; rows below number those of `features`.

    Attributes
    ----------
    features : ndarray of shape (n_rows, n_features) or DataFrame
    codes : ndarray of shape (n_rows,), (n_rows, n_outputs) or (n_rows, n_pixels)
        The targets.
    sample_ids : ndarray of shape (n_rows,)
    train, test : ndarray of row numbers
    judged : dict of split to ndarray of row numbers
        In the order of the predictions.
    feature_names : tuple of str
        One for each column of features; empty for images.
    texts : tuple of str
        Features that are text, learnt from by its words.
    image_shape : tuple of int, optional
        (height, width) or (height, width, channels) where samples are images.
    pixel_range : tuple of float, optional
        The values of the darkest and the brightest pixel.
    own_ids : ndarray of shape (n_rows,), optional
        What the user calls each sample, as text.
    codes_of : dict of str to ndarray of shape (n_rows,)
        Columns of codes that repeat, learnt from or not, by name: a number for each row's code, -1 where it has none.
    """

    features: "NDArray[Any] | pd.DataFrame"
    codes: NDArray[Any]
    sample_ids: NDArray[np.int64]
    train: Rows
    test: Rows
    judged: Mapping[Split, Rows]
    feature_names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    image_shape: tuple[int, ...] | None = None
    pixel_range: tuple[float, float] | None = None
    own_ids: NDArray[np.str_] | None = None
    codes_of: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    def rows_of(self, samples: "list[int]") -> list[int]:
        """Return the row of each sample, by its id."""
        order = np.argsort(self.sample_ids, kind="stable")
        found: list[int] = (
            order[np.searchsorted(self.sample_ids, samples, sorter=order)].tolist() if samples else []
        )
        return found
