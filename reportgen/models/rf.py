"""Random forest."""

from math import log2, sqrt

from reportgen.models.model_spec import MODELS, TREES_OF_IMAGES, Estimator, ModelSpec


def _build(seed: int) -> Estimator:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(random_state=seed)


def _fit_cost(n: int, d: int, _: int) -> float:
    return 0.1 + 1.4e-6 * n * log2(n + 1) * sqrt(d)


def _predict_cost(n_train: int, n: int, _: int, k: int) -> float:
    return 0.01 + 1e-6 * n * log2(n_train + 1) + 1e-7 * n * k


MODELS.register(
    ModelSpec(
        id="rf",
        title="Random forest",
        description="Takes the mean of many decision trees, each grown on a random part of the data.",
        build=_build,
        takes_missing=True,
        answers="probability",
        computes_in="float32",
        images=TREES_OF_IMAGES,
        fit_threads="n_jobs",
        several="outputs",
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        order=80,
    )
)
