"""Gaussian naive Bayes.

Predictions come from predict(): probabilities can round to the same number where the likelihoods still differ.
Scaling matters only through `var_smoothing`, a share of the largest variance: a date in seconds would drown the rest.
"""

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec, unseeded


def _build(_: int) -> Estimator:
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB()


def _fit_cost(n: int, d: int, _: int) -> float:
    return 2e-8 * n * d


def _predict_cost(_: int, n: int, d: int, k: int) -> float:
    return 6e-9 * n * d * k


MODELS.register(
    ModelSpec(
        id="nb",
        title="Naive Bayes",
        description="Takes each feature for a bell curve of its own in each class, independent of all other features.",
        build=_build,
        wants_scaling=True,
        fit_cost=_fit_cost,
        predict_cost=_predict_cost,
        seeded=unseeded,
        order=50,
    )
)
