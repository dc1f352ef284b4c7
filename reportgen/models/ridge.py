"""Ridge regression: of classes, or of every pixel of an image."""

from collections.abc import Mapping
from typing import Any

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec, boundaries


def _build(seed: int) -> Estimator:
    from sklearn.linear_model import RidgeClassifier

    return RidgeClassifier(random_state=seed)


def _build_images(seed: int) -> Estimator:
    from sklearn.linear_model import Ridge

    return Ridge(random_state=seed)


def _fit_cost(n: int, d: int, k: int) -> float:
    return 1e-10 * n * d * (d + boundaries(k))


def _fit_cost_images(n: int, d: int, _: int) -> float:
    return 2e-10 * n * d * d


def _seeded(params: Mapping[str, Any]) -> bool:
    return params.get("solver") in ("sag", "saga")


IMAGES = ModelSpec(
    id="ridge",
    title="Ridge regression",
    description="Takes each pixel as a weighted sum of all pixels of the noisy image, rounded to a whole value.",
    build=_build_images,
    answers="rounded",
    score=None,
    form="image",
    fit_cost=_fit_cost_images,
    seeded=_seeded,
)

MODELS.register(
    ModelSpec(
        id="ridge",
        title="Ridge",
        description="Fits a weighted sum of the features to each class and predicts the class with the largest.",
        build=_build,
        wants_scaling=True,
        answers="decision",
        score="decision_function",
        images=IMAGES,
        fit_cost=_fit_cost,
        seeded=_seeded,
        order=35,
    )
)
