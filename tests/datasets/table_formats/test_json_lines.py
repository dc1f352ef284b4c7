"""JSON lines: every value with its type, every gap, and one message with the line's number for what is broken."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.datasets.dataset import find_source
from reportgen.datasets.table_formats.json_lines import examine
from reportgen.datasets.tabular.gathered_rows import BLOCK_ROWS
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note


def _write(tmp_path: Path, content: str | bytes, name: str = "t.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _frame(tmp_path: Path, content: str | bytes, name: str = "t.jsonl") -> pd.DataFrame:
    return examine(_write(tmp_path, content, name)).read(frozenset())


def _rows(**columns: list[Any]) -> str:
    """The lines of a table; Ellipsis stands for a key that is not there."""
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    kept = [{name: value for name, value in row.items() if value is not ...} for row in rows]
    return "".join(f"{json.dumps(row)}\n" for row in kept)


@pytest.mark.parametrize(
    ("values", "kind", "read"),
    [
        ([1, 2, 4, 3], "number", [1, 2, 4, 3]),
        ([1, None, 4, 3], "number", [1.0, np.nan, 4.0, 3.0]),
        ([1, ..., 4, 3], "number", [1.0, np.nan, 4.0, 3.0]),
        ([1, 2.5, 4, 3], "number", [1.0, 2.5, 4.0, 3.0]),
        ([1.5, float("nan"), 4.5, 3.5], "number", [1.5, np.nan, 4.5, 3.5]),
        ([2**53 + 1, 2**53, 5, 7], "text", ["9007199254740993", "9007199254740992", "5", "7"]),
            ([2**60, 2**61, 5, 7], "number", [2**60, 2**61, 5, 7]),
        ([2**63 + 1, 2**63, 5, 7], "text", ["9223372036854775809", "9223372036854775808", "5", "7"]),
        ([2**53 + 1, 2**53, None, 7], "text", ["9007199254740993", "9007199254740992", np.nan, "7"]),
        ([-(2**53) - 1, -(2**53), 0.5, 7], "text", ["-9007199254740993", "-9007199254740992", "0.5", "7"]),
        ([10**30, 10**30 + 1, 5, 7], "text", [str(10**30), str(10**30 + 1), "5", "7"]),
        (["007", "7", "07", "8"], "text", ["007", "7", "07", "8"]),
        ([7, "007", 12, 8], "text", ["7", "007", "12", "8"]),
        ([True, False, False, True], "boolean", [True, False, False, True]),
        ([True, None, False, ...], "boolean", [1.0, np.nan, 0.0, np.nan]),
        ([True, 1, 0, False], "text", ["true", "1", "0", "false"]),
        (["u", None, "v", ...], "text", ["u", np.nan, "v", np.nan]),
        (["u", "NA", "v", "null"], "text", ["u", "NA", "v", "null"]),
        (["2024-01-01", "2024-01-03", None, "2024-01-02"], "date",
         [pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-03"), pd.NaT, pd.Timestamp("2024-01-02")]),
        (["猫🙂", "é", "a\u2028b", 'say "hi"'], "text", ["猫🙂", "é", "a\u2028b", 'say "hi"']),
    ],
)  # fmt: skip
def test_types(tmp_path: Path, values: list[Any], kind: str, read: list[Any]) -> None:
    content = _rows(v=values, z=[1.5, 2.5, 3.5, 5.0], y=["a", "b", "b", "a"])
    data = load_path(_write(tmp_path, content), "y")
    assert column(data, "v").kind == kind
    got = data.features["v"]
    assert [None if pd.isna(value) else value for value in got.tolist()] == [
        None if pd.isna(value) else value for value in read
    ]
    assert got.dtype.kind in {"number": "iuf", "boolean": "bf", "date": "M", "text": "O"}[kind]


@pytest.mark.parametrize(
    ("values", "read"),
    [
        ([1, 2, 1, 2], [1, 2, 1, 2]),
        ([True, False, True, False], [True, False, True, False]),
        (["007", "7", "007", "7"], ["007", "7", "007", "7"]),
        (["None", "NA", "None", ""], ["None", "NA", "None"]),
        ([1, None, 1, 2], [1, 1, 2]),
        ([2**53, 2**53 + 1, None, 2**53], [2**53, 2**53 + 1, 2**53]),
        ([2**63, 2**63 + 1, 2**63, 2**63 + 1], [2**63, 2**63 + 1, 2**63, 2**63 + 1]),
        ([10**30, 10**30 + 1, None, 10**30], [str(10**30), str(10**30 + 1), str(10**30)]),
        ([True, 1, None, True], ["true", "1", "true"]),
    ],
)
def test_answers(tmp_path: Path, values: list[Any], read: list[Any]) -> None:
    target = load_path(_write(tmp_path, _rows(v=[1.5, 2.5, 3.5, 5.0], y=values)), "y").target.tolist()
    assert target == read
    assert [type(value) for value in target] == [type(value) for value in read]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("late", "first", "last"),
    [
        (1, 0.5, 1.0),
        (2**53 + 1, "0.5", "9007199254740993"),
        ("x", "0.5", "x"),
        (True, "0.5", "true"),
        ([1], 0.5, [1]),
        ({"a": 1}, 0.5, {"a": 1}),
        (None, 0.5, None),
    ],
)
def test_a_late_value_of_another_type(tmp_path: Path, late: Any, first: Any, last: Any) -> None:
    """Rows become arrays in blocks; what comes in a later block may change what the whole column is."""
    content = _rows(v=[*[0.5] * BLOCK_ROWS, late], w=[*[...] * BLOCK_ROWS, 3])
    frame = _frame(tmp_path, content)
    assert frame["v"].tolist()[0] == frame["v"].tolist()[BLOCK_ROWS - 1] == first
    assert frame["v"].tolist()[-1] == last or (last is None and np.isnan(frame["v"].iloc[-1]))
    assert frame["w"].isna().sum() == BLOCK_ROWS
    assert frame["w"].tolist()[-1] == 3


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ('{"a": 1, "b": "x"}\n{"b": "y", "a": 2}\n', {"a": [1, 2], "b": ["x", "y"]}),
        ('{"a": 1}\n\n  \n{"a": 2}\n\n', {"a": [1, 2]}),
        ('{"a": 1}\r\n{"a": 2}\r\n', {"a": [1, 2]}),
        ('{"a": 1}\n{"a": 2}', {"a": [1, 2]}),
        ('  {"a" : 1 }  \n\t{"a": 2}\n', {"a": [1, 2]}),
        ('{"b": 1, "a": 2}\n{"c": 5, "b": 3, "a": 4}\n{"c": 6, "b": 1, "a": 1}\n',
         {"b": [1, 3, 1], "a": [2, 4, 1], "c": [None, 5.0, 6.0]}),
        ('{"a": 1}\n{}\n', {"a": [1.0, None]}),
        ('{"": 1, "b": 2}\n', {"column 1": [1], "b": [2]}),
        ('{" a ": 1}\n', {" a ": [1]}),
        ('{"a": 1e400}\n{"a": -Infinity}\n', {"a": [np.inf, -np.inf]}),
        ('{"a": "\\ud83d\\ude42\\u00e9\\n"}\n', {"a": ["🙂é\n"]}),
    ],
)  # fmt: skip
def test_rows(tmp_path: Path, content: str, columns: dict[str, list[Any]]) -> None:
    frame = _frame(tmp_path, content)
    read = {
        name: [None if pd.isna(value) else value for value in values]
        for name, values in frame.to_dict("list").items()
    }
    assert list(read.items()) == list(columns.items())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("zipped", [False, True])
def test_encodings_and_gzip(tmp_path: Path, encoding: str, zipped: bool) -> None:
    content = '{"größe": "猫"}\n{"größe": "é"}\n'.encode(encoding)
    frame = _frame(tmp_path, gzip.compress(content) if zipped else content)
    assert frame.to_dict("list") == {"größe": ["猫", "é"]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"a": 1}\n{"a": }\n{"a": 3}\n',
            r"line 2, is broken at character 7: expecting value\. JSON lines hold one",
        ),
        ('{"a": 1}\n\n{"a" 2}\n', r"line 3, is broken at character 6: expecting ':' delimiter"),
        ('{"a": 1} {"a": 2}\n', r"line 1, is broken at character 10: extra data"),
        ("{\n", r"line 1, is broken at character 3: expecting property name"),
        ("{'a': 1}\n", r"line 1, is broken at character 2: expecting property name"),
        ('{"a": 1}\n{"a": 2', "line 2, breaks off: the file seems to be cut short"),
        ('{"a": 1}\n[1, 2]\n', "line 2, holds a list, not an object. JSON lines hold one object a line"),
        ('[{"a": 1}, {"a": 2}]', "line 1, holds a list, not an object"),
        ('[\n{"a": 1},\n{"a": 2}\n]\n', "line 1, begins a list, not an object"),
        ('{"a": 1}\n"x"\n', "line 2, holds a text, not an object"),
        ("5\n", "line 1, holds a number, not an object"),
        ("2.5\n", "line 1, holds a number, not an object"),
        ("true\n", "line 1, holds true or false, not an object"),
        ("null\n", "line 1, holds null, not an object"),
        ('{"a": 1}\n{"a": 1, "b": 2, "a": 3}\n', "line 2, has the key `a` twice"),
        ('{"a": {"b": 1, "b": 2}}\n', "line 1, has the key `b` twice"),
        ('{"a": "\\ud83d"}\n', r"line 1, holds half a character, `\\ud83d`"),
        ('{"\\uDE42": 1}\n', r"line 1, holds half a character, `\\ude42`"),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}\n", "line 1, is nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}\n", "line 1, holds a number that is too long"),
        ("\n  \n", "is empty: it holds no object"),
        ("{}\n{}\n", "has no columns: its objects are empty"),
        ('{"": 1, "column 1": 2}\n', "several columns called `column 1`"),
        ('{"a": "é"}\n{"a": "ü"}\n'.encode("cp1252"), "line 1, is not in UTF-8"),
        ('{"a": 1}\n{"a": "ü"}\n'.encode("cp1252"), "line 2, is not in UTF-8"),
        (b"PK\x03\x04rest", "is not what its name says: it holds a zip archive"),
        (b"\x1f\x8brest", "damaged or cut short"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        _frame(tmp_path, content)
    assert str(error.value).startswith(f"`{tmp_path / 't.jsonl'}`")
    assert "\n" not in str(error.value)


def test_nested_values_are_left_out_and_said(tmp_path: Path) -> None:
    content = _rows(v=[[1], "x", None, [2]], w=[{"a": 1}] * 4, z=[1.5, 2.5, 3.5, 5.0], y=["a", "b", "b", "a"])
    data = load_path(_write(tmp_path, content), "y")
    assert data.feature_names == ("z",)
    note(data, "“v” and “w” are left out", "hold lists or other objects")
    other = load_path(_write(tmp_path, content.replace("[2]", "[3]")), "y")
    assert data.fingerprint != other.fingerprint


@pytest.mark.parametrize("nested", [[1, 2], {"a": 1}])
def test_nested_values_are_no_answers(tmp_path: Path, nested: Any) -> None:
    with pytest.raises(InputError, match="The column `y` holds lists or other objects, not single values"):
        load_path(_write(tmp_path, _rows(v=[1, 5], y=["a", nested])), "y")


@pytest.mark.parametrize("name", ["t.jsonl", "t.ndjson", "t.JSONL", "t.jsonl.gz", "t.json", "t.log", "t"])
def test_known_by_name_or_content(tmp_path: Path, name: str) -> None:
    content = ('\ufeff{"v": 1.5, "y": "a"}\n{"v": 2.5, "y": "b"}\n').encode()
    path = _write(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    data = load_path(path, "y")
    assert data.source == f"JSON lines file {name}"
    assert data.features["v"].tolist() == [1.5, 2.5]


def test_damaged_gzip(tmp_path: Path) -> None:
    content = gzip.compress(b"".join(b'{"a": %d}\n' % i**3 for i in range(5000)))
    with pytest.raises(InputError, match="damaged or cut short"):
        load_path(_write(tmp_path, content[:-2000], "t.json"), "y")


@pytest.mark.parametrize(
    "content",
    [
        b'{\n"a": 1\n}', b"{}", b"5", b"a,b\n1,2\n", b'{"a": "\xe9"}', b'{"a": 1, "a": 2}',
    ],
)  # fmt: skip
def test_other_content_is_no_json_lines(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"none of the formats known: .*JSON lines"):
        find_source(str(_write(tmp_path, content, "t.other")))


scalar = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
text = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.dictionaries(text.filter(bool), scalar | text), min_size=1, max_size=8))
def test_every_value_survives_the_file(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    """As it is, or where a column holds several types or a float would change a number, in JSON's spelling."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        return
    content = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    read = _frame(tmp_path, content).to_dict("list")
    assert list(read) == names
    for name, values in read.items():
        for row, value in zip(rows, values, strict=True):
            expected = row.get(name)
            assert (
                (expected is None and pd.isna(value)) or value == expected or value == json.dumps(expected)
            ), name
