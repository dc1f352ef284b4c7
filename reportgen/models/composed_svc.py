"""What models that scikit-learn puts together of several support vector classifiers have in common."""

from typing import Any

from reportgen.models.model_spec import ModelSpec
from reportgen.models.svc import CHEAPER, HOUR_ROWS, seeded


def support_vectors_together(**own: Any) -> ModelSpec:
    """Return the spec of a model of `sklearn.multiclass` that holds SVCs; `own` are the facts in which they differ."""
    return ModelSpec(
        wants_scaling=True,
        answers="decision",
        score="decision_function",
        fit_threads="n_jobs",
        inner="estimator",
        seeded=seeded,
        hour_rows=HOUR_ROWS,
        cheaper=CHEAPER,
        **own,
    )
