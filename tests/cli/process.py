"""Runs the program as users do: as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

PROGRAM = (sys.executable, "-m", "reportgen")

#: A process that has not ended by then never will.
MOST_SECONDS = 300


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment without what decides how progress looks, with changes."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("CI", "NO_COLOR", "TERM", "COLUMNS", "FORCE_COLOR") and not name.startswith("GITHUB_")
    }
    return {**kept, **changes}


@contextmanager
def killed_where_stuck(process: subprocess.Popen[Any]) -> Iterator[None]:
    """End a process that does not end by itself, which its status then shows."""
    killer = Timer(MOST_SECONDS, process.kill)
    killer.start()
    try:
        yield
    finally:
        killer.cancel()


def reportgen(*arguments: str, cwd: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `reportgen` with arguments and return what it wrote, as text, and its exit code."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
