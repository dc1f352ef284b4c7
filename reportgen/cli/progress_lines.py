"""Progress where nothing can be overwritten, as in CI and in pipes: one line for each thing that happens."""

import time
from collections.abc import Callable, Sequence
from threading import Lock

from reportgen.cli.messages import say
from reportgen.cli.progress_units import format_bytes, format_left, format_seconds
from reportgen.progress import JobLabel, SecondsLeft

_OUTCOMES = {
    "done": "done in {}",
    "cached": "kept from an earlier run",
    "shared": "the same as in another analysis",
    "failed": "failed after {}",
}

#: A download says how far it is at most this often where nothing can be overwritten.
SECONDS_BETWEEN_LINES = 5.0


class PlainLines:
    """One line for each thing that happens: `rf fold 1: done in 2.3 s (4/12)`."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose
        self._lock = Lock()
        self._total = 0
        self._ended = 0
        self._left: Callable[[], SecondsLeft | None] = lambda: None
        self._downloads: dict[str, float] = {}

    def message(self, text: str) -> None:
        """Say it."""
        with self._lock:
            say(text)

    def detail(self, text: str) -> None:
        """Say it with `--verbose`."""
        if self._verbose:
            self.message(text)

    def download(self, name: str, done_bytes: int, total_bytes: int | None) -> None:
        """Say how far it is, every few seconds and at the end."""
        now = time.monotonic()
        if done_bytes != total_bytes and now - self._downloads.setdefault(name, now) < SECONDS_BETWEEN_LINES:
            return
        self._downloads[name] = now
        self.message(f"{name}: {format_bytes(done_bytes, total_bytes)}")

    def plan(self, jobs: Sequence[JobLabel]) -> None:
        """Say how many fits there are."""
        self._total, self._ended = len(jobs), 0
        self.message(f"{len(jobs)} {'fit' if len(jobs) == 1 else 'fits'} to do")

    def expect(self, left: Callable[[], SecondsLeft | None]) -> None:
        """Say how long it takes, where that is known, now and whenever a fit ends."""
        self._left = left
        if told := format_left(left()):
            self.message(f"Fits: {told}")

    def started(self, job: JobLabel) -> None:
        """Say so with `--verbose`."""
        self.detail(f"{job}: started")

    def finished(self, job: JobLabel, seconds: float, outcome: str) -> None:
        """Say how it ended, and how many have."""
        with self._lock:
            self._ended += 1
            told = _OUTCOMES.get(outcome, outcome).format(format_seconds(seconds))
            left = format_left(self._left())
            say(f"{job}: {told} ({self._ended}/{self._total}){left and f', {left}'}")

    def close(self) -> None:
        """Nothing is to be put back."""
