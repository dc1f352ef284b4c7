"""Nearest neighbours."""

from collections.abc import Mapping
from math import log2
from typing import Any

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec, unseeded

#: scikit-learn's own default.
NEIGHBOURS = 5

#: Above this many features scikit-learn compares every sample with every other instead of building a tree.
TREE_FEATURES = 15


def _build(_: int) -> Estimator:
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier()


def _title(params: Mapping[str, Any]) -> str:
    count = params.get("n_neighbors", NEIGHBOURS)
    if count is None:  # searched
        return "Nearest neighbours"
    return "Nearest neighbour" if count == 1 else f"{count}-nearest neighbours"


def _fit_cost(n: int, d: int, _: int) -> float:
    return 1e-9 * n * d * log2(n + 1)


def _fit_cost_images(n: int, d: int, _: int) -> float:
    return 1e-7 * n * d  # the values of each pixel are sorted


def _predict_cost(n_train: int, n: int, d: int, _: int) -> float:
    compared = n_train if d > TREE_FEATURES else 30 * log2(n_train + 1)
    return 1e-10 * compared * n * d


IMAGES = ModelSpec(
    id="knn",
    title=_title({}),
    description="Predicts for each pixel its most frequent value among the clean images of those most alike.",
    build=_build,
    answers="neighbours",
    score=None,
    form="image",
    fit_cost=_fit_cost_images,
    predict_cost=_predict_cost,
    title_for=_title,
    seeded=unseeded,
)

MODELS.register(
    ModelSpec(
        id="knn",
        title=_title({}),
        description="Predicts the most frequent class among the training samples that are most alike.",
        build=_build,
        wants_scaling=True,
        answers="neighbours",
        several="outputs",
        images=IMAGES,
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        seeded=unseeded,
        order=60,
        title_for=_title,
    )
)
