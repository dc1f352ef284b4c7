"""Rows of delimited text that are no data, or lack values."""

from pathlib import Path

import pytest

from reportgen.datasets.dataset import Dataset
from tests.datasets.sources import column, load_path, note

ROWS = "".join(f"{n * 7 % 53},{n * 5 % 11 / 4},{'ab'[n % 2]}\n" for n in range(30))


def _loaded(tmp_path: Path, content: str | bytes, name: str = "t.csv", **options: str) -> Dataset:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_path(path, "y", **options)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_files_joined_with_their_names(tmp_path: Path, before: bytes) -> None:
    one = before + f"n,x,y\n{ROWS}".encode()
    data = _loaded(tmp_path, one + one + one)
    assert len(data.target) == 90
    assert set(data.target) == {"a", "b"}
    assert [column(data, name).kind for name in "nx"] == ["number", "number"]
    assert data.features["x"].tolist() == [n * 5 % 11 / 4 for n in range(30)] * 3
    assert note(data, "2 rows that repeat the names of the columns were left out")


def test_a_row_that_only_shares_a_word_with_the_names_stays(tmp_path: Path) -> None:
    data = _loaded(tmp_path, f"s,x,y\n{ROWS}s,3,y\n")
    assert len(data.target) == 31
    assert data.target.tolist()[-1] == "y"


def test_rows_with_too_few_values_are_said(tmp_path: Path) -> None:
    data = _loaded(tmp_path, '# made by hand\ny,x,n\na,"two\nlines",3\nb,1\n\na\nb,4,5\n')
    assert data.features["n"].isna().tolist() == [False, True, True, False]
    assert note(data, "2 rows have fewer values than there are columns", "line 5, with 2 of 3 values")


def test_gaps_that_are_written_are_no_lack(tmp_path: Path) -> None:
    data = _loaded(tmp_path, "y,x,n,\na,1,,\nb,2,3,\na,3,5,\n")
    assert data.features["n"].isna().tolist() == [True, False, False]
    assert not [text for text in data.notes if "fewer values" in text]


def test_rows_of_a_second_file_that_lack_values_are_said(tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("y,x,n\na,1,2\nb\n", encoding="utf-8")
    data = _loaded(tmp_path, "y,x,n\na,1,2\nb,3,4\n", test_data=str(tmp_path / "more.csv"))
    assert note(data, "1 row has fewer values", "line 3, with 1 of 3 values")


@pytest.mark.parametrize("end", ["\n\x1a", "\x1a", "\n\x1a\n"])
def test_the_mark_that_dos_ends_texts_with(tmp_path: Path, end: str) -> None:
    data = _loaded(tmp_path, f"n,x,y\n{ROWS}".rstrip("\n") + end)
    assert (len(data.target), column(data, "n").kind) == (30, "number")
    assert set(data.target) == {"a", "b"}
    assert data.notes == ()
