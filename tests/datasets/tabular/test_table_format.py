"""Formats of tables as a registry: what an installed package adds, and a file that no format knows."""

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.datasets.dataset import DataRequest
from reportgen.datasets.table import load_table
from reportgen.errors import InputError
from reportgen.progress import Silent

FIXED_WIDTH = """
from dataclasses import dataclass
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableFile, TableFormat


@dataclass(frozen=True, kw_only=True)
class FixedWidthFile(TableFile):
    def read(self, as_text):
        import pandas as pd
        return pd.read_fwf(self.path)


def examine(path):
    names = path.read_text().splitlines()[0].split()
    return FixedWidthFile(path=path, title="file of fixed width", names=tuple(names))


TABLE_FORMATS.register(TableFormat("packaged", "packaged", frozenset({".packaged"}), examine))
"""


@pytest.mark.process
def test_an_installed_package_adds_a_format(tmp_path: Path) -> None:
    """A distribution with an entry point is enough: its files are recognised, read and listed."""
    (tmp_path / "fixed_width.py").write_text(FIXED_WIDTH)
    info = tmp_path / "fixed_width-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fixed-width\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[reportgen.table_formats]\nfixed_width = fixed_width\n")
    (tmp_path / "t.packaged").write_text("size kind\n 1.5   a \n 2.5   b \n 3.5   a \n")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from reportgen.datasets.dataset import DataRequest, SOURCES, load
from reportgen.progress import Silent
data = load(DataRequest({str(tmp_path / "t.packaged")!r}, target=("kind",)), Silent())
print(data.source, data.features["size"].tolist(), data.target.tolist(), "packaged" in SOURCES.get("table").title)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "file of fixed width t.packaged [1.5, 2.5, 3.5] ['a', 'b', 'a'] True\n", done.stderr


def test_a_file_that_no_format_knows(tmp_path: Path) -> None:
    (tmp_path / "t.bin").write_bytes(b"\0\1")
    with pytest.raises(InputError, match=r"t\.bin` is no table of a format known: .*CSV, TSV"):
        load_table(DataRequest(str(tmp_path / "t.bin"), target=("y",)), Silent())
