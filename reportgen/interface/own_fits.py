"""Estimators of a user's own, fitted in the same division as the catalogue's models, on the rows as they were given."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import ModelInfo, Timings
from reportgen.errors import InputError
from reportgen.external.class_names import value_name
from reportgen.interface.asked_estimator import AskedEstimator
from reportgen.models.answers import for_all_classes
from reportgen.models.respond import UNKNOWN
from reportgen.planning.families.planning_family import Predicted
from reportgen.planning.fit_plan import FitPlan
from reportgen.predictions.analysis_predictions import ModelPredictions, Repeat
from reportgen.predictions.scores import ScoreKind, Scores
from reportgen.predictions.split_predictions import SplitPredictions, join
from reportgen.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.int64]

#: What a score is, by the method that gives it.
_KINDS: dict[str, ScoreKind] = {"predict_proba": "probability", "decision_function": "decision"}


@dataclass(frozen=True, eq=False)
class OwnFits:
    """Fits of one estimator in every fold and for the test.

    Attributes
    ----------
    name : str
    estimator : Any
        Cloned for each fit, so that it stays as it was given.
    frame : DataFrame of shape (n_rows, n_columns)
        What it learns from, as it was given.
    targets : ndarray of shape (n_rows,)
        The classes as they were given.
    plan : FitPlan
    """

    name: str
    estimator: Any
    frame: "pd.DataFrame"
    targets: NDArray[Any]
    plan: FitPlan
    _seconds: dict[str, list[float]] = field(default_factory=lambda: {"fit": [], "predict": []})

    def predictions(self, progress: Progress) -> ModelPredictions:
        """Return what it predicted in each fold and for the test; where a fit fails, why."""
        progress.message(f"Fitting {self.name}")
        division = self.plan.division
        try:
            folds = [self._predicted(train, held_out) for train, held_out in division.folds]
            whole: dict[Split, SplitPredictions] = {"cv": join(folds)} if folds else {}
            if len(division.test):
                whole["test"] = self._predicted(division.train, division.test)
        except InputError as error:
            progress.message(str(error))
            return ModelPredictions(self._info(str(error), None))
        kind = getattr(next(iter(whole.values())), "score_kind", None)
        return ModelPredictions(self._info(None, kind), Repeat(whole, tuple(folds)))

    def _predicted(self, train: Rows, held_out: Rows) -> SplitPredictions:
        fitted = self._fitted(train)
        asked = AskedEstimator(self.name, fitted)
        start = time.perf_counter()
        answers = asked.answers(self._rows(held_out))
        self._seconds["predict"].append(time.perf_counter() - start)
        labels, scores = answers if isinstance(answers, tuple) else (answers, None)
        codes = self._codes(np.asarray(labels))
        kind = None if scores is None else _KINDS[asked.way or "predict_proba"]
        kept = (
            None
            if scores is None or kind is None
            else Scores(self._by_code(fitted, np.asarray(scores), asked.way))
        )
        predicted = Predicted(held_out, codes, kept, kind)
        return self.plan.family.predictions(self.plan.dataset, self.plan.target, predicted)

    def _fitted(self, train: Rows) -> Any:
        from sklearn.base import clone

        start = time.perf_counter()
        try:
            fitted = clone(self.estimator, safe=False).fit(self._rows(train), self._targets(train))
        except Exception as error:  # somebody's code may raise anything
            problem = " ".join(str(error).split())
            raise InputError(f"“{self.name}”: fit() failed with {type(error).__name__}: {problem}") from error
        self._seconds["fit"].append(time.perf_counter() - start)
        return fitted

    def _rows(self, rows: Rows) -> "pd.DataFrame":
        return self.frame.iloc[self.plan.dataset.sample_ids[rows]]

    def _targets(self, rows: Rows) -> NDArray[Any]:
        """Return the classes as they were given; of a detector the two that it tells apart."""
        if self.plan.target.positive is not None:
            return np.asarray(np.array(self.plan.target.classes)[self.plan.target.codes[rows]])
        return np.asarray(self.targets[self.plan.dataset.sample_ids[rows]])

    def _codes(self, labels: NDArray[Any]) -> NDArray[np.int64]:
        places = {name: place for place, name in enumerate(self.plan.target.classes)}
        names = [value_name(label) or str(label) for label in labels.tolist()]
        unknown = next((name for name in names if name not in places), None)
        if unknown is not None:
            raise InputError(f"“{self.name}” predicts `{unknown}`, which is none of the classes.")
        return np.array([places[name] for name in names], dtype=np.int64)

    def _by_code(self, fitted: Any, scores: NDArray[Any], way: str | None) -> NDArray[np.float64]:
        """Return scores by code, whatever the order in which the estimator has the classes."""
        n_classes = len(self.plan.target.classes)
        classes = getattr(fitted, "classes_", None)
        known = np.arange(n_classes) if classes is None else self._codes(np.asarray(classes))
        order = np.argsort(known)
        if scores.ndim == 1:
            scores = scores if len(known) < 2 or known[1] > known[0] else -scores
        else:
            scores = scores[:, order]
        return for_all_classes(scores, known[order], n_classes, unknown=UNKNOWN[way or "predict_proba"])

    def _info(self, reason: str | None, kind: ScoreKind | None) -> ModelInfo:
        info = ModelInfo(
            id=self.name,
            title=self.name,
            estimator="",
            parameters={},
            baseline=False,
            status="failed" if reason else "ok",
            reason=reason,
            timings=None if reason or self.plan.config.reproducible else self._timings(),
            size_bytes=None,
            score_kind=kind,
            seeds=[self.plan.config.seed],
        )
        return AskedEstimator(self.name, self.estimator).described(
            info, "An estimator of one's own, fitted on the rows as they were given."
        )

    def _timings(self) -> Timings:
        """Return times of the test fit, which is the last, or the mean over the folds without one."""
        has_test = len(self.plan.division.test) > 0
        fit, predict = (
            own[-1:] if has_test else own for own in (self._seconds["fit"], self._seconds["predict"])
        )
        rows = (
            len(self.plan.division.test) if has_test else len(self.plan.division.train) / max(1, len(predict))
        )
        mean = float(np.mean(predict))
        return Timings(
            fit_seconds=float(np.mean(fit)),
            predict_seconds=mean,
            predict_microseconds_per_sample=1e6 * mean / rows,
        )
