"""Small fits to run."""

import numpy as np
from sklearn.datasets import load_iris

from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import resolve
from reportgen.planning.fit_job import FitData, FitJob


def iris_data(content: str = "iris") -> FitData:
    X, y = load_iris(return_X_y=True)
    return FitData(
        X,
        y.astype(np.int64),
        AnswerForm("class", 3),
        "array",
        has_missing=False,
        only_numbers=False,
        content=content,
    )


def iris_jobs(*keys: str, seed: int = 42, params: dict[str, dict[str, object]] | None = None) -> list[FitJob]:
    """Two folds and a test fit of each model, the naive baseline included."""
    rows = np.random.default_rng(0).permutation(150)
    parts = [(0, rows[:60], rows[60:120]), (1, rows[60:120], rows[:60]), (None, rows[:120], rows[120:])]
    return [
        FitJob(model, fold, train, held_out, seed)
        for model in resolve(keys, params or {})
        for fold, train, held_out in parts
    ]
