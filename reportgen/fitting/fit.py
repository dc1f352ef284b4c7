"""One fit: train an estimator, predict the held-out samples in chunks, measure its size."""

import io
import pickle
import time
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.search_records import Search
from reportgen.fitting.core_budget import CoreBudget, current_budget
from reportgen.fitting.fit_result import FitResult
from reportgen.fitting.training_rows import chunk_rows, features_for, training_data, unfitted
from reportgen.fitting.warnings_by_thread import noticed
from reportgen.models.asking import ask
from reportgen.models.building import refuse_constant
from reportgen.models.catalogue import Model
from reportgen.models.model_spec import Estimator
from reportgen.models.pipeline_steps import describe, final_step, front_notes, models_within, parameters
from reportgen.planning.fit_job import FitData, FitJob
from reportgen.predictions.scores import Scores
from reportgen.tasks import MANY_CLASSES


class Chunk(NamedTuple):
    """What was predicted of some rows; the notes are warnings met, which pool threads would lose."""

    predicted: NDArray[Any]
    scores: Scores | None
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
            return replace(_fit_and_predict(job, data, estimator, cores, budget, notes), search=found)
        except Exception as error:  # noqa: BLE001 - a failure is data: other models go on
            return _failed(job, estimator, error, notes)


def _searched(job: FitJob, data: FitData, cores: int) -> tuple[Model, Search | None]:
    """Return the model with the parameters that a search on its training data found, where one was asked for."""
    if job.inner is None or job.model.grid is None:
        return job.model, None
    from reportgen.fitting.parameter_search import search

    params, found = search(job, job.inner, job.model.grid, data, cores)
    return job.model.with_params(params), found


def _fit_and_predict(
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
    scores = [chunk.scores for chunk in chunks if chunk.scores is not None]
    return FitResult(
        predicted=np.concatenate([chunk.predicted for chunk in chunks]),
        scores=Scores.join(scores) if scores else None,
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
    if slow := job.model.slow_note(len(job.train)):
        notes.append(slow)
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
            predicted, values = ask(job.model.spec, estimator, features, data.form)
            seconds[chunk] = time.perf_counter() - started
        return Chunk(predicted, _kept(values, data.codes[rows], data.form.n_classes), notes)

    return budget.in_chunks(predict_chunk, len(starts), cores), sum(seconds)


def _kept(values: NDArray[np.float64] | None, truth: NDArray[np.int64], n_classes: int) -> Scores | None:
    """Keep the scores of all classes, or of very many the best alone."""
    if values is None:
        return None
    return Scores(values) if n_classes <= MANY_CLASSES else Scores.best_of(values, truth)


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
        predicted=np.empty(0, dtype=np.int64),
        scores=None,
        estimator=describe(estimator) if estimator is not None else job.model.id,
        parameters=parameters(estimator) if estimator is not None else {},
        notes=tuple(notes),
        error=reason[:500],
    )
