"""Small datasets and divisions of them."""

from typing import Any

import numpy as np

from reportgen.bundle.data_records import Protocol
from reportgen.datasets.dataset import Dataset
from reportgen.planning.splits import Division


def dataset_of(features: Any, target: np.ndarray, image_shape: tuple[int, ...] | None = None) -> Dataset:
    kind = "image" if image_shape else "array" if isinstance(features, np.ndarray) else "table"
    return Dataset(
        name="made up",
        source="test",
        kind=kind,  # type: ignore[arg-type]
        features=features,
        target=target,
        fingerprint="0" * 64,
        sample_ids=np.arange(len(target)),
        image_shape=image_shape,
        pixel_range=(0.0, 255.0) if image_shape else None,
    )


def division_of(n: int, n_train: int) -> Division:
    return Division(
        train=np.arange(n_train),
        test=np.arange(n_train, n),
        folds=(),
        protocol=Protocol(cv=None, test=None, seed=0),
    )
