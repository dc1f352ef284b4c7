import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note


def _save(path: Path, values: Any) -> Path:
    n = len(values)
    pd.DataFrame({"v": values, "z": [1.5 * i for i in range(n)], "y": ["a", "b"] * (n // 2)}).to_parquet(path)
    return path


@pytest.mark.parametrize(
    ("values", "kind", "read"),
    [
        (pd.array([1, None, 3, 4], "Int64"), "number", [1.0, np.nan, 3.0, 4.0]),
        (pd.array([1, 2, 3, 4], "Int64"), "number", [1, 2, 3, 4]),
        (np.array([1, 2, 3, 4], "float32"), "number", [1, 2, 3, 4]),
        (pd.array([True, None, False, True], "boolean"), "boolean", [1.0, np.nan, 0.0, 1.0]),
        ([True, False, False, True], "boolean", [True, False, False, True]),
        (pd.Categorical(["u", None, "v", "u"]), "text", ["u", np.nan, "v", "u"]),
        (pd.Categorical([3, 1, 2, 3]), "number", [3, 1, 2, 3]),
        ([Decimal("1.5"), None, Decimal(2), Decimal(3)], "number", [1.5, np.nan, 2, 3]),
        (pd.to_timedelta([1, 2, 3, 4], unit="min"), "number", [60.0, 120.0, 180.0, 240.0]),
        (
            [dt.date(2024, 1, day) for day in (1, 2, 3, 4)],
            "date",
            list(pd.date_range("2024-01-01", periods=4)),
        ),
        (
            pd.date_range("2024-01-01 01:00", periods=4, tz="Europe/Berlin"),
            "date",
            list(pd.date_range("2024-01-01", periods=4)),
        ),
        (["u", None, "v", "u"], "text", ["u", np.nan, "v", "u"]),
    ],
)
def test_types(tmp_path: Path, values: Any, kind: str, read: list[Any]) -> None:
    data = load_path(_save(tmp_path / "t.parquet", values), "y")
    assert column(data, "v").kind == kind
    pd.testing.assert_series_equal(
        data.features["v"], pd.Series(read), check_dtype=False, check_names=False, check_index_type=False
    )
    assert data.features["v"].dtype.kind in {"number": "iuf", "boolean": "bf", "date": "M", "text": "O"}[kind]


def test_lists_are_left_out(tmp_path: Path) -> None:
    data = load_path(_save(tmp_path / "t.parquet", [[1, 2], [3], [], [4]]), "y")
    other = load_path(_save(tmp_path / "t.parquet", [[1, 2], [3], [], [5]]), "y")
    assert data.fingerprint != other.fingerprint
    assert data.feature_names == ("z",)
    note(data, "“v” is left out", "holds lists")


@pytest.mark.parametrize(
    ("kind", "values", "read"),
    [
        ("timestamp[us, tz=UTC]", [0, 10**6], "date"),
        ("timestamp[s]", [0, 1], "date"),
        ("timestamp[ns, tz=+05:30]", [0, 1], "date"),
        ("date32[day]", [-700_000, 2_900_000], "date"),
        ("date64[ms]", [0, 86_400_000], "date"),
        ("time32[s]", [0, 1], "number"),
        ("duration[ms]", [0, 1], "number"),
        ("dictionary", ["u", "v"], "text"),
        ("halffloat", [0.5, 1.5], "number"),
        ("large_string", ["u", "v"], "text"),
        ("binary", [b"u", b"v"], "text"),
        ("int64", [2**53, 2**53 + 1], "text"),
        ("decimal", [Decimal(10**30), Decimal(10**30 + 1)], "text"),
        ("struct", [{"k": 1}, {"k": 2}], "other"),
        ("list", [[1], [2]], "other"),
        ("null", [None, None], "text"),
    ],
)
@pytest.mark.parametrize("by_arrow", [True, False])
def test_types_of_arrow(tmp_path: Path, kind: str, values: list[Any], read: str, by_arrow: bool) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "dictionary": pa.dictionary(pa.int8(), pa.string()), "decimal": pa.decimal128(38, 0),
        "struct": pa.struct([("k", pa.int8())]), "list": pa.list_(pa.int8()), "time32[s]": pa.time32("s"),
        "date32[day]": pa.date32(), "date64[ms]": pa.date64(), "duration[ms]": pa.duration("ms"),
        "timestamp[us, tz=UTC]": pa.timestamp("us", "UTC"), "timestamp[s]": pa.timestamp("s"),
        "timestamp[ns, tz=+05:30]": pa.timestamp("ns", "+05:30"),
    }  # fmt: skip
    array = pa.array([*values, None], type=types.get(kind) or pa.type_for_alias(kind))
    table = pa.table({"v": array, "z": [0.5, 1.5, 2.5], "y": ["n", "p", "n"]})
    if by_arrow:
        table.to_pandas(types_mapper=pd.ArrowDtype).to_parquet(tmp_path / "t.parquet")
    else:
        pq.write_table(table, tmp_path / "t.parquet")
    info = column(load_path(tmp_path / "t.parquet", "y"), "v")
    n_present = len([value for value in values if value is not None])
    assert (info.kind, info.missing) == (read, 3 - n_present)
    assert info.distinct == (0 if read == "other" else n_present)


@pytest.mark.parametrize("values", [[["n"], ["p"]], [{"k": "n"}, {"k": "p"}]])
def test_lists_cannot_be_the_target(tmp_path: Path, values: list[Any]) -> None:
    pd.DataFrame({"a": [1.5, 2.5], "y": values}).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(InputError, match="`y` holds lists or other objects, not single values"):
        load_path(tmp_path / "t.parquet", "y")


def test_named_index_is_a_column_and_a_nameless_is_none(tmp_path: Path) -> None:
    frame = pd.DataFrame({"z": [1.5, 2.5], "y": ["a", "b"]}, index=pd.Index(["p", "q"], name="key"))
    frame.to_parquet(tmp_path / "named.parquet")
    assert load_path(tmp_path / "named.parquet", "y").feature_names == ("z", "key")
    frame.rename_axis(None).to_parquet(tmp_path / "nameless.parquet")
    assert load_path(tmp_path / "nameless.parquet", "y").feature_names == ("z",)


def test_column_names_that_are_numbers(tmp_path: Path) -> None:
    frame = pd.DataFrame({"0": [1.5, 2.5], "y": ["a", "b"]})
    frame.to_parquet(tmp_path / "t.parquet")
    assert load_path(tmp_path / "t.parquet", "y").feature_names == ("0",)


def test_known_by_content(tmp_path: Path) -> None:
    _save(tmp_path / "t.parquet", [1, 2, 3, 9]).rename(tmp_path / "t.bin")
    assert load_path(tmp_path / "t.bin", "y").source == "Parquet file t.bin"


def test_not_what_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"t\.parquet` is not what its name says"):
        load_path(tmp_path / "t.parquet", "y")


def test_parquet_called_csv(tmp_path: Path) -> None:
    _save(tmp_path / "t.parquet", [1, 2, 3, 9]).rename(tmp_path / "t.csv")
    with pytest.raises(InputError, match=r"t\.csv` is not what its name says: it holds Parquet"):
        load_path(tmp_path / "t.csv", "y")


@pytest.mark.parametrize("kept", [6, 0.5, 0.98])
def test_truncated(tmp_path: Path, kept: float) -> None:
    path = _save(tmp_path / "t.parquet", list(range(100)))
    content = path.read_bytes()
    path.write_bytes(content[: int(kept if kept > 1 else kept * len(content))])
    with pytest.raises(InputError, match="damaged or cut short"):
        load_path(path, "y")


def test_damaged_in_the_middle(tmp_path: Path) -> None:
    path = _save(tmp_path / "t.parquet", [float(i) for i in np.random.default_rng(0).random(1000)])
    content = bytearray(path.read_bytes())
    content[4:400] = bytes(396)
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged or cut short"):
        load_path(path, "y")


def test_no_rows(tmp_path: Path) -> None:
    pd.DataFrame({"a": [], "y": []}).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(InputError, match="has columns but no rows"):
        load_path(tmp_path / "t.parquet", "y")


def test_duplicate_names(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table([[1, 2], [3, 4], ["a", "b"]], names=["v", "v", "y"]), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="several columns called `v`"):
        load_path(tmp_path / "t.parquet", "y")


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _save(tmp_path / "t.parquet", [1, 2, 3, 9])
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"needs pyarrow: pip install 'reportgen-eval\[parquet\]"):
        load_path(path, "y")
