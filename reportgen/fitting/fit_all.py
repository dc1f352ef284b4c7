"""All fits of a run, side by side, longest first; what several analyses have in common is fitted once."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import NamedTuple

from reportgen.fitting.core_budget import use_budget
from reportgen.fitting.fit import fit
from reportgen.fitting.fit_cache import FitCache, fit_key
from reportgen.fitting.fit_result import FitResult
from reportgen.fitting.time_left import TimeLeft, alike, cost_of, trial_rate
from reportgen.fitting.training_rows import unfitted
from reportgen.fitting.warnings_by_thread import sort_warnings_by_thread
from reportgen.planning.fit_job import FitData, FitJob
from reportgen.progress import JobLabel, Progress, Silent


class _Watch:
    """Tells of the fits that begin, and how many are not finished; in another process it is blind and silent."""

    def __init__(self, progress: Progress, count: int, left: TimeLeft | None = None) -> None:
        self._progress = progress
        self._left = left
        self._unfinished = count
        self._lock = Lock()

    def __reduce__(self) -> tuple[type["_Watch"], tuple[Progress, int]]:
        return _Watch, (Silent(), 1)

    @property
    def unfinished(self) -> int:
        return self._unfinished

    def begin(self, label: JobLabel) -> None:
        self._progress.started(label)
        if self._left is not None:
            self._left.started(label)

    def count_down(self) -> None:
        with self._lock:
            self._unfinished -= 1


class _Finished(NamedTuple):
    key: str
    label: JobLabel
    result: FitResult
    seconds: float


#: A fit to do, and the data that it is done on.
FitTask = tuple[FitJob, FitData]


def fit_all(
    tasks: Sequence[FitTask], cores: int, cache: FitCache, progress: Progress
) -> dict[JobLabel, FitResult]:
    """Carry out all fits on `cores` cores and return their results by label.

    Finished fits of earlier runs are reused, and each new one is kept as soon as it is there. joblib runs the
    jobs in threads, which share the training data: the estimators' own code leaves Python's lock while it
    computes. A backend set with `joblib.parallel_config` takes precedence, and its workers use one core each.
    """
    keys = {job.label: fit_key(job, data) for job, data in tasks}
    progress.plan(list(keys))
    results = _take_up(keys, cache, progress)
    unique = {keys[job.label]: (job, data) for job, data in reversed(tasks) if job.label not in results}
    fitted = _run(_longest_first(unique), cores, cache, progress)
    for label, key in keys.items():
        if label not in results:
            results[label] = fitted[key]
            if unique[key][0].label != label:
                progress.finished(label, 0.0, "shared")
    if cache.problem:
        progress.message(cache.problem)
    cache.prune()
    return results


def _take_up(keys: Mapping[JobLabel, str], cache: FitCache, progress: Progress) -> dict[JobLabel, FitResult]:
    """Return what earlier runs have finished."""
    results: dict[JobLabel, FitResult] = {}
    for label, key in keys.items():
        if (found := cache.find(key)) is not None:
            results[label] = found
            progress.finished(label, found.fit_seconds + found.predict_seconds, "cached")
    if results:
        progress.message(
            f"{len(results)} of {len(keys)} fits were finished by an earlier run and are reused."
        )
    return results


def _longest_first(tasks: Mapping[str, FitTask]) -> dict[str, FitTask]:
    return dict(sorted(tasks.items(), key=lambda item: -cost_of(*item[1])))


def _time_left(tasks: Mapping[str, FitTask], cores: int, unfinished: int) -> TimeLeft:
    """Return what reckons the time left, with trial fits made of models that train on very many rows."""
    timed = [task for task in tasks.values() if not task[0].model.spec.baseline]
    left = TimeLeft({task[0].label: cost_of(*task) for task in timed}, cores)
    groups: dict[tuple[str, str], list[FitTask]] = {}
    for task in timed:
        groups.setdefault(alike(task[0].label), []).append(task)
    for own in groups.values():
        if (rate := trial_rate(own, unfinished)) is not None:
            left.expect(own[0][0].label, rate)
    return left


def _run(
    tasks: Mapping[str, FitTask], cores: int, cache: FitCache, progress: Progress
) -> dict[str, FitResult]:
    _import_libraries(tasks)
    from joblib import Parallel, delayed
    from threadpoolctl import threadpool_limits

    # The baseline takes no time, so that it is no reason to leave it a core.
    unfinished = sum(not job.model.spec.baseline for job, _ in tasks.values())
    results: dict[str, FitResult] = {}
    # One thread for linear algebra: its sums would otherwise depend on the number of threads.
    with use_budget(cores), sort_warnings_by_thread(), threadpool_limits(limits=1, user_api="blas"):
        left = _time_left(tasks, cores, unfinished)
        watch = _Watch(progress, unfinished, left)
        progress.expect(left)
        runner = Parallel(
            n_jobs=min(cores, max(1, len(tasks))),
            prefer="threads",
            batch_size=1,
            pre_dispatch="all",
            return_as="generator_unordered",
        )
        # Each is kept as it comes: an interruption, or a worker that dies, loses none of the others.
        for done in runner(delayed(_carry_out)(key, *task, watch) for key, task in tasks.items()):
            cache.keep(done.key, done.result)
            results[done.key] = done.result
            left.finished(done.label, None if done.result.error else done.seconds)
            progress.finished(done.label, done.seconds, "failed" if done.result.error else "done")
    return results


def _import_libraries(tasks: Mapping[str, FitTask]) -> None:
    """Import what the fits will need, here and one after the other.

    Threads that import scikit-learn at the same time can meet modules that are half imported, and limits on threads
    reach only libraries that are loaded.
    """
    import scipy.linalg  # noqa: F401

    for job, data in {job.model.id: (job, data) for job, data in tasks.values()}.values():
        with suppress(Exception):  # what cannot be built fails in its own job, with the reason
            unfitted(job, data)
    if any(job.inner is not None for job, _ in tasks.values()):
        import sklearn.model_selection  # noqa: F401


def _carry_out(key: str, job: FitJob, data: FitData, watch: _Watch) -> _Finished:
    watch.begin(job.label)
    started = time.perf_counter()
    result = fit(job, data, watch.unfinished)
    if not job.model.spec.baseline:
        watch.count_down()
    return _Finished(key, job.label, result, time.perf_counter() - started)
