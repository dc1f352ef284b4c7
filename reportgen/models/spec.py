"""ModelSpec: what the catalogue knows of a model, and the registry of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from reportgen.registry import Registry

Estimator = Any  # scikit-learn's estimators share no base class that types can lean on


@dataclass(frozen=True)
class ModelSpec:
    """A model that can be asked for by its key.

    Attributes
    ----------
    id : str
        The key a user types.
    title : str
        Name for readers, short enough for a table: `Random forest`.
    description : str
        One sentence for a reader who knows no scikit-learn.
    build : callable
        Makes the unfitted estimator from a seed; imports scikit-learn when called.
    wants_scaling : bool
        Whether tables are scaled in front of it.
    takes_missing : bool
        Whether it accepts NaN as it is.
    answers : {"probability", "decision", "votes", "predict"}
        How answers follow from what is computed once: the largest of predict_proba, the largest (or sign) of
        decision_function, the votes of pairwise decisions, or only by calling predict itself. Anything but
        `predict` must be provably equal to predict().
    score : {"predict_proba", "decision_function"} or None
        The method whose output is kept as the model's scores.
    fit_threads, predict_threads : {"n_jobs", "openmp", None}
        What lets it use several cores in fit, if anything does; prediction is shared out in chunks of rows.
    fit_cost : callable
        Rough seconds for fitting, from (n_samples, n_features, n_classes); only the order of jobs depends on it.
    predict_cost : callable
        Rough seconds for predicting (n_train, n_samples, n_features, n_classes).
    order : int
        Place in listings.
    """

    id: str
    title: str
    description: str
    build: Callable[[int], Estimator]
    wants_scaling: bool = False
    takes_missing: bool = False
    answers: Literal["probability", "decision", "votes", "predict"] = "predict"
    score: Literal["predict_proba", "decision_function"] | None = "predict_proba"
    fit_threads: Literal["n_jobs", "openmp"] | None = None
    fit_cost: Callable[[int, int, int], float] = lambda n, d, k: 1e-8 * n * d * k
    predict_cost: Callable[[int, int, int, int], float] = lambda _, n, d, k: 1e-9 * n * d * k
    baseline: bool = False
    order: int = 50


MODELS: Registry[ModelSpec] = Registry("models", "reportgen.models", sort=lambda spec: (spec.order, spec.id))

#: The key of the naive baseline, which is part of every analysis.
BASELINE = "dummy"
