"""Extremely randomised trees."""

from math import log2, sqrt

from reportgen.models.model_spec import MODELS, TREES_OF_IMAGES, Estimator, ModelSpec


def _build(seed: int) -> Estimator:
    from sklearn.ensemble import ExtraTreesClassifier

    return ExtraTreesClassifier(random_state=seed)


def _fit_cost(n: int, d: int, _: int) -> float:
    return 0.1 + 1.3e-6 * n * log2(n + 1) * sqrt(d)


def _predict_cost(n_train: int, n: int, _: int, k: int) -> float:
    return 0.01 + 1.3e-6 * n * log2(n_train + 1) + 1e-7 * n * k


MODELS.register(
    ModelSpec(
        id="extra_trees",
        title="Extra trees",
        description="Takes the mean of many decision trees whose questions are in part drawn at random.",
        build=_build,
        takes_missing=True,
        answers="probability",
        computes_in="float32",
        images=TREES_OF_IMAGES,
        fit_threads="n_jobs",
        several="outputs",
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        order=90,
    )
)
