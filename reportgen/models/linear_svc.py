"""Linear support vector classifier."""

from reportgen.models.model_spec import MODELS, Estimator, ModelSpec, boundaries


def _build(seed: int) -> Estimator:
    from sklearn.svm import LinearSVC

    return LinearSVC(random_state=seed)


def _fit_cost(n: int, d: int, k: int) -> float:
    return 8e-7 * n * d * boundaries(k)


MODELS.register(
    ModelSpec(
        id="linear_svc",
        title="Linear SVC",
        description="Separates the classes by straight boundaries that keep far from the samples.",
        build=_build,
        wants_scaling=True,
        takes_sparse=True,
        answers="decision",
        score="decision_function",
        fit_cost=_fit_cost,
        order=30,
    )
)
