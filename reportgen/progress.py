"""What the evaluation tells about its progress: an interface, and the silent implementation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class JobLabel:
    """Names one fit: a model on one fold (0, 1, ...) or, with fold None, for the test; in a study the analysis too.

    `repeat` counts the seeds that the same is fitted with, from 0.
    """

    model: str
    fold: int | None
    analysis: str = ""
    repeat: int = 0

    @property
    def place(self) -> str:
        """The model and the fold, which name it within its analysis."""
        part = "test" if self.fold is None else f"fold {self.fold}"
        again = f", repeat {self.repeat}" if self.repeat else ""
        return f"{self.model} {part}{again}"

    def __str__(self) -> str:
        return f"{self.analysis}: {self.place}" if self.analysis else self.place


#: At least and at most how many seconds.
SecondsLeft = tuple[float, float]


class Progress(Protocol):
    """Receives what happens; every method may be called from any thread."""

    def message(self, text: str) -> None:
        """Say something that a user wants to read once (a step begins, a fit was reused)."""

    def detail(self, text: str) -> None:
        """Say something that only `--verbose` shows."""

    def download(self, name: str, done_bytes: int, total_bytes: int | None) -> None:
        """Report how far a download is."""

    def plan(self, jobs: Sequence[JobLabel]) -> None:
        """Announce all fits before the first starts."""

    def expect(self, left: Callable[[], SecondsLeft | None]) -> None:
        """Take what can be asked how long all fits still take, which is None where nothing is known of that."""

    def started(self, job: JobLabel) -> None:
        """Report that a fit has begun."""

    def finished(self, job: JobLabel, seconds: float, outcome: str) -> None:
        """Report that a fit ended: outcome is `done`, `cached`, `shared` or `failed`."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class Silent:
    """Reports nothing."""

    def message(self, text: str) -> None:
        """Ignore."""

    def detail(self, text: str) -> None:
        """Ignore."""

    def download(self, name: str, done_bytes: int, total_bytes: int | None) -> None:
        """Ignore."""

    def plan(self, jobs: Sequence[JobLabel]) -> None:
        """Ignore."""

    def expect(self, left: Callable[[], SecondsLeft | None]) -> None:
        """Ignore."""

    def started(self, job: JobLabel) -> None:
        """Ignore."""

    def finished(self, job: JobLabel, seconds: float, outcome: str) -> None:
        """Ignore."""

    def close(self) -> None:
        """Ignore."""
