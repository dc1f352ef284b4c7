import re
import sys
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pytest

from reportgen.datasets.table_formats.duckdb import examine_part
from reportgen.datasets.tabular.table_format import TableChoice
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path

ROWS = "range(20) AS r(i)"


def _save(path: Path, *statements: str) -> Path:
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def _table(tmp_path: Path) -> Path:
    return _save(
        tmp_path / "t.duckdb", f"CREATE TABLE t AS SELECT i * 1.5 AS v, 'ab'[i % 2 + 1] AS y FROM {ROWS}"
    )


def _frame(path: Path, **choice: Any) -> dict[str, list[Any]]:
    return examine_part(path, TableChoice(**choice)).read(frozenset()).to_dict("list")


def _snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("value", "kind", "distinct"),
    [
        ("(9007199254740993 + i)::BIGINT", "text", 20),
        ("(18446744073709551615 - i)::UBIGINT", "text", 20),
        ("(170141183460469231731687303715884105727 - i)::HUGEINT", "text", 20),
        ("(i / 3)::DECIMAL(38, 10)", "number", 20),
        ("(i / 3)::FLOAT", "number", 20),
        ("i % 2 = 0", "boolean", 2),
        ("DATE '2024-01-01' + i::INT", "date", 20),
        ("TIMESTAMP_NS '2024-01-01 00:00:00' + INTERVAL (i) MINUTE", "date", 20),
        ("TIMESTAMPTZ '2024-01-01 00:00:00+02' + INTERVAL (i) DAY", "date", 20),
        ("TIME '10:00:00' + INTERVAL (i) MINUTE", "number", 20),
        ("['lo', 'hi'][i % 2 + 1]::ENUM('lo', 'mid', 'hi')", "text", 2),
        ("('x' || i % 3)::BLOB", "text", 3),
        ("md5(i::VARCHAR)::UUID", "text", 20),
        ("i::INT::UNION(a INT, b VARCHAR)", "number", 20),
        ("[i, 2]", "other", 0),
        ("{'a': i}", "other", 0),
        ("MAP {'a': i}", "other", 0),
        ("INTERVAL (i) MONTH", "other", 0),
        ("'infinity'::DATE", "date", 0),
        ("'-infinity'::TIMESTAMP", "date", 0),
    ],
)
def test_types(tmp_path: Path, value: str, kind: str, distinct: int) -> None:
    path = _save(
        tmp_path / "t.duckdb",
        f"CREATE TABLE t AS SELECT {value} AS v, i * i % 7 AS z, i % 2 AS y FROM {ROWS}",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = column(load_path(path, "y"), "v")
    assert (found.kind, found.distinct) == (kind, distinct)


def test_long_numbers_are_exact(tmp_path: Path) -> None:
    values = [2**53 + 1, 2**63 - 1, -(2**63)]
    query = f"SELECT unnest([{', '.join(map(str, values))}]) AS v"
    assert [int(value) for value in _frame(_table(tmp_path), query=query)["v"]] == values


def test_the_only_table_that_can_be_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    path = _table(tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE empty (a INT)")
        connection.execute(f"CREATE VIEW outside AS FROM '{tmp_path / 'other.csv'}'")
    data = load_path(path, "y")
    assert data.source == "DuckDB file t.duckdb, table t"
    assert data.features["v"].tolist() == [1.5 * i for i in range(20)]
    with pytest.raises(InputError, match="reads this file and nothing else"):
        load_path(path, "a", table="outside")


def test_tables_of_any_name_and_schema(tmp_path: Path) -> None:
    path = _save(
        tmp_path / "t.ddb",
        'CREATE TABLE "a.""b" AS SELECT 1 AS v',
        "CREATE SCHEMA s",
        "CREATE TABLE s.t AS SELECT 2 AS v",
        "CREATE VIEW w AS SELECT 3 AS v",
    )
    with pytest.raises(InputError, match=r'several tables: `a."b`, `w` and `s.t`\. Name one: --table'):
        examine_part(path, TableChoice())
    assert [_frame(path, table=name)["v"] for name in ('a."b', "s.t", "w")] == [[1], [2], [3]]


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO t VALUES (1, 'a')",
        "DROP TABLE t",
        "ATTACH 'other.duckdb' AS other",
        "COPY t TO 'other.csv'",
        "EXPORT DATABASE 'other'",
        "FROM 'other.csv'",
        "FROM read_csv('other.csv')",
        "SELECT * FROM read_text('other.csv')",
        "FROM glob('*')",
        "FROM 'https://example.org/other.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "CREATE TEMP TABLE q AS SELECT 1",
        "SELECT 1; SELECT 2",
        "CHECKPOINT",
        "-- nothing",
    ],
)
def test_only_this_file_is_read(tmp_path: Path, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    path = _table(tmp_path)
    before = _snapshot(tmp_path)
    with pytest.raises(
        InputError, match=r"^--query has to be one SELECT, which reads this file and nothing else\.$"
    ):
        examine_part(path, TableChoice(query=query))
    assert _snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC", 'cannot follow the query: Parser Error: syntax error at or near "SELEC"'),
        ("SELECT nope FROM t", '"nope" not found'),
        ("FROM choice", "name choice does not exist"),  # a variable of the program that asks
        ("SELECT y, y FROM t", "several columns called `y`"),
        ("FROM t WHERE v < 0", "a query has columns but no rows"),
        ("SELECT $1", "cannot follow the query"),
        (
            "SELECT CASE WHEN i > 90000 THEN 'x' ELSE '1' END::INT AS v FROM range(100000) AS r(i)",
            "Could not convert",
        ),
    ],
)
def test_wrong_queries(tmp_path: Path, query: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        _frame(_table(tmp_path), query=query)
    assert "damaged" not in str(error.value)
    assert "\n" not in str(error.value)


def test_changes_in_a_log_are_read_and_nothing_is_written(tmp_path: Path) -> None:
    place = tmp_path / "left"
    place.mkdir()
    path = _table(tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO t VALUES (99, 'a')")
        for ending in ("", ".wal"):
            (place / f"t.duckdb{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
    before = _snapshot(place)
    assert _frame(place / "t.duckdb")["v"][-1] == 99
    assert _snapshot(place) == before


def test_a_limit(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds more than 1 KB.*--max-size"):
        _frame(_table(tmp_path), query="FROM range(1000000)", max_bytes=1000)


def test_another_version(tmp_path: Path) -> None:
    path = _table(tmp_path)
    content = bytearray(path.read_bytes())
    content[12] = 255
    content[:8] = _checksum(content[8:4096]).to_bytes(8, "little")
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"cannot be opened as a DuckDB file: .*version number") as error:
        examine_part(path, TableChoice())
    assert "\n" not in str(error.value)


def _checksum(content: bytes) -> int:
    """Of a block, as DuckDB computes it: https://github.com/duckdb/duckdb/blob/main/src/common/checksum.cpp."""
    found = 5381
    for start in range(0, len(content), 8):
        found ^= int.from_bytes(content[start : start + 8], "little") * 0xBF58476D1CE4E5B9 % 2**64
    return found


@pytest.mark.parametrize("share", [0.00005, 0.005, 0.1, 0.5, 0.9])
def test_cut_files(tmp_path: Path, share: float) -> None:
    path = _save(
        tmp_path / "t.duckdb", "CREATE TABLE t AS SELECT random() AS v, hash(i) AS y FROM range(99999) r(i)"
    )
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match=f"`{re.escape(str(path))}`") as error:
        _frame(path)
    assert "\n" not in str(error.value)


def test_damaged_blocks(tmp_path: Path) -> None:
    path = _save(
        tmp_path / "t.duckdb", "CREATE TABLE t AS SELECT random() AS v, hash(i) AS y FROM range(99999) r(i)"
    )
    content = path.read_bytes()
    for start in range(12_288, len(content), 262_144):
        path.write_bytes(content[: start + 5000] + b"\xaa" * 99 + content[start + 5099 :])
        try:
            _frame(path)
        except InputError as error:
            assert re.search("damaged or cut short|cannot be opened", str(error))  # noqa: PT017  # or not needed


def test_other_content(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="it does not begin as a DuckDB file does"):
        load_path(path, "y")


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _table(tmp_path)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(
        InputError, match=r"is a DuckDB file, which needs duckdb: pip install 'reportgen-eval\[duckdb\]'"
    ):
        load_path(path, "y")
