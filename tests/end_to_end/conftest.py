"""Reports built once, by the command, as a user would."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.hostile import write_table

Build = Callable[..., Path]


def run_build(folder: Path, *arguments: str) -> Path:
    command = [sys.executable, "-m", "reportgen", "build", "--format", "html,pdf", "--quiet", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "output"


@pytest.fixture(scope="session")
def reports(
    tmp_path_factory: pytest.TempPathFactory,
    starts_process: None,  # noqa: ARG001 - marks what uses it
    writes_pdf: None,  # noqa: ARG001 - marks what uses it
) -> dict[str, Path]:
    """Folders with report.html, report.pdf and bundle, by name."""

    def folder(name: str) -> Path:
        return tmp_path_factory.mktemp(name)

    hostile = folder("hostile")
    return {
        "digits": run_build(folder("digits"), "--models", "sgd,rf,svc"),
        "two_classes": run_build(folder("two"), "--dataset", "breast_cancer", "--models", "logreg_scaled,rf"),
        "detector": run_build(
            folder("detector"),
            *("--positive", "5", "--models", "sgd,rf", "--operating-point", "recall >= 0.99", "--cv", "3"),
        ),
        "hostile": run_build(
            hostile, "--dataset", str(write_table(hostile)), "--target", "answer", "--models", "tree,nb"
        ),
    }
