"""The naive baseline: the answer without looking."""

from reportgen.models.spec import BASELINE, MODELS, Estimator, ModelSpec


def _build(seed: int) -> Estimator:
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior", random_state=seed)


def _cost(*_: int) -> float:
    return 0.001


MODELS.register(
    ModelSpec(
        id=BASELINE,
        title="Commonest class",
        description="Answers every sample with the class that is commonest in the training data.",
        build=_build,
        takes_missing=True,
        several="outputs",
        fit_cost=_cost,
        predict_cost=_cost,
        ignores_features=True,
        baseline=True,
        order=900,
    )
)
