"""Gradient boosting on binned features.

Predictions come from predict(): probabilities of two classes can round to the same number where decisions still differ.
"""

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec, boundaries

#: scikit-learn's own defaults.
TREES = 100
BINS = 256
LEAVES = 31


def _build(seed: int) -> Estimator:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(random_state=seed)


def _fit_cost(n: int, d: int, k: int) -> float:
    histograms = 5e-9 * d * BINS * LEAVES  # each leaf's, whatever the number of samples
    return TREES * boundaries(k) * (histograms + 5e-9 * n * d)


def _predict_cost(_: int, n: int, d: int, k: int) -> float:
    return 8e-6 * n * boundaries(k) + 1e-9 * n * d


MODELS.register(
    ModelSpec(
        id="hgb",
        title="Gradient boosting",
        description="Adds up many small decision trees, each correcting what those before it got wrong.",
        build=_build,
        takes_missing=True,
        takes_categories=True,
        fit_threads="openmp",
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        order=100,
    )
)
