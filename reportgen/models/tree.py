"""A single decision tree."""

from math import log2

from reportgen.models.model_spec import MODELS, TREES_OF_IMAGES, Estimator, ModelSpec


def _build(seed: int) -> Estimator:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=seed)


def _fit_cost(n: int, d: int, _: int) -> float:
    return 1.5e-8 * n * log2(n + 1) * d


def _predict_cost(n_train: int, n: int, d: int, _: int) -> float:
    return 1e-8 * n * log2(n_train + 1) + 1e-10 * n * d


MODELS.register(
    ModelSpec(
        id="tree",
        title="Decision tree",
        description="Asks one yes-or-no question about a feature after another until a class is left.",
        build=_build,
        takes_missing=True,
        answers="probability",
        computes_in="float32",
        several="outputs",
        images=TREES_OF_IMAGES,
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        order=70,
    )
)
