import gzip
from pathlib import Path

import pytest

from reportgen.datasets.table_formats.delimited import DelimitedFile, examine
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableFormat
from reportgen.errors import InputError
from tests.datasets.sources import load_path, note, write_csv


def _examine(tmp_path: Path, content: str | bytes, name: str = "t.csv") -> DelimitedFile:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return examine(path)


def _read(tmp_path: Path, content: str | bytes, name: str = "t.csv") -> dict[str, list[object]]:
    return _examine(tmp_path, content, name).read(frozenset()).to_dict("list")


@pytest.mark.parametrize(
    ("content", "delimiter", "names"),
    [
        ("a,b,c\n1,2,3\n", ",", ("a", "b", "c")),
        ("a;b;c\n1,5;2,5;3,5\n2,5;1,5;2\n", ";", ("a", "b", "c")),
        ("a\tb\tc\n1\t2\t3\n", "\t", ("a", "b", "c")),
        ("a|b|c\n1|2|3\n", "|", ("a", "b", "c")),
        ("a,b\n1;2;3,x\n4;5;6,y\n", ",", ("a", "b")),
        ('"a;x","b;y"\n1,2\n', ",", ("a;x", "b;y")),
        ("text;y\nhello, world; a\ngood, bye; b\n", ";", ("text", "y")),
        ("only\n1\n2\n", ",", ("only",)),
        ("a, b , c\n1, 2, 3\n", ",", ("a", "b", "c")),
        ("\n\na,b\n1,2\n", ",", ("a", "b")),
        ("a,b,\n1,2,\n", ",", ("a", "b", "column 3")),
        (",a,b\n0,1,2\n", ",", ("column 1", "a", "b")),
        ("a,b\nr1,1,2\nr2,3,4\n", ",", ("row name", "a", "b")),
        ("a,b\n1,2,\n3,4,\n", ",", ("a", "b", "column 3")),
    ],
)
def test_delimiter_and_names(tmp_path: Path, content: str, delimiter: str, names: tuple[str, ...]) -> None:
    file = _examine(tmp_path, content)
    assert (file.delimiter, file.names) == (delimiter, names)


def test_a_tsv_of_one_comma(tmp_path: Path) -> None:
    assert _examine(tmp_path, "a\tb,c\n1\t2,3\n", "t.tsv").names == ("a", "b,c")


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("a,b\nr1,1,2\nr2,3,4\n", {"row name": ["r1", "r2"], "a": [1, 3], "b": [2, 4]}),
        ('a,b\n"x\ny", "p, q"\n1,2\n', {"a": ["x\ny", "1"], "b": ["p, q", "2"]}),
        ("a,b\r\n1,2\r\n3,4\r\n", {"a": [1, 3], "b": [2, 4]}),
        ("a,b\r1,2\r3,4\r", {"a": [1, 3], "b": [2, 4]}),
        ('"a\nlong name",b\n1,2\n', {"a\nlong name": [1], "b": [2]}),
        ("zip,b\n01234,2\n12345,3\n", {"zip": ["01234", "12345"], "b": [2, 3]}),
        ("a,b\n1,2\n3,4", {"a": [1, 3], "b": [2, 4]}),
        ('a,b\n1,"multi\nline"', {"a": [1], "b": ["multi\nline"]}),
    ],
)
def test_rows(tmp_path: Path, content: str, columns: dict[str, list[object]]) -> None:
    assert _read(tmp_path, content) == columns


@pytest.mark.parametrize("marker", ["", "NA", "N/A", "nan", "NULL", "None", "?", "#N/A", "<NA>"])
def test_marks_for_missing(tmp_path: Path, marker: str) -> None:
    frame = _examine(tmp_path, f"a,b\n1,x\n{marker},y\n3,{marker}\n").read(frozenset())
    assert frame["a"].isna().tolist() == [False, True, False]
    assert frame["b"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_say_so(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "t.csv", ["größe", "y"], [["猫", "a"], ["é", "b"]], encoding=encoding)
    data = load_path(path, "y")
    assert data.feature_names == ("größe",)
    assert data.features["größe"].tolist() == ["猫", "é"]
    assert data.notes == ()


@pytest.mark.parametrize(("extra", "title"), [(b"", "Windows-1252"), (b"\x81", "Latin-1")])
def test_encodings_that_are_guessed_are_said(tmp_path: Path, extra: bytes, title: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("größe,y\n€ü,a\n1,b\n".encode("cp1252") + b"x" + extra + b",a\n")
    data = load_path(path, "y")
    assert data.feature_names == ("größe",)
    note(data, "not in UTF-8", title)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04rest", "zip archive or an Excel workbook"),
        (b"PAR1..\x04\0\0\0PAR1", "it holds Parquet, not text"),
        (b"%PDF-1.7", "PDF"),
        (b"\n<!DOCTYPE html><html>", "web page"),
        (b"a,b\n1,\0\n", "binary data"),
        (b"\xff\xfe\x00", "binary data"),
        (bytes(range(256)) * 10, "binary data"),
    ],
)
def test_not_what_its_name_says(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=f"t.csv` is not what its name says.*{what}"):
        _examine(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n", "has column names but no rows"),
        ("a,b", "has column names but no rows"),
        ("\n \n\n", "holds no line of text"),
        ("a,b,a,c,b\n1,2,3,4,5\n", "several columns called `a` and `b`"),
        ("a, a\n1,2\n", "several columns called `a`"),
        ("a,b\n1,2\n1,2,3\n", "line 3, has 3 values, but there are 2 columns. .*commas.* double quotes"),
        ('a,b\n1,"x\n3,4\n', "ends inside a quoted value"),
        ("a,b,c\n1,2,3\n4,5", "cut short: its last line has 2 of 3 values"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        _read(tmp_path, content)


def test_too_many_values_far_down(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 200002, has 3 values"):
        _read(tmp_path, "a,b\n" + "1,2\n" * 200_000 + "1,2,3\n")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("zip_code", ["06001", "6001"])
def test_utf_16_without_a_mark(tmp_path: Path, encoding: str, zip_code: str) -> None:
    rows = [["猫", zip_code, "a"], ["é", "6002", "b"]] * 3
    path = write_csv(tmp_path / "t.csv", ["größe", "zip", "y"], rows, encoding=encoding)
    data = load_path(path, "y")
    assert data.features["größe"].tolist() == ["猫", "é"] * 3
    assert [str(value) for value in data.features["zip"]] == [zip_code, "6002"] * 3
    assert note(data, "does not say its encoding. It was read as UTF-16")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n3\0,4\n", b"a,b\n1,2\n" + b"\0" * 500])
def test_zero_bytes_in_a_text(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"t\.csv`, line 3, holds zero bytes, as a copy"):
        _examine(tmp_path, content)


@pytest.mark.parametrize("kept", [0.5, 0.99])
def test_damaged_gzip(tmp_path: Path, kept: float) -> None:
    content = gzip.compress("\n".join(["a,b", *(f"{i},{i * i}" for i in range(5000))]).encode())
    with pytest.raises(InputError, match=r"damaged or cut short"):
        _read(tmp_path, content[: int(len(content) * kept)], "t.csv.gz")


def test_gzip_is_known_by_content(tmp_path: Path) -> None:
    assert _read(tmp_path, gzip.compress(b"a,b\n1,2\n"), "t.csv") == {"a": [1], "b": [2]}


def test_the_first_line_may_look_like_data(tmp_path: Path) -> None:
    assert _examine(tmp_path, "5.1,3.5,setosa\n4.9,3.0,setosa\n").headless
    assert not _examine(tmp_path, "length,width,species\n4.9,3.0,setosa\n").headless


def test_one_very_long_value(tmp_path: Path) -> None:
    columns = _read(tmp_path, f"a,b\n{'x' * 500_000},2\n3,4\n")
    assert columns["b"] == [2, 4]


@pytest.mark.slow
def test_ten_thousand_columns(tmp_path: Path) -> None:
    names = ",".join(f"column number {i}" for i in range(10_000))
    values = ",".join(map(str, range(10_000)))
    assert len(_read(tmp_path, f"{names}\n{values}\n{values}\n")) == 10_000


def test_what_any_format_recognises_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = TABLE_FORMATS.ids()  # built-in ones are registered first, and stay
    added = TableFormat(
        "of_a_test", "Format of a test", frozenset(), examine, lambda path: path.stem == "theirs"
    )
    monkeypatch.setattr(TABLE_FORMATS, "_things", dict(TABLE_FORMATS._things))
    TABLE_FORMATS.register(added)
    with pytest.raises(
        InputError, match=r"theirs.csv` is not what its name says: it holds Format of a test,"
    ):
        _examine(tmp_path, b"a,b\n1,\0\n", "theirs.csv")
    assert _examine(tmp_path, "a,b\n1,2\n", "theirs.csv").names == ("a", "b"), (
        "text is read as what it is called"
    )
    assert added.id not in ids
