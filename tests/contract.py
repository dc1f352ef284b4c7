"""The contract: its own checker, which may stand beside the project, and what is built in, whatever else is added."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

CHECKER = Path(__file__).parents[2] / "shared" / "check_bundle.py"

needs_checker = pytest.mark.skipif(
    not CHECKER.exists(), reason="the contract's own checker is not beside the project"
)


def assert_kept(folder: Path) -> None:
    """Fail with what the checker finds wrong in a written bundle."""
    done = subprocess.run(
        [sys.executable, str(CHECKER), str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def assert_in_order(built_in: Sequence[str], registered: Iterable[str]) -> None:
    """Fail unless everything built in is registered, in this order; others may stand between."""
    assert [each for each in registered if each in built_in] == list(built_in)
