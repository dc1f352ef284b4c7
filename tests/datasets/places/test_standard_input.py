import io
import sys
from pathlib import Path

import pytest

from reportgen.datasets.dataset import DataRequest, Source, load
from reportgen.errors import InputError
from reportgen.progress import Silent
from tests.datasets.sources import load_path

CSV = b"a,b,y\n1,2,u\n2,3,v\n3,5,u\n"


class _Pipe:
    """What a pipe is to a program: bytes that can be read again and again only here."""

    def __init__(self, content: bytes = CSV) -> None:
        self._content = content

    @property
    def buffer(self) -> io.BytesIO:
        return io.BytesIO(self._content)

    def isatty(self) -> bool:
        return False


@pytest.fixture(autouse=True)
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _Pipe())


def sample(_source: Source, _folder: Path) -> DataRequest:
    sys.stdin = _Pipe()  # type: ignore[assignment]
    return DataRequest("-", target=("y",), format_in="csv")


def test_a_table_is_piped_in() -> None:
    data = load_path("-", "y", format_in="csv")
    assert (data.name, data.source) == ("standard input", "CSV file from standard input")
    assert data.features["b"].tolist() == [2, 3, 5]


def test_without_a_format_that_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"`standard input` is no table of a format known.*--format-in csv"):
        load_path("-", "y")
    monkeypatch.setattr(sys, "stdin", _Pipe(b'{"a": 1, "y": "u"}\n{"a": 2, "y": "v"}\n'))
    assert load_path("-", "y").source == "JSON lines file from standard input"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "`standard input` is empty"), (b"a,a\n1,2\n", "`standard input` has several columns called `a`")],
)
def test_what_is_wrong_is_said_of_standard_input(
    monkeypatch: pytest.MonkeyPatch, content: bytes, message: str
) -> None:
    monkeypatch.setattr(sys, "stdin", _Pipe(content))
    with pytest.raises(InputError, match=message):
        load_path("-", "y", format_in="csv")


def test_nothing_is_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="nothing is piped in"):
        load_path("-", "y", format_in="csv")


def test_more_than_it_may_hold() -> None:
    with pytest.raises(InputError, match="`standard input` holds more than 10 bytes"):
        load(DataRequest("-", target=("y",), format_in="csv", max_size="10 bytes"), Silent())


def test_an_unknown_format_suggests_the_nearest() -> None:
    with pytest.raises(InputError, match=r"--format-in is `cvs`.*Did you mean `csv`"):
        load_path("-", "y", format_in="cvs")


def test_a_file_by_another_name(tmp_path: Path) -> None:
    (tmp_path / "dump.2026").write_bytes(CSV)
    assert load_path(tmp_path / "dump.2026", "y", format_in=".CSV").features["a"].tolist() == [1, 2, 3]


def test_options_that_a_format_cannot_follow(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(CSV)
    with pytest.raises(InputError, match=r"--table names one of several tables, but .* is CSV, TSV"):
        load_path(tmp_path / "t.csv", "y", table="x")
    with pytest.raises(InputError, match="--query is for databases"):
        load_path(tmp_path / "t.csv", "y", query="SELECT 1")
    with pytest.raises(InputError, match=r"--table says how a table is read, but `digits`"):
        load_path("digits", table="x")
