"""The core budget: never more at work than there are cores, and nothing lost."""

import gc
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from reportgen.fitting.core_budget import CoreBudget


class Meter:
    """Counts how many are at work at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = threading.Lock()

    def work(self, seconds: float = 0.002) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(seconds)
        with self.lock:
            self.now -= 1


@pytest.mark.parametrize("total", [1, 2, 5])
@pytest.mark.parametrize("jobs", [1, 3, 12])
def test_never_more_at_work_than_cores(total: int, jobs: int) -> None:
    budget, meter = CoreBudget(total), Meter()

    def chunk(number: int) -> int:
        meter.work()
        return number

    def job(_: int) -> list[int]:
        with budget.job(unfinished=jobs) as cores:
            return budget.in_chunks(chunk, 9, cores)

    with ThreadPoolExecutor(jobs) as pool:
        results = list(pool.map(job, range(jobs)))
    assert results == [list(range(9))] * jobs
    assert meter.most <= total
    with budget.job(unfinished=1) as cores:  # every core came back
        assert cores == total


def test_a_single_prediction_uses_every_core() -> None:
    budget, meter = CoreBudget(4), Meter()

    def chunk(_: int) -> None:
        meter.work(0.02)

    with budget.job(unfinished=3) as cores:
        assert cores == 1
        budget.in_chunks(chunk, 20, cores)
    assert meter.most == 4


def test_a_failing_chunk_is_raised_and_returns_its_core() -> None:
    budget = CoreBudget(3)

    def fail(number: int) -> None:
        time.sleep(0.002)
        if number == 4:
            raise RuntimeError("chunk 4")

    with pytest.raises(RuntimeError, match="chunk 4"), budget.job(unfinished=2) as cores:
        budget.in_chunks(fail, 9, cores)
    with budget.job(unfinished=1) as cores:
        assert cores == 3


def test_a_fit_that_does_not_spread_leaves_the_other_cores_to_the_rest() -> None:
    budget = CoreBudget(2)
    with budget.job(unfinished=1, spreads=False) as cores, budget.job(unfinished=1) as others:
        assert (cores, others) == (1, 1)


def test_what_is_worked_on_is_freed_without_the_garbage_collector() -> None:
    """A model and its training data are large, and the command line collects garbage rarely."""

    class Load:
        """Stands for a model."""

    load = Load()
    kept = weakref.ref(load)
    budget = CoreBudget(3)
    gc.disable()
    try:
        with budget.job(unfinished=3) as cores:
            budget.in_chunks(partial(lambda _load, chunk: chunk, load), 9, cores)
        del load
        assert kept() is None
    finally:
        gc.enable()
