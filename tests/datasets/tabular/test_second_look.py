"""Values that are lost once they are numbers are found wherever in the file they are."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from reportgen.datasets.table_formats.delimited import examine
from reportgen.datasets.tabular import second_look
from reportgen.datasets.tabular.second_look import are_codes, has_codes, has_marks
from tests.datasets.sources import load_path, note


def _read(path: Path, content: bytes) -> dict[str, list[object]]:
    path.write_bytes(content)
    return examine(path).read(frozenset()).to_dict("list")


N = 3000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("code", ["06001", '"06001"', " 06001 ", "00"])
def test_codes_late_in_the_file(tmp_path: Path, code: str, encoding: str) -> None:
    lines = ["zip,bé,c", *["6001,2.05,0"] * N, f"{code},1.5,10"]
    read = _read(tmp_path / "t.csv", "\n".join(lines).encode(encoding))
    assert {str(value).strip() for value in read["zip"]} == {"6001", code.strip(chr(34) + " ")}
    assert read["bé"] == [2.05] * N + [1.5]
    assert read["c"] == [0] * N + [10]


def test_codes_among_gaps_in_a_gzipped_file(tmp_path: Path) -> None:
    content = "zip;b\n" + "6001;1\n;1\n" * N + "06001;1\n"
    read = _read(tmp_path / "t.csv.gz", gzip.compress(content.encode()))
    assert read["zip"][-3:] == ["6001", pytest.approx(float("nan"), nan_ok=True), "06001"]


def test_long_whole_numbers_beside_gaps_stay_apart(tmp_path: Path) -> None:
    read = _read(tmp_path / "t.csv", b"a,b\n9007199254740993,1\n,1\n9007199254740992,2\n")
    assert [read["a"][0], read["a"][2]] == ["9007199254740993", "9007199254740992"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("a,b\n0,0.05\n10,-0.5\n", False),
        ("a,b\n1,007\n", True),
        ("a,b\n007,1\n", True),
        ("a,b\n1,00", True),
        ("a,b\n1,2000-01-01\n", False),
        ("a,b\n1,01/02/2000\n", False),
        ("a,b\n1,05:30\n", False),
        ("a,b\n1,05.5\n", False),
        ("007", True),
        ("a,b\n1,20 05\n", False),
        ("a,b\n1,lang  07\n", False),
        ("a,b\n1,   07\n", True),
        ("a,b\n1," + " " * 50 + "07\n", True),
        ("a,b\n1,   07 \n", True),
        ("a,b\n1,+0493\n", True),
        ("+07", True),
        ("a,b\n1,1e+05\n", False),
        ("a,b\n1,3+05\n", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("chunk", [1 << 20, 3, 1])
def test_what_is_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, found: bool, chunk: int
) -> None:
    monkeypatch.setattr(second_look, "CHUNK_BYTES", chunk)
    path = tmp_path / "t.csv"
    path.write_text(content)
    assert has_codes(path, "utf-8", ",") is found


def test_with_spaces_as_delimiter_each_begins_a_value(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("a b\n20 05\n")
    assert has_codes(path, "utf-8", " ")


@pytest.mark.parametrize("value", ["007", "00", " 007 ", "\t05", "1234567890123456", "-1234567890123456 "])
def test_one_code_or_long_number_is_enough(value: str) -> None:
    assert are_codes(pd.Series(["1.5", None, "0.25", "-3", "0", value], dtype="str"))


@pytest.mark.parametrize("value", ["0", "0.5", "10", "00.5", "1234567890.12345678", "-1e300", "", "05:30"])
def test_ordinary_numbers_are_no_codes(value: str) -> None:
    assert not are_codes(pd.Series(["1.5", None, value], dtype="str"))


def test_a_zero_and_a_digit_in_a_text_leave_numbers_alone(tmp_path: Path) -> None:
    assert _read(tmp_path / "t.csv", b"a,b\n1,agent 007 x\n2.5,u\n")["a"] == [1, 2.5]


def test_the_largest_double_beside_infinity_leaves_numbers(tmp_path: Path) -> None:
    read = _read(tmp_path / "t.csv", b"a,b\n1.7976931348623157e308,1\ninf,2\n1e20,3\n")
    assert read["a"] == [1.7976931348623157e308, float("inf"), 1e20]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("a,12E5\n", True),
        ("a,3e4", True),
        ("a,+49301234\n", True),
        ("1e+05,1E-5\n", False),
        ("sheet,5e,e5\n", False),
        ("+4930,abcd,+x\n", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("chunk", [1 << 20, 3, 1])
def test_what_may_mark_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, found: bool, chunk: int
) -> None:
    monkeypatch.setattr(second_look, "CHUNK_BYTES", chunk)
    path = tmp_path / "t.csv"
    path.write_text(content)
    assert has_marks(path, "utf-8") is found


@pytest.mark.parametrize(
    "values",
    [
        ["12E5", "7E03", "1234"],
        ["11002E122", "11002E123"],
        ["0047583311587E590003", "0047583311587E590004"],
        ["+049301234", "+493099"],
        ["+4930123456", "+493099734"],
    ],
)
def test_codes_that_a_reader_takes_for_numbers_stay_as_written(tmp_path: Path, values: list[str]) -> None:
    rows = "".join(f"{values[n % len(values)]},{n * 7 % 53},{'ab'[n % 2]}\n" for n in range(60))
    path = tmp_path / "t.csv"
    path.write_text(f"x,n,y\n{rows}")
    data = load_path(path, "y", keep=("x",))
    assert set(data.features["x"]) == set(values)
    assert note(data, f"“x”: kept as text: values such as “{values[0]}” are codes, not numbers")


@pytest.mark.parametrize(
    "values",
    [["1e5", "2e5", "3"], ["1.2E5", "12E5"], ["1e-05", "10e3"], ["+1", "-20000000"], ["10000000", "2e7"]],
)
def test_powers_of_ten_stay_numbers(tmp_path: Path, values: list[str]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,n\n" + "".join(f"{value},1\n" for value in values))
    assert examine(path).read(frozenset())["x"].tolist() == [float(value) for value in values]
