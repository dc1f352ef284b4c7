"""The naive baseline: the prediction without looking."""

from collections.abc import Mapping
from typing import Any

from reportgen.models.model_spec import BASELINE, MODELS, Estimator, ModelSpec, unseeded


def _build(seed: int) -> Estimator:
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior", random_state=seed)


def _build_images(_: int) -> Estimator:
    from sklearn.dummy import DummyRegressor

    return DummyRegressor()


def _seeded(params: Mapping[str, Any]) -> bool:
    return params.get("strategy") in ("stratified", "uniform")


def _cost(*_: int) -> float:
    return 0.001


IMAGES = ModelSpec(
    id=BASELINE,
    title="Mean image",
    description="Predicts for every image the mean of the clean training images.",
    build=_build_images,
    answers="rounded",
    score=None,
    form="image",
    fit_cost=_cost,
    predict_cost=_cost,
    seeded=unseeded,
    baseline=True,
)

MODELS.register(
    ModelSpec(
        id=BASELINE,
        title="Majority class (baseline)",
        description="Predicts for every sample the class that is most frequent in the training data.",
        build=_build,
        takes_missing=True,
        several="outputs",
        fit_cost=_cost,
        predict_cost=_cost,
        ignores_features=True,
        class_params=frozenset({"constant"}),
        seeded=_seeded,
        baseline=True,
        images=IMAGES,
        order=900,
    )
)
