"""Support vector classifier with a radial kernel.

Its predictions are the votes of all pairs of classes, not the largest of the scores by class: on MNIST the two differ
for some images. Both follow from the pairwise decisions, which take minutes on large data and are computed once.
"""

from collections.abc import Mapping
from typing import Any

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec

#: Measured on 20 columns of numbers, two classes: 9 s for 20,000 rows, four to five times as long for twice as many.
HOUR_ROWS = 400_000

#: A linear boundary; curved ones, by trees.
CHEAPER = ("linear_svc", "hgb")


def _build(seed: int) -> Estimator:
    from sklearn.svm import SVC

    return SVC(random_state=seed)


def _fit_cost(n: int, d: int, _: int) -> float:
    return 8e-11 * n**2 * d


def _predict_cost(n_train: int, n: int, d: int, k: int) -> float:
    return 3e-11 * n_train * n * d * min(k, 10)  # the more classes, the more samples are support vectors


def seeded(params: Mapping[str, Any]) -> bool:
    """Say whether an SVC draws anything at random: only the folds that its probabilities come from."""
    return bool(params.get("probability"))


MODELS.register(
    ModelSpec(
        id="svc",
        title="SVC",
        description="Separates each pair of classes by a curved boundary that keeps far from the samples.",
        build=_build,
        wants_scaling=True,
        answers="votes",
        score="decision_function",
        fit_cost=_fit_cost,
        seeded=seeded,
        predict_cost=_predict_cost,
        hour_rows=HOUR_ROWS,
        cheaper=CHEAPER,
        order=40,
    )
)
