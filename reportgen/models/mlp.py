"""A small neural network."""

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec


def _build(seed: int) -> Estimator:
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier(random_state=seed)


def _fit_cost(n: int, d: int, _: int) -> float:
    return 8e-7 * n * (d + 10)


def _predict_cost(_: int, n: int, d: int, k: int) -> float:
    return 5e-9 * n * (d + k)


MODELS.register(
    ModelSpec(
        id="mlp",
        title="Neural network",
        description="Passes the features through layers of combinations that it learns by itself.",
        build=_build,
        wants_scaling=True,
        answers="probability",
        several="labels",
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        order=110,
    )
)
