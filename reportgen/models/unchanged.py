"""The naive baseline of tasks whose target is an image: the image that was given. Not among the keys to ask for."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.models.model_spec import Estimator, ModelSpec, unseeded


class Unchanged:
    """Returns every image as it is; learns nothing."""

    def fit(self, *_: Any) -> "Unchanged":
        """Do nothing."""
        return self

    def predict(self, images: NDArray[Any]) -> NDArray[Any]:
        """Return the images, in 16 bits where all their values are whole."""
        whole = images.astype(np.uint16)
        return whole if np.array_equal(whole, images) else images.astype(np.float32)

    def __repr__(self) -> str:
        return "Unchanged()"


def _build(_: int) -> Estimator:
    return Unchanged()


def _cost(*_: int) -> float:
    return 0.001


UNCHANGED = ModelSpec(
    id="unchanged",
    title="Unchanged noisy image",
    description="Returns every noisy image unchanged.",
    build=_build,
    answers="predict",
    score=None,
    form="image",
    fit_cost=_cost,
    predict_cost=_cost,
    baseline=True,
    seeded=unseeded,
)
