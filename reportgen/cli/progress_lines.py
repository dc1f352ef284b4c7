"""Progress on standard error: silent, in plain lines, or, on a terminal, as a live table."""

import os
import sys
import time
from collections.abc import Sequence
from threading import Lock

from reportgen.cli.messages import say
from reportgen.progress import JobLabel, Progress, Silent

_OUTCOMES = {
    "done": "done in {}",
    "cached": "kept from an earlier run",
    "shared": "the same as in another analysis",
    "failed": "failed after {}",
}
_DUMB = ("", "dumb", "unknown")

#: A download says how far it is at most this often where nothing can be overwritten.
SECONDS_BETWEEN_LINES = 5.0


def display(*, quiet: bool, verbose: bool) -> Progress:
    """Return what shows progress here: a table on a terminal, plain lines in CI and pipes, nothing if quiet."""
    if quiet:
        return Silent()
    if is_live_terminal():
        from reportgen.cli.progress_table import LiveTable

        return LiveTable(verbose=verbose)
    return PlainLines(verbose=verbose)


def is_live_terminal() -> bool:
    """Whether standard error can show something that moves, and somebody watches."""
    in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return sys.stderr.isatty() and not in_ci and os.environ.get("TERM", "") not in _DUMB


class PlainLines:
    """One line for each thing that happens: `rf fold 1: done in 2.3 s (4/12)`."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose
        self._lock = Lock()
        self._total = 0
        self._ended = 0
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

    def started(self, job: JobLabel) -> None:
        """Say so with `--verbose`."""
        self.detail(f"{job}: started")

    def finished(self, job: JobLabel, seconds: float, outcome: str) -> None:
        """Say how it ended, and how many have."""
        with self._lock:
            self._ended += 1
            told = _OUTCOMES.get(outcome, outcome).format(format_seconds(seconds))
            say(f"{job}: {told} ({self._ended}/{self._total})")

    def close(self) -> None:
        """Nothing is to be put back."""


def format_seconds(seconds: float) -> str:
    """Return a duration for reading: `0.12 s`, `2.3 s`, `48 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {left} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def format_bytes(done: int, total: int | None) -> str:
    """Return how much of a download is there, in megabytes: `12.3 of 55.0 MB`."""
    return f"{done / 1e6:.1f} MB" if total is None else f"{done / 1e6:.1f} of {total / 1e6:.1f} MB"
