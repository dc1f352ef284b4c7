import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reportgen.datasets.dataset import SOURCES, SPREADSHEETS, DataRequest, find_source, load
from reportgen.datasets.tabular.table_format import TABLE_FORMATS
from reportgen.errors import InputError
from reportgen.progress import Silent
from tests.contract import assert_in_order
from tests.datasets.sources import load_path


def test_what_is_built_in_and_what_is_recognised() -> None:
    named = [source.id for source in SOURCES if source.recognises is None]
    assert_in_order(["digits", "iris", "wine", "breast_cancer", "mnist", "fashion_mnist"], named)
    recognised = [source.id for source in SOURCES if source.recognises is not None]
    assert_in_order(["idx", "image_folder", "npz", "table"], recognised)


def test_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(InputError, match=r"`digts`.*Did you mean `digits`"):
        find_source("digts")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"No dataset or file is called .*nowhere\.csv"):
        find_source(str(tmp_path / "nowhere.csv"))


@pytest.mark.parametrize("name", ["empty.csv", "empty.parquet", "empty.npz", "empty"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(InputError, match="is empty"):
        find_source(str(tmp_path / name))


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    with pytest.raises(InputError, match=r"folder .* is empty"):
        find_source(str(tmp_path))


def test_what_is_known_is_listed_for_a_folder_of_nothing_known(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("hello")
    with pytest.raises(InputError, match=r"none of the formats known: .*IDX.*images.*NPZ.*table") as error:
        find_source(str(tmp_path))
    assert all(known.title in str(error.value) for known in TABLE_FORMATS)


@pytest.mark.parametrize(
    "ending", sorted(SPREADSHEETS.difference(*(known.suffixes for known in TABLE_FORMATS)))
)
def test_spreadsheet_that_no_format_reads_is_told_what_to_become(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"book{ending}").write_bytes(b"x" * 100)
    with pytest.raises(InputError, match=r"in a spreadsheet program, and save it as \.xlsx"):
        find_source(str(tmp_path / f"book{ending}"))


def test_columns_mean_nothing_for_built_in_data() -> None:
    with pytest.raises(InputError, match="--target names a column of a table, but `digits` is"):
        load(DataRequest("digits", target=("x",)), Silent())


@pytest.mark.process
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_unreadable(tmp_path: Path, kind: str) -> None:
    """In a process without the rights of root, which may read everything."""
    tmp_path.chmod(0o755)
    place = tmp_path / ("data.csv" if kind == "file" else "data")
    if kind == "file":
        place.write_text("a,b\n1,2\n")
    else:
        place.mkdir()
        (place / "x.png").write_bytes(b"x")
    place.chmod(0)
    script = (
        "import os, sys\n"
        "from reportgen.datasets.dataset import SOURCES, find_source\n"
        "from reportgen.errors import InputError\n"
        "list(SOURCES)\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "try: find_source(sys.argv[1])\n"
        "except InputError as error: print(error)\n"
    )
    for parent in place.parents:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    shown = subprocess.run(
        [sys.executable, "-c", script, str(place)], capture_output=True, text=True, check=False
    )
    place.chmod(0o755)
    assert "cannot be read: you have no permission" in shown.stdout, shown.stderr


def test_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    np.savez(tmp_path / "d.npz", X=np.eye(4), y=np.arange(4))
    assert load_path("~/d.npz").name == "d.npz"


@pytest.mark.process
def test_listing_the_sources_loads_no_heavy_library() -> None:
    script = (
        "import sys\n"
        "from reportgen.datasets.dataset import SOURCES\n"
        "assert len(list(SOURCES)) >= 10\n"
        "print([name for name in ('pandas', 'sklearn', 'scipy', 'PIL', 'pyarrow') if name in sys.modules])\n"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
