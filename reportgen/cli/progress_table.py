"""Progress on a terminal: one table, models down and folds across, with times that move."""

import time
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from reportgen.cli.messages import printable
from reportgen.cli.progress_units import format_bytes, format_left, format_seconds
from reportgen.progress import JobLabel, SecondsLeft

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

#: Columns a cell of the table needs: "3 min 20 s" and the space around it.
_CELL_WIDTH = 12
SECONDS_A_MINUTE = 60
_NAME_WIDTH = 22


class LiveTable:
    """Shows every fit as a cell, its running time while it runs, and messages above the table."""

    def __init__(self, *, verbose: bool = False) -> None:
        from rich.console import Console
        from rich.live import Live

        self._verbose = verbose
        self._lock = Lock()
        self._jobs: tuple[JobLabel, ...] = ()
        self._begun: dict[JobLabel, float] = {}
        self._ended: dict[JobLabel, tuple[float, str]] = {}
        self._loading = ""
        self._left: Callable[[], SecondsLeft | None] = lambda: None
        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self._live = Live(console=self._console, get_renderable=self._render, refresh_per_second=4)
        self._live.start()

    def message(self, text: str) -> None:
        """Write above the table."""
        self._console.print(printable(text), soft_wrap=True)

    def detail(self, text: str) -> None:
        """Write above the table with `--verbose`."""
        if self._verbose:
            self.message(text)

    def download(self, name: str, done_bytes: int, total_bytes: int | None) -> None:
        """Show how far it is in the place of the table."""
        with self._lock:
            ended = done_bytes == total_bytes
            self._loading = "" if ended else f"{name}: {format_bytes(done_bytes, total_bytes)}"

    def plan(self, jobs: Sequence[JobLabel]) -> None:
        """Open the table."""
        with self._lock:
            self._jobs, self._loading = tuple(jobs), ""

    def expect(self, left: Callable[[], SecondsLeft | None]) -> None:
        """Show how long it takes below the table."""
        self._left = left

    def started(self, job: JobLabel) -> None:
        """Let its time run."""
        with self._lock:
            self._begun[job] = time.monotonic()

    def finished(self, job: JobLabel, seconds: float, outcome: str) -> None:
        """Show its time."""
        with self._lock:
            self._ended[job] = (seconds, outcome)

    def close(self) -> None:
        """Leave the table as it is and put the cursor back."""
        self._loading = ""
        self._live.stop()

    def _render(self) -> "RenderableType":
        with self._lock:
            if self._loading or not self._jobs:
                return printable(self._loading)
            left = format_left(self._left())
            return self._with_left(left) if left else self._table()

    def _with_left(self, left: str) -> "RenderableType":
        from rich.console import Group
        from rich.text import Text

        return Group(self._table(), Text(left, style="dim"))

    def _table(self) -> "Table":
        from rich.table import Table

        if any(job.analysis for job in self._jobs):
            return self._study()
        rows: dict[str, dict[tuple[int | None, int], JobLabel]] = {}
        for job in self._jobs:
            rows.setdefault(job.model, {})[job.fold, job.repeat] = job
        repeated = any(job.repeat for job in self._jobs)
        folds = sorted({job.fold for job in self._jobs}, key=lambda fold: (fold is None, fold or 0))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(f"{len(self._ended)}/{len(self._jobs)} fits", no_wrap=True, max_width=_NAME_WIDTH)
        if repeated or _NAME_WIDTH + _CELL_WIDTH * len(folds) > self._console.width:
            table.add_column("", no_wrap=True)
            for name, jobs in rows.items():
                table.add_row(printable(name), self._summary(list(jobs.values())))
            return table
        for fold in folds:
            table.add_column("test" if fold is None else f"fold {fold}", justify="right", no_wrap=True)
        for name, jobs in rows.items():
            table.add_row(printable(name), *(self._cell(jobs.get((fold, 0))) for fold in folds))
        return table

    def _study(self) -> "Table":
        """Return a line for each analysis: how far it is, and what is being fitted."""
        from rich.table import Table

        parts: dict[str, list[JobLabel]] = {}
        for job in self._jobs:
            parts.setdefault(job.analysis, []).append(job)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        width = min(_NAME_WIDTH, max(map(len, parts)))
        heading = f"{len(self._ended)}/{len(self._jobs)} fits"
        table.add_column(heading, no_wrap=True, min_width=width, max_width=_NAME_WIDTH)
        table.add_column("", no_wrap=True)
        for name, jobs in parts.items():
            running = [job for job in jobs if job in self._begun and job not in self._ended]
            now = "".join(f"; {job.place} {self._cell(job)}" for job in running)
            table.add_row(printable(name), printable(f"{self._summary(jobs)}{now}"))
        return table

    def _cell(self, job: JobLabel | None) -> "str | Text":
        from rich.text import Text

        if job is None:
            return ""
        if job in self._ended:
            seconds, outcome = self._ended[job]
            shown = {
                "cached": Text("kept", style="dim"),
                "shared": Text("shared", style="dim"),
                "failed": Text("failed", style="bold red"),
            }
            return shown.get(outcome, Text(format_seconds(seconds), style="green"))
        if job in self._begun:
            elapsed = int(time.monotonic() - self._begun[job])
            return f"{elapsed} s ..." if elapsed < SECONDS_A_MINUTE else f"{format_seconds(elapsed)} ..."
        return "-"

    def _summary(self, mine: Sequence[JobLabel]) -> str:
        """Return one cell for several fits that are not shown one by one."""
        ended = [self._ended[job] for job in mine if job in self._ended]
        failed = sum(outcome == "failed" for _, outcome in ended)
        took = f", {format_seconds(sum(seconds for seconds, _ in ended))}" if ended else ""
        return f"{len(ended)} of {len(mine)} fits{took}" + (f", {failed} failed" if failed else "")
