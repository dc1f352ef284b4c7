"""All fits of an analysis, side by side, longest first."""

import time
from collections.abc import Sequence
from threading import Lock

from reportgen.evaluation.fitting.cache import FitCache, fit_key
from reportgen.evaluation.fitting.cores import use_budget
from reportgen.evaluation.fitting.fit import fit
from reportgen.evaluation.fitting.job import FitData, FitJob, FitResult
from reportgen.evaluation.fitting.notices import sort_warnings_by_thread
from reportgen.progress import JobLabel, Progress


class _Countdown:
    """How many jobs are not finished yet; read and lowered by all worker threads."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = Lock()

    @property
    def value(self) -> int:
        return self._count

    def lower(self) -> None:
        with self._lock:
            self._count -= 1


def fit_all(
    jobs: Sequence[FitJob], data: FitData, cores: int, cache: FitCache, progress: Progress
) -> dict[JobLabel, FitResult]:
    """Carry out all jobs on `cores` cores and return their results by label.

    Finished fits of earlier runs are taken up, and each new one is kept as soon as it is there. joblib runs the
    jobs in threads, which share the training data: the estimators' own code leaves Python's lock while it
    computes. A backend set with `joblib.parallel_config` takes precedence.
    """
    keys = {job.label: fit_key(job, data) for job in jobs}
    progress.plan([job.label for job in jobs])
    results: dict[JobLabel, FitResult] = {}
    for job in jobs:
        if (found := cache.find(keys[job.label])) is not None:
            results[job.label] = found
            progress.finished(job.label, found.fit_seconds + found.predict_seconds, "cached")
    if results:
        progress.message(
            f"{len(results)} of {len(jobs)} fits were finished by an earlier run and are taken up."
        )
    todo = [job for job in jobs if job.label not in results]
    results |= _run(_longest_first(todo, data), keys, data, cores, cache, progress)
    if cache.problem:
        progress.message(cache.problem)
    cache.prune()
    return results


def _longest_first(jobs: Sequence[FitJob], data: FitData) -> list[FitJob]:
    n_features = data.features.shape[1]
    return sorted(jobs, key=lambda job: -job.cost(n_features, data.n_classes))


def _run(
    jobs: Sequence[FitJob],
    keys: dict[JobLabel, str],
    data: FitData,
    cores: int,
    cache: FitCache,
    progress: Progress,
) -> dict[JobLabel, FitResult]:
    from joblib import Parallel, delayed
    from threadpoolctl import threadpool_limits

    countdown = _Countdown(len(jobs))

    def carry_out(job: FitJob) -> tuple[JobLabel, FitResult]:
        progress.started(job.label)
        started = time.perf_counter()
        result = fit(job, data, countdown.value)
        countdown.lower()
        cache.keep(keys[job.label], result)
        progress.finished(job.label, time.perf_counter() - started, "failed" if result.error else "done")
        return job.label, result

    # One thread for linear algebra: its sums would otherwise depend on the number of threads.
    with use_budget(cores), sort_warnings_by_thread(), threadpool_limits(limits=1, user_api="blas"):
        runner = Parallel(
            n_jobs=min(cores, max(1, len(jobs))), prefer="threads", batch_size=1, pre_dispatch="all"
        )
        return dict(runner(delayed(carry_out)(job) for job in jobs))
