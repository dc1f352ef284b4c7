"""CoreBudget: the cores of a run, shared out so that the machine is never oversubscribed."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Condition
from typing import TypeVar

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
            self._release(cores)

    def _release(self, cores: int) -> None:
        with self._changed:
            self._free += cores
            self._changed.notify_all()

    def _take_spare(self) -> bool:
        with self._changed:
            if self._free > 0 and not self._waiting:
                self._free -= 1
                return True
            return False

    def _must_return(self) -> bool:
        with self._changed:
            return self._waiting > 0

    def in_chunks(self, work: Callable[[int], T], chunks: int, workers: int) -> list[T]:
        """Return [work(0), ..., work(chunks - 1)], on `workers` cores already held and on what becomes spare.

        The results do not depend on how many cores took part: the chunks are the same.
        """
        if chunks == 1 or (self.total == 1 and workers == 1):
            return [work(chunk) for chunk in range(chunks)]
        results: dict[int, T] = {}
        todo = iter(range(chunks))  # next() on a range iterator is atomic
        lent: list[Future[None]] = []
        with ThreadPoolExecutor(max_workers=min(chunks, self.total)) as pool:

            def drain(*, borrowed: bool) -> None:
                try:
                    for chunk in todo:
                        if not borrowed and self._take_spare():
                            lent.append(pool.submit(drain, borrowed=True))
                        results[chunk] = work(chunk)
                        if borrowed and self._must_return():
                            return
                finally:
                    if borrowed:
                        self._release(1)

            held = [pool.submit(drain, borrowed=False) for _ in range(min(workers, chunks))]
            wait(held)  # only these lend cores; a pool that shuts down takes no more work
        for future in (*held, *lent):
            future.result()
        return [results[chunk] for chunk in range(chunks)]


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
