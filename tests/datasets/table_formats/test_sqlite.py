import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportgen.datasets.table_formats.sqlite import examine_part
from reportgen.datasets.tabular.sqlite_connection import open_to_read
from reportgen.datasets.tabular.table_format import TableChoice
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note

Y = ["a", "b"] * 10


def _save(path: Path, **columns: list[Any]) -> Path:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO t VALUES ({marks})", zip(*columns.values(), strict=True))
        connection.commit()
    return path


def _table(tmp_path: Path) -> Path:
    return _save(tmp_path / "t.sqlite", v=[1.5 * i for i in range(20)], y=Y)


def _snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def _run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def _frame(path: Path, **choice: Any) -> dict[str, list[Any]]:
    return examine_part(path, TableChoice(**choice)).read(frozenset()).to_dict("list")


@pytest.mark.parametrize(
    ("values", "kind", "distinct", "missing"),
    [
        ([2**60 + i for i in range(20)], "text", 20, 0),
        ([None, *range(2, 21)], "number", 19, 1),
        ([None, *(2**53 + i for i in range(19))], "text", 19, 1),
        (["" if i == 3 else i / 4 for i in range(20)], "number", 19, 1),
        ([str(i) if i % 2 else i for i in range(20)], "number", 20, 0),
        ([f"x{i % 3}" if i % 2 else i % 4 for i in range(20)], "text", 5, 0),
        ([f"2024-01-{i + 1:02}" for i in range(20)], "date", 20, 0),
        ([f"2024-01-{i + 1:02} 10:00:00" for i in range(20)], "date", 20, 0),
        (["007", "08"] * 10, "text", 2, 0),
        ([0, 1] * 10, "number", 2, 0),
        ([None] * 20, "number", 0, 20),
    ],
)
def test_types_are_those_of_the_values(
    tmp_path: Path, values: list[Any], kind: str, distinct: int, missing: int
) -> None:
    data = load_path(_save(tmp_path / "t.db", v=values, z=[i * i % 7 for i in range(20)], y=Y), "y")
    found = column(data, "v")
    assert (found.kind, found.distinct, found.missing) == (kind, distinct, missing)


def test_long_numbers_are_exact(tmp_path: Path) -> None:
    values = [2**63 - 1, -(2**63), 2**53 + 1]
    assert _frame(_save(tmp_path / "t.db", v=values)) == {"v": values}


@pytest.mark.parametrize("values", [[b"x"] * 20, [b"\xff", "x"] * 10, [(5).to_bytes(8, "little")] * 20])
def test_blobs_are_left_out(tmp_path: Path, values: list[Any]) -> None:
    path = _save(tmp_path / "t.db", v=values, z=[i * i % 7 for i in range(20)], y=Y)
    data = load_path(path, "y")
    note(data, "“v” is left out", "other objects")
    assert data.fingerprint == load_path(path, "y").fingerprint
    with pytest.raises(InputError, match="other objects, not single values, so it cannot be the target"):
        load_path(path, "v")


def test_the_only_table_with_rows_is_found(tmp_path: Path) -> None:
    path = _table(tmp_path)
    _run(path, "CREATE TABLE empty (a)", "CREATE VIEW broken AS SELECT * FROM nowhere")
    data = load_path(path, "y")
    assert data.source == "SQLite file t.sqlite, table t"
    assert data.features["v"].tolist() == [1.5 * i for i in range(20)]


def test_views_count(tmp_path: Path) -> None:
    path = _table(tmp_path)
    _run(path, 'CREATE VIEW "high ""v""" AS SELECT * FROM t WHERE v > 9')
    with pytest.raises(InputError, match=r'has several tables: `high "v"` and `t`\. Name one: --table NAME'):
        load_path(path, "y")
    assert len(load_path(path, "y", table='high "v"').target) == 13


def test_full_text_search(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    _run(path, "CREATE VIRTUAL TABLE t USING fts5(v, y)", "INSERT INTO t VALUES ('u', 'a'), ('w', 'b')")
    assert _frame(path) == {"v": ["u", "w"], "y": ["a", "b"]}


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO t VALUES (1, 2)",
        "WITH r AS (SELECT 1) DELETE FROM t",
        "UPDATE sqlite_master SET sql = ''",
        "DROP TABLE t",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
        "PRAGMA journal_mode = WAL",
        "PRAGMA writable_schema = 1",
        "CREATE TEMP TABLE q AS SELECT 1",
        "SELECT load_extension('x')",
        "SELECT 1; DROP TABLE t",
        "BEGIN",
        "-- nothing",
    ],
)
def test_only_reading_is_allowed(tmp_path: Path, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = _table(tmp_path)
    before = _snapshot(tmp_path)
    with pytest.raises(InputError) as error:
        examine_part(path, TableChoice(query=query))
    if "sqlite_master" not in query:
        assert str(error.value) == "--query has to be one SELECT, which reads and does nothing else."
    assert _snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC", 'SQLite cannot follow the query: near "SELEC": syntax error'),
        ("SELECT nope FROM t", "no such column: nope"),
        ("SELECT y, y FROM t", "several columns called `y`"),
        ("SELECT * FROM t WHERE v < 0", "a query has columns but no rows"),
        ("SELECT * FROM t WHERE v = ?", "has placeholders"),
        ("SELECT CAST(x'ff' AS TEXT) AS w FROM t", "the column `w` holds text not in UTF-8"),
        ("SELECT abs(-9223372036854775808)", "integer overflow"),
    ],
)
def test_wrong_queries(tmp_path: Path, query: str, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        _frame(_table(tmp_path), query=query)


@pytest.mark.parametrize(
    "query", ["SELECT y, v FROM t; -- all", "WITH r AS (SELECT * FROM t) SELECT y, v FROM r"]
)
def test_queries(tmp_path: Path, query: str) -> None:
    assert list(_frame(_table(tmp_path), query=query)) == ["y", "v"]


@pytest.mark.parametrize("with_index", [True, False])
def test_changes_in_a_log_are_read_and_nothing_is_written(tmp_path: Path, with_index: bool) -> None:
    """Of a program that still runs, or that was killed: its last rows are in the log alone."""
    place = tmp_path / "left"
    place.mkdir()
    with closing(sqlite3.connect(tmp_path / "t.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (v, y)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(1.5, "a"), (2.5, "b")])
        connection.commit()
        for ending in ("", "-wal", *(["-shm"] if with_index else [])):
            shutil.copy2(tmp_path / f"t.db{ending}", place / f"t.db{ending}")
    before = _snapshot(place)
    assert _frame(place / "t.db") == {"v": [1.5, 2.5], "y": ["a", "b"]}
    assert _snapshot(place) == before


def test_a_file_of_the_log_mode_gets_no_log(tmp_path: Path) -> None:
    path = _table(tmp_path)
    _run(path, "PRAGMA journal_mode = WAL")
    before = _snapshot(tmp_path)
    assert len(_frame(path)["v"]) == 20
    assert _snapshot(tmp_path) == before


def test_what_was_not_finished_is_taken_back(tmp_path: Path) -> None:
    """A transaction that a program was killed in: some of its pages are in the file, the old ones in the journal."""
    place = tmp_path / "left"
    place.mkdir()
    path = _save(tmp_path / "t.db", v=list(range(900)), y=["x" * 200] * 900)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("UPDATE t SET y = ?", ["z" * 200])
        for ending in ("", "-journal"):
            shutil.copy2(f"{path}{ending}", place / f"t.db{ending}")
    assert b"z" * 200 in (place / "t.db").read_bytes()
    before = _snapshot(place)
    assert set(_frame(place / "t.db")["y"]) == {"x" * 200}
    assert _snapshot(place) == before


def test_a_copy_has_a_limit(tmp_path: Path) -> None:
    path = _table(tmp_path)
    (tmp_path / "t.sqlite-wal").write_bytes(b"x" * 100)
    with pytest.raises(InputError, match=r"holds more than 1 KB.*--max-size"):
        examine_part(path, TableChoice(max_bytes=1000))


def test_another_program_changes_the_file(tmp_path: Path) -> None:
    path = _table(tmp_path)
    with pytest.raises(InputError, match="was changed while it was read"), open_to_read(path, 10**9):
        os.utime(path, ns=(1, 1))
    file = examine_part(path, TableChoice())
    _run(path, "ALTER TABLE t ADD COLUMN w")
    with pytest.raises(InputError, match="its columns are others now"):
        file.read(frozenset())


@pytest.mark.parametrize(
    ("n_bytes", "message"),
    [
        (20, "cannot be read as a SQLite file"),
        (60, "cannot be read as"),
        (5000, "cut short"),
        (-1, "cut short"),
    ],
)
def test_cut_files(tmp_path: Path, n_bytes: int, message: str) -> None:
    path = _table(tmp_path)
    path.write_bytes(path.read_bytes()[:n_bytes])
    with pytest.raises(InputError, match=message):
        load_path(path, "y")


def test_damaged_pages(tmp_path: Path) -> None:
    path = _table(tmp_path)
    content = bytearray(path.read_bytes())
    content[4096:4200] = b"\xff" * 104
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"malformed\. If it is damaged, get the file again"):
        load_path(path, "y")


def test_damage_that_no_encoding_has(tmp_path: Path) -> None:
    path = _table(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE t", b"CREAT\xde TABLE t"))
    with pytest.raises(InputError, match="damaged"):
        load_path(path, "y")


def test_other_content(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="it does not begin as a SQLite file does"):
        load_path(path, "y")


def test_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    _run(path, "CREATE TABLE t (a)")
    with pytest.raises(InputError, match="has no table with rows"):
        load_path(path, "y")
    with pytest.raises(InputError, match="table t has columns but no rows"):
        load_path(path, "y", table="t")
    with pytest.raises(InputError, match=r"has no table called `T2`.* Its tables are `t`"):
        load_path(path, "y", table="T2")
    with pytest.raises(InputError, match="both say what to read"):
        load_path(path, "y", table="t", query="SELECT 1")


def test_ctrl_c_is_heard(tmp_path: Path) -> None:
    path = _table(tmp_path)
    with open_to_read(path, 10**9) as connection:
        connection.set_progress_handler(lambda: 1, 1)  # as it ends when Ctrl-C is heard in it
        with pytest.raises(sqlite3.OperationalError, match="interrupted") as error:
            connection.execute("SELECT count(*) FROM t AS a, t AS b").fetchall()
    with pytest.raises(KeyboardInterrupt), open_to_read(path, 10**9):
        raise error.value
