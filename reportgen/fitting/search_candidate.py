"""Candidate: one combination of parameters as scikit-learn's searches see it, fitted on row numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin

from reportgen.fitting.core_budget import current_budget
from reportgen.fitting.shared_neighbours import Neighbours
from reportgen.fitting.training_rows import chunk_rows, features_for, training_data, unfitted
from reportgen.fitting.warnings_by_thread import noticed
from reportgen.models.asking import Answered, ask
from reportgen.models.model_spec import Estimator
from reportgen.models.search_grid import SearchGrid
from reportgen.planning.fit_job import FitData, FitJob, Rows


class Trial:
    """What all candidates of one search share: the data, the training rows, and neighbours once found."""

    def __init__(self, job: FitJob, data: FitData, train: Rows, grid: SearchGrid) -> None:
        self.job, self.data, self.train = job, data, train
        self.neighbours = Neighbours.of(job.model, grid, data)

    def build(self, params: dict[str, Any]) -> Estimator:
        """Return the unfitted estimator with all that comes in front and these parameters."""
        return unfitted(self.job, self.data, self.job.model.with_params(params))


class Candidate(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A combination of parameters; `X` is a column of positions among the training rows of the fit."""

    def __init__(self, trial: Trial, params: dict[str, Any] | None = None) -> None:
        self.trial = trial
        self.params = params

    def __sklearn_clone__(self) -> "Candidate":
        """Return an unfitted one that shares the data."""
        return Candidate(self.trial, self.params)

    def set_params(self, **params: Any) -> "Candidate":
        """Take the combination that a search tries, by the names that a user gave."""
        self.params = params
        return self

    def fit(self, positions: Rows, _: NDArray[Any]) -> "Candidate":
        """Fit the model on some of the training rows, on one core; shifted copies are made of these alone."""
        from threadpoolctl import threadpool_limits

        trial, self.rows_ = self.trial, self.trial.train[positions.ravel()]
        with threadpool_limits(limits=1, user_api="openmp"), noticed():
            estimator = trial.build(self.params or {})
            self.estimator_ = estimator.fit(*training_data(trial.job, trial.data, self.rows_))
        # Scorers look at the number of classes; of several answers any will do that is not none.
        self.classes_ = np.arange(trial.data.form.n_classes or 2)
        return self

    def predict(self, positions: Rows) -> NDArray[Any]:
        """Return the predictions."""
        return self.answered(positions)[0]

    def answered(self, positions: Rows) -> Answered:
        """Return predictions and scores, asked for chunk by chunk, on cores that are free."""
        trial, rows = self.trial, self.trial.train[positions.ravel()]
        size = chunk_rows(trial.data)
        starts = range(0, len(rows), size)
        parts = current_budget().in_chunks(
            lambda chunk: self._ask_chunk(rows[starts[chunk] : starts[chunk] + size]), len(starts), 1
        )
        scores = [part[1] for part in parts if part[1] is not None]
        return np.concatenate([part[0] for part in parts]), np.concatenate(scores) if scores else None

    def _ask_chunk(self, rows: Rows) -> Answered:
        from threadpoolctl import threadpool_limits

        trial = self.trial
        with threadpool_limits(limits=1, user_api="openmp"), noticed():
            if trial.neighbours is not None:
                return trial.neighbours.ask(self.estimator_, self.rows_, rows)
            features = features_for(trial.job, trial.data, rows)
            return ask(trial.job.model.spec, self.estimator_, features, trial.data.form)
