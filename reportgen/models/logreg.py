"""Logistic regression.

Predictions come from predict(): probabilities of two classes can round to the same number where decisions still differ.
"""

from collections.abc import Mapping
from typing import Any

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec, boundaries


def _build(seed: int) -> Estimator:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(random_state=seed)


def _fit_cost(n: int, d: int, k: int) -> float:
    return 4e-8 * n * d * boundaries(k)


def _seeded(params: Mapping[str, Any]) -> bool:
    return params.get("solver", "lbfgs") in ("liblinear", "sag", "saga")


MODELS.register(
    ModelSpec(
        id="logreg",
        title="Logistic regression",
        description="Weighs the features and turns the weighted sums into a probability for each class.",
        build=_build,
        wants_scaling=True,
        takes_sparse=True,
        fit_cost=_fit_cost,
        seeded=_seeded,
        order=20,
    )
)
