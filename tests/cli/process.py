"""Runs the program as users do: as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = (sys.executable, "-m", "reportgen")


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment without what decides how progress looks, with changes."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("CI", "NO_COLOR", "TERM", "COLUMNS", "FORCE_COLOR") and not name.startswith("GITHUB_")
    }
    return {**kept, **changes}


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
