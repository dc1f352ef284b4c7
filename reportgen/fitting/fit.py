"""One fit: train an estimator, score the held-out samples in chunks, weigh it."""

import io
import pickle
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.search_records import Search
from reportgen.fitting.core_budget import CoreBudget, current_budget
from reportgen.fitting.training_rows import chunk_rows, features_for, training_data, unfitted
from reportgen.fitting.warnings_by_thread import noticed
from reportgen.metrics.metric_spec import BEST_ANSWERS, BestScores
from reportgen.models.asking import ask
from reportgen.models.building import refuse_constant
from reportgen.models.catalogue import Model
from reportgen.models.model_spec import Estimator
from reportgen.models.pipeline_steps import describe, final_step, front_notes, models_within, parameters
from reportgen.planning.fit_job import FitData, FitJob, FitResult
from reportgen.tasks import MANY_CLASSES


class Chunk(NamedTuple):
    """What was predicted of some rows; the notes are warnings met, which pool threads would lose."""

    answers: NDArray[Any]
    scores: NDArray[np.float64] | BestScores | None
    notes: list[str]


def fit(job: FitJob, data: FitData, unfinished: int = 1) -> FitResult:
    """Carry out one job; whatever goes wrong in the estimator becomes a result that says so."""
    budget = current_budget()
    spreads = job.model.spec.fit_threads is not None or bool(job.model.grid)
    with budget.job(unfinished, spreads=spreads) as cores, noticed() as notes:
        notes.extend(front_notes(job.model.spec, has_missing=data.has_missing, form=data.form))
        notes.extend(_training_notes(job))
        estimator: Estimator = None
        try:
            model, found = _searched(job, data, cores)
            estimator = unfitted(job, data, model)
            return replace(_fit_and_score(job, data, estimator, cores, budget, notes), search=found)
        except Exception as error:  # noqa: BLE001 - a failure is data: other models go on
            return _failed(job, estimator, error, notes)


def _searched(job: FitJob, data: FitData, cores: int) -> tuple[Model, Search | None]:
    """Return the model with the parameters that a search on its training data found, where one was asked for."""
    if job.inner is None or job.model.grid is None:
        return job.model, None
    from reportgen.fitting.parameter_search import search

    params, found = search(job, job.inner, job.model.grid, data, cores)
    return job.model.with_params(params), found


def _fit_and_score(
    job: FitJob, data: FitData, estimator: Estimator, cores: int, budget: CoreBudget, notes: list[str]
) -> FitResult:
    from threadpoolctl import threadpool_limits

    refuse_constant(job.model.spec, data.form, data.codes[job.train])
    description, given = describe(estimator), parameters(estimator)
    with threadpool_limits(limits=cores if job.model.spec.fit_threads == "openmp" else 1, user_api="openmp"):
        started = time.perf_counter()
        with_threads(job, estimator, cores)
        with in_threads():
            estimator.fit(*training_data(job, data, job.train))
        fit_seconds = time.perf_counter() - started
    with_threads(job, estimator, 1)
    if job.model.spec.fitted_note is not None and data.form.kind == "class":
        notes.append(job.model.spec.fitted_note(final_step(estimator)))
    chunks, predict_seconds = _predict(job, data, estimator, budget, cores)
    notes.extend(note for chunk in chunks for note in chunk.notes)
    return FitResult(
        answers=np.concatenate([chunk.answers for chunk in chunks]),
        scores=_joined([chunk.scores for chunk in chunks]),
        estimator=description,
        parameters=given,
        fit_seconds=fit_seconds,
        predict_seconds=predict_seconds,
        cores=cores,
        size_bytes=pickled_size(estimator),
        notes=tuple(dict.fromkeys(notes)),
    )


def _training_notes(job: FitJob) -> list[str]:
    notes = list(job.inner.notes) if job.inner is not None else []
    return notes if job.shifts is None or job.model.spec.baseline else [*notes, job.shifts.note]


def in_threads() -> Any:
    """Let whatever the estimator hands to joblib run in threads, which share the training data."""
    from joblib import parallel_config

    return parallel_config(backend="threading")


def with_threads(job: FitJob, estimator: Estimator, cores: int) -> None:
    """Let the final step use `cores` threads; a forest predicts alike on any number only if it uses one."""
    if job.model.spec.fit_threads == "n_jobs":
        for model in models_within(final_step(estimator)):
            model.set_params(n_jobs=cores)


def _predict(
    job: FitJob, data: FitData, estimator: Estimator, budget: CoreBudget, cores: int
) -> tuple[list[Chunk], float]:
    size = chunk_rows(data)
    starts = range(0, len(job.held_out), size)
    seconds = [0.0] * len(starts)

    def predict_chunk(chunk: int) -> Chunk:
        from threadpoolctl import threadpool_limits

        rows = job.held_out[starts[chunk] : starts[chunk] + size]
        with threadpool_limits(limits=1, user_api="openmp"), noticed() as notes:
            features = features_for(job, data, rows)
            started = time.perf_counter()
            answers, scores = ask(job.model.spec, estimator, features, data.form)
            seconds[chunk] = time.perf_counter() - started
        return Chunk(answers, _thinned(scores, data.codes[rows], data.form.n_classes), notes)

    return budget.in_chunks(predict_chunk, len(starts), cores), sum(seconds)


def _thinned(
    scores: NDArray[np.float64] | None, truth: NDArray[np.int64], n_classes: int
) -> NDArray[np.float64] | BestScores | None:
    """Keep all scores, or of very many classes the best answers' alone."""
    if scores is None or n_classes <= MANY_CLASSES:
        return scores
    best = np.argpartition(-scores, BEST_ANSWERS - 1, axis=1)[:, :BEST_ANSWERS]
    by_score = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
    best = np.take_along_axis(best, by_score, axis=1)
    return BestScores(
        classes=best.astype(np.int64),
        scores=np.take_along_axis(scores, best, axis=1),
        true_scores=scores[np.arange(len(truth)), truth],
        squares=np.square(scores).sum(axis=1),
    )


def _joined(
    parts: Sequence[NDArray[np.float64] | BestScores | None],
) -> NDArray[np.float64] | BestScores | None:
    arrays = [part for part in parts if isinstance(part, np.ndarray)]
    if arrays:
        return np.concatenate(arrays)
    best = [part for part in parts if isinstance(part, BestScores)]
    return join_best(best) if best else None


def join_best(parts: Sequence[BestScores]) -> BestScores:
    """Return the parts as one, in their order."""
    return BestScores(
        classes=np.concatenate([part.classes for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        true_scores=np.concatenate([part.true_scores for part in parts]),
        squares=np.concatenate([part.squares for part in parts]),
    )


class _Scale(io.RawIOBase):
    """A file that keeps nothing but the number of bytes written to it."""

    weight = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        size = memoryview(content).nbytes
        self.weight += size
        return size


def pickled_size(estimator: Estimator) -> int | None:
    """Return the length of the estimator's pickle in bytes without holding it; None where it cannot be pickled."""
    scale = _Scale()
    try:
        pickle.Pickler(scale, protocol=5).dump(estimator)
    except Exception:  # noqa: BLE001 - estimators that users bring may hold anything
        return None
    return scale.weight


def _failed(job: FitJob, estimator: Estimator, error: Exception, notes: list[str]) -> FitResult:
    text = " ".join(str(error).split()) or type(error).__name__
    where = "the test fit" if job.fold is None else f"fold {job.fold}"
    where += f", repeat {job.repeat}" if job.repeat else ""
    reason = f"{type(error).__name__} in {where}: {text}"
    return FitResult(
        answers=np.empty(0, dtype=np.int64),
        scores=None,
        estimator=describe(estimator) if estimator is not None else job.model.id,
        parameters=parameters(estimator) if estimator is not None else {},
        notes=tuple(notes),
        error=reason[:500],
    )
