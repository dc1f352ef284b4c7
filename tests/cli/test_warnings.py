"""No warning of Python is printed, and none becomes an error, whatever the surroundings ask for."""

import sys
from pathlib import Path

import pytest

from tests.cli.process import reportgen

pytestmark = pytest.mark.process

#: A plug-in's package that warns while it is loaded, as libraries do; it lies on the path of the process.
WARNS = """
import warnings
warnings.warn('loaded', RuntimeWarning)
warnings.filterwarnings('always')
warnings.warn('again')
"""


@pytest.mark.parametrize("asked", ["", "error", "default", "always::RuntimeWarning"])
def test_no_warning_is_printed_or_raised(tmp_path: Path, asked: str) -> None:
    site = tmp_path / "site"
    information = site / "warner-1.0.dist-info"
    information.mkdir(parents=True)
    (site / "warner.py").write_text(WARNS)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: warner\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[reportgen.models]\nwarner = warner\n")
    path = ":".join([str(site), *filter(None, sys.path)])
    done = reportgen("list", "models", cwd=tmp_path, PYTHONPATH=path, PYTHONWARNINGS=asked)
    assert (done.returncode, done.stderr) == (0, "")
