"""CoreBudget: the cores of a run, shared out so that the machine is never oversubscribed."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class CoreBudget:
    """Hands out cores to jobs and to the threads within them.

    A job holds at least one core while it runs. What is left when fewer jobs than cores remain goes to the
    jobs' own threads: to a fit when it starts, to a prediction from chunk to chunk.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self._free = total
        self._waiting = 0
        self._changed = Condition()

    @contextmanager
    def job(self, unfinished: int, *, spreads: bool = True) -> Iterator[int]:
        """Hold cores for a fit, waiting for the first; `unfinished` jobs (this one included) share them fairly.

        A fit that does not spread over several cores holds one, and leaves the others to the rest.
        """
        fair = max(1, self.total // max(1, unfinished)) if spreads else 1
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: self._free > 0)
            self._waiting -= 1
            cores = min(fair, self._free)
            self._free -= cores
        try:
            yield cores
        finally:
            self.release(cores)

    def release(self, cores: int) -> None:
        """Give cores back."""
        with self._changed:
            self._free += cores
            self._changed.notify_all()

    def take_spare(self) -> bool:
        """Take one core that nobody waits for; say whether there was one."""
        with self._changed:
            if self._free > 0 and not self._waiting:
                self._free -= 1
                return True
            return False

    def must_return(self) -> bool:
        """Say whether a job waits for a core."""
        with self._changed:
            return self._waiting > 0

    def in_chunks(self, work: Callable[[int], T], chunks: int, workers: int) -> list[T]:
        """Return [work(0), ..., work(chunks - 1)], on `workers` cores already held and on what becomes spare.

        The results do not depend on how many cores took part: the chunks are the same.
        """
        if chunks == 1 or (self.total == 1 and workers == 1):
            return [work(chunk) for chunk in range(chunks)]
        with ThreadPoolExecutor(max_workers=min(chunks, self.total)) as pool:
            shared = _Chunks(self, pool, work, iter(range(chunks)))
            held = [pool.submit(shared.drain, borrowed=False) for _ in range(min(workers, chunks))]
            wait(held)  # only these lend cores; a pool that shuts down takes no more work
        for future in (*held, *shared.lent):
            future.result()
        return [shared.results[chunk] for chunk in range(chunks)]


@dataclass
class _Chunks(Generic[T]):
    """The chunks of one job, which several threads take in turn.

    No function here holds itself: the work, with its model and its training data, is freed as soon as it is done
    instead of when garbage is collected.
    """

    budget: CoreBudget
    pool: ThreadPoolExecutor
    work: Callable[[int], T]
    todo: Iterator[int]  # next() on a range iterator is atomic
    results: dict[int, T] = field(default_factory=dict)
    lent: list[Future[None]] = field(default_factory=list)

    def drain(self, *, borrowed: bool) -> None:
        """Take chunks until none is left, or until a borrowed core is wanted back; lend out cores that are spare."""
        try:
            for chunk in self.todo:
                if not borrowed and self.budget.take_spare():
                    self.lent.append(self.pool.submit(self.drain, borrowed=True))
                self.results[chunk] = self.work(chunk)
                if borrowed and self.budget.must_return():
                    return
        finally:
            if borrowed:
                self.budget.release(1)


_current = CoreBudget(1)


def current_budget() -> CoreBudget:
    """Return the budget of this process: a single core where no run has set one, as in a worker process."""
    return _current


@contextmanager
def use_budget(total: int) -> Iterator[CoreBudget]:
    """Let this process use `total` cores for the duration of a run."""
    global _current  # noqa: PLW0603 - worker threads of joblib are handed nothing else
    before, _current = _current, CoreBudget(total)
    try:
        yield _current
    finally:
        _current = before
