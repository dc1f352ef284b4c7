"""The contract's own checker, which may stand beside the project: whether it is there, and what it says of a bundle."""

import subprocess
import sys
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
