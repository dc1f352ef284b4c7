import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.datasets.table_formats.json_lines import examine as examine_lines
from reportgen.datasets.table_formats.json_records import examine
from reportgen.errors import InputError
from tests.datasets.sources import load_path, note

ROWS = [{"a": 2**53 + 1, "b": "007", "c": 1.5}, {"a": 2, "b": None, "c": None}]
WANTED = {"a": [2**53 + 1, 2], "b": ["007", None], "c": [1.5, None]}


def _write(folder: Path, content: Any, name: str = "t.json") -> Path:
    path = folder / name
    text = content if isinstance(content, (str, bytes)) else json.dumps(content, ensure_ascii=False)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _frame(folder: Path, content: Any) -> dict[str, list[Any]]:
    found = examine(_write(folder, content)).read(frozenset()).to_dict("list")
    return {str(name): [None if pd.isna(v) else v for v in values] for name, values in found.items()}


SHAPES: dict[str, Any] = {
    "objects": ROWS,
    "objects on lines of their own": "[\n" + ",\n".join(map(json.dumps, ROWS)) + "\n]\n",
    "objects, indented": json.dumps(ROWS, indent=2),
    "lines": "\n".join(map(json.dumps, ROWS)),
    "under data": {"data": ROWS},
    "under any name": {"results": ROWS},
    "lists and names": {"columns": ["a", "b", "c"], "data": [list(row.values()) for row in ROWS]},
    "rows and names": {"columns": ["a", "b", "c"], "rows": [list(row.values()) for row in ROWS]},
    "columns as lists": WANTED,
    "rows by number": {"0": ROWS[0], "7": ROWS[1]},
    "rows by moment": {"2024-01-01T00:00:00.000": ROWS[0], "2024-01-02T00:00:00.000": ROWS[1]},
    "rows by name": {"first": ROWS[0], "second": ROWS[1]},
    "columns by number": {
        name: dict(zip(("-1", "2.5"), values, strict=True)) for name, values in WANTED.items()
    },
    "columns by name": {
        name: dict(zip(("r1", "r2"), values, strict=True)) for name, values in WANTED.items()
    },
    "with a byte order mark": b"\xef\xbb\xbf" + json.dumps(ROWS).encode(),
    "in UTF-16": json.dumps(ROWS).encode("utf-16"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(tmp_path: Path, shape: str) -> None:
    assert _frame(tmp_path, SHAPES[shape]) == WANTED


@pytest.mark.parametrize("orient", ["split", "records", "index", "columns", "table"])
@pytest.mark.parametrize("index", ["numbers", "chosen", "names", "moments"])
def test_what_pandas_writes(tmp_path: Path, orient: Any, index: str) -> None:
    indices: dict[str, Any] = {
        "numbers": None,
        "chosen": [7, 3],
        "names": ["r1", "r2"],
        "moments": pd.to_datetime(["2024-01-01", "2024-01-03"]),
    }
    frame = pd.DataFrame(WANTED, index=indices[index])
    found = _frame(tmp_path, frame.to_json(orient=orient, date_format="iso"))
    if orient == "table" and index in {"names", "moments"}:
        assert len(found.pop("index")) == 2
    assert found == WANTED


def test_numbers_as_names(tmp_path: Path) -> None:
    for orient in ("split", "records", "index", "columns", "table"):
        text = pd.DataFrame({0: [1, 2], 1: ["x", "y"]}).to_json(orient=orient)
        assert _frame(tmp_path, text) == {"0": [1, 2], "1": ["x", "y"]}


def test_what_stands_beside_the_rows_is_said(tmp_path: Path) -> None:
    rows = [{"v": i * i % 7, "y": "ab"[i % 2]} for i in range(8)]
    data = load_path(_write(tmp_path, {"page": 1, "results": rows}), "y")
    note(data, "The rows are those of “results”")
    assert data.source == "JSON file t.json"
    assert (
        load_path(_write(tmp_path, {"data": rows}), "y").notes == load_path(_write(tmp_path, rows), "y").notes
    )


def test_nested_values_are_left_out_and_said(tmp_path: Path) -> None:
    rows = [{"v": {"k": i}, "w": [i], "z": i * i % 7, "y": "ab"[i % 2]} for i in range(8)]
    note(load_path(_write(tmp_path, rows), "y"), "“v” and “w” are left out", "hold lists or other objects")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "is empty: it holds no row"),
        ("{}", "is empty: it holds no row"),
        ('{"data": []}', "is empty: it holds no row"),
        ('{"columns": ["a"], "data": []}', "is empty: it holds no row"),
        ("[{}, {}]", "has no columns"),
        ("5", "holds a single value, no table"),
        ("null", "holds a single value, no table"),
        ('{"a": 1}', "is an object that is no table. Save it as a list of objects"),
        ("[1, 2]", "is a list whose item 1 is no object"),
        ('[{"a": 1}, null]', "is a list whose item 2 is no object"),
        ("[[1, 2], [3, 4]]", "is a list whose item 1 is no object"),
        ('{"data": [[1, 2], [3, 4]]}', "holds lists in lists, without the names of the columns"),
        ('{"a": [1, 2], "b": [3]}', "holds lists of different lengths"),
        ('{"x": [{"a": 1}], "y": [{"a": 2}]}', "holds several lists of objects: `x` and `y`"),
        ('{"a": {"x": 1}, "b": {"x": 2}}', "does not say which are its rows and which its columns"),
        ('{"columns": ["a", "a"], "data": [[1, 2]]}', "names a column twice"),
        ('{"columns": ["a"], "data": [[1], [1, 2]]}', "names 1 column, but its row 2 has 2 values"),
        ('{"columns": [["a", "b"]], "data": [[1]]}', "has columns whose names are lists or objects"),
        ('[{"a": 1, "a": 2}]', "has the key `a` twice"),
        ('[{"": 1, "column 1": 2}]', "several columns called `column 1`"),
        ('[{"a": 1}, {"a": 2}', "breaks off: the file seems to be cut short"),
        ('[{"a": 1}, {"a": "x', "breaks off: the file seems to be cut short"),
        ('[{"a": 1},]', "is broken at character 11"),
        ("[{'a': 1}]", "is broken at character 3: expecting property name"),
        ('[{"a": 1}] [{"a": 2}]', "is broken at character 12: extra data"),
        ('[{"a": "\\ud83d"}]', r"holds half a character, `\ud83d`"),
        ("[" * 100_000, "is nested too deeply"),
        ('[{"a": ' + "9" * 5000 + "}]", "holds a number that is too long"),
        ('[{"a": "é"}]'.encode("cp1252"), "is not in UTF-8, as JSON is"),
        (b"PK\x03\x04rest", "is not what its name says: it holds a zip archive"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as error:
        _frame(tmp_path, content)
    assert str(error.value).startswith(f"`{tmp_path / 't.json'}`")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["t.json", "t.JSON", "t.dump", "t"])
def test_known_by_name_or_content(tmp_path: Path, name: str) -> None:
    rows = [{"v": i * i % 7, "y": "ab"[i % 2]} for i in range(8)]
    assert load_path(_write(tmp_path, rows, name), "y").features["v"].tolist() == [0, 1, 4, 2, 2, 4, 1, 0]


scalar = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
text = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.dictionaries(text.filter(bool), scalar | text, min_size=1), min_size=1, max_size=8))
def test_values_are_those_of_the_same_rows_as_lines(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    lines = _write(tmp_path, "".join(f"{json.dumps(row)}\n" for row in rows), "t.jsonl")
    wanted = examine_lines(lines).read(frozenset())
    found = examine(_write(tmp_path, rows)).read(frozenset())
    pd.testing.assert_frame_equal(found, wanted)


@pytest.mark.parametrize("content", [b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01"])
def test_a_gzip_file_that_is_cut_short(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="is damaged or cut short"):
        examine(_write(tmp_path, content))
