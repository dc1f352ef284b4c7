"""Features of small samples, as error analysis is given them."""

from typing import Any

import numpy as np

from reportgen.predictions.sample_data import SampleData


def data_of(
    features: Any, codes: np.ndarray, n_train: int | None = None, image_shape: tuple[int, ...] | None = None
) -> SampleData:
    """Return samples of which the first `n_train` train; without it all do, and all are judged."""
    n = len(codes)
    test = np.arange(n if n_train is None else n_train, n)
    return SampleData(
        features=features,
        codes=codes,
        sample_ids=np.arange(n),
        train=np.arange(n_train or n),
        test=test,
        judged={"test": test if len(test) else np.arange(n)},
        image_shape=image_shape,
        pixel_range=(0.0, 255.0) if image_shape else None,
    )
