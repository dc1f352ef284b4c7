"""Linear model trained by stochastic gradient descent."""

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec, boundaries


def _build(seed: int) -> Estimator:
    from sklearn.linear_model import SGDClassifier

    return SGDClassifier(random_state=seed)


def _fit_cost(n: int, d: int, k: int) -> float:
    return 3e-7 * n * d * boundaries(k)  # some 280 passes over the data, as on raw pixels


MODELS.register(
    ModelSpec(
        id="sgd",
        title="SGD",
        description="Separates the classes by straight boundaries, corrected a little after each training sample.",
        build=_build,
        wants_scaling=True,
        takes_sparse=True,
        answers="decision",
        score="decision_function",
        fit_threads="n_jobs",
        fit_cost=_fit_cost,
        order=10,
    )
)
