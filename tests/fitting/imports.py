"""A run in a process that has imported none of scikit-learn yet, as that of a command has not."""

import sys
from pathlib import Path

import numpy as np

from reportgen.fitting import fit_all
from reportgen.fitting.fit_cache import FitCache
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import resolve
from reportgen.planning.fit_job import FitData, FitJob
from reportgen.progress import JobLabel, Silent


def run_with_nothing_imported(folder: Path) -> None:
    """Fit several models at once; the modules that threads import must be there before they start."""
    assert "sklearn" not in sys.modules
    models = resolve(("knn", "rf", "nb", "tree", "logreg", "mlp"))
    assert "sklearn.neighbors" not in sys.modules
    X, y = np.arange(80.0).reshape(40, 2), np.arange(40) % 2
    data = FitData(X, y, AnswerForm("class", 2), "array", has_missing=False, only_numbers=False, content="c")
    rows = np.arange(40)
    tasks = [(FitJob(model, None, rows, rows, 0), data) for model in models]
    imported: set[str] = set()

    class Watch(Silent):
        def started(self, job: JobLabel) -> None:  # noqa: ARG002
            if not imported:
                imported.update(sys.modules)

    results = fit_all.fit_all(tasks, 4, FitCache(folder), Watch())
    assert [result.error for result in results.values() if result.error] == []
    assert {"sklearn.neighbors", "sklearn.ensemble", "sklearn.linear_model"} <= imported
