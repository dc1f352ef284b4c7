"""Compressed tables: every kind gives the same data, and none more than it may."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from reportgen.datasets.dataset import DataRequest, load
from reportgen.errors import InputError
from reportgen.progress import Silent
from tests.datasets.sources import load_path

CSV = b"a,b,y\n" + b"".join(b"%d,%d,%s\n" % (i, i * i % 7, b"uv"[i % 2 : i % 2 + 1]) for i in range(40))


def _zip(content: bytes, *names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("inner/t.csv",):
            archive.writestr(name, content)
        archive.writestr("__MACOSX/._t.csv", b"x")
    return buffer.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
    ".zip": _zip,
}

packed = pytest.mark.parametrize("ending", PACKERS)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@packed
def test_a_compressed_table_is_the_table(tmp_path: Path, ending: str) -> None:
    plain = load_path(_write(tmp_path / "t.csv", CSV), "y")
    data = load_path(_write(tmp_path / f"t.csv{ending}", PACKERS[ending](CSV)), "y")
    assert data.fingerprint == plain.fingerprint
    assert (data.name, data.source) == (f"t.csv{ending}", f"CSV file t.csv{ending}")


@packed
def test_any_format_may_be_compressed(tmp_path: Path, ending: str) -> None:
    lines = b'{"a": 1, "y": "u"}\n{"a": 2, "y": "v"}\n'
    packer = PACKERS[ending]
    content = _zip(lines, "t.jsonl") if ending == ".zip" else packer(lines)
    assert load_path(_write(tmp_path / f"t.jsonl{ending}", content), "y").features["a"].tolist() == [1, 2]


@packed
def test_more_than_it_may_unpack_to_is_refused(tmp_path: Path, ending: str) -> None:
    bomb = PACKERS[ending](b"a,y\n" + bytes(20_000_000))
    assert len(bomb) < 100_000
    path = _write(tmp_path / f"t.csv{ending}", bomb)
    with pytest.raises(InputError, match=r"`.*t\.csv.*` holds more than 1 MB\..*--max-size"):
        load(DataRequest(str(path), target=("y",), max_size="1 MB"), Silent())


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(_zip(b"a,y\n" + bytes(3_000_000), "t.csv"))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(mark) + place
        content[start : start + 4] = (100).to_bytes(4, "little")
    with pytest.raises(InputError, match="damaged or cut short"):
        load_path(_write(tmp_path / "t.zip", bytes(content)), "y")


@pytest.mark.parametrize("kept", [0.5, 0.98])
@packed
def test_damaged_files_are_one_message(tmp_path: Path, ending: str, kept: float) -> None:
    content = PACKERS[ending](CSV * 30)
    path = _write(tmp_path / f"t.csv{ending}", content[: int(len(content) * kept)])
    with pytest.raises(InputError, match=r"`.*t\.csv.*` is damaged or cut short") as error:
        load_path(path, "y")
    assert "reportgen-" not in str(error.value)


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".zst"])
def test_parts_one_after_the_other_are_one_file(tmp_path: Path, ending: str) -> None:
    parts = PACKERS[ending](CSV[:100]) + PACKERS[ending](CSV[100:])
    plain = load_path(_write(tmp_path / "t.csv", CSV), "y")
    assert load_path(_write(tmp_path / f"t.csv{ending}", parts), "y").fingerprint == plain.fingerprint


def test_compressed_within_compressed_is_bounded_too(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.zip", _zip(gzip.compress(b"a,y\n" + bytes(20_000_000)), "t.csv.gz"))
    with pytest.raises(InputError, match=r"`.*t\.zip` holds more than 1 MB"):
        load(DataRequest(str(path), target=("y",), max_size="1 MB"), Silent())


def test_one_of_several_files_of_a_zip(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.zip", _zip(CSV, "in/a.csv", "b.csv"))
    with pytest.raises(InputError, match=r"several files: `in/a.csv` and `b.csv`.*--table"):
        load_path(path, "y")
    assert len(load_path(path, "y", table="b.csv").target) == 40
    with pytest.raises(InputError, match=r"none of them called `c.csv`. Did you mean `b.csv`"):
        load_path(path, "y", table="c.csv")


def test_a_zip_writes_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.zip", _zip(CSV, "../../evil.csv"))
    assert len(load_path(path, "y").target) == 40
    assert not list(tmp_path.parent.glob("evil.csv"))


def test_tar_archives_are_told_apart(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "t.tar.gz", "w:gz") as archive:
        archive.add(_write(tmp_path / "t.csv", CSV), "t.csv")
    with pytest.raises(InputError, match="tar archive: unpack it"):
        load_path(tmp_path / "t.tar.gz", "y")


def test_messages_name_the_compressed_file(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.csv.bz2", bz2.compress(b"a,a\n1,2\n"))
    with pytest.raises(InputError) as error:
        load_path(path, "y")
    assert f"`{path}` has several columns called `a`" in str(error.value)


def test_without_zstandard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write(tmp_path / "t.csv.zst", zstandard.compress(CSV))
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    with pytest.raises(InputError, match=r"needs zstandard: pip install 'reportgen-eval\[zstandard\]'"):
        load_path(path, "y")
