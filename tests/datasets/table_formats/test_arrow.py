import re
import sys
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyarrow import feather

from reportgen.datasets.table_formats.arrow import NO_END, STREAM_END, examine, examine_part
from reportgen.datasets.tabular.arrow_sizes import sizes_in_file, sizes_in_stream
from reportgen.datasets.tabular.table_format import TableChoice
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note

Y = list("ababab")


def _file(path: Path, table: pa.Table, **options: Any) -> Path:
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.ipc.new_file(file, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer,
    ):
        writer.write_table(table)
    return path


def _stream(path: Path, table: pa.Table, **options: Any) -> Path:
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.ipc.new_stream(file, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer,
    ):
        writer.write_table(table)
    return path


def _first_feather(path: Path, table: pa.Table) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        feather.write_feather(table, str(path), version=1)
    return path


def _table(values: Any = (1.5, 2.5, 3.5, 4.5, 5.5, 6.5)) -> pa.Table:
    return pa.table({"v": values, "z": [0.5, 0.25, 0.5, 2, 4, 4], "y": Y})


TYPES: dict[str, tuple[Any, str, int]] = {
    "categories": (pa.array(list("uvuvuw")).dictionary_encode(), "text", 3),
    "views of text": (pa.array(list("uvuvuw")).cast(pa.string_view()), "text", 3),
    "views of bytes": (pa.array([b"u", b"v"] * 3).cast(pa.binary_view()), "text", 2),
    "runs": (pc.run_end_encode(pa.array([1, 1, 2, 2, 2, 3])), "number", 3),
    "wide decimals": (pa.array([Decimal(i) / 4 for i in range(6)], pa.decimal256(60, 3)), "number", 6),
    "half floats": (pa.array([0.5, 0.25, 0.5, 2, 4, 4], pa.float16()), "number", 4),
    "long numbers": (pa.array([2**53 + i for i in range(6)]), "text", 6),
    "a union": (
        pa.UnionArray.from_sparse(
            pa.array([0, 1] * 3, pa.int8()), [pa.array(range(6)), pa.array(list("abcdef"))]
        ),
        "text",
        6,
    ),
    "seconds too many": (pa.array([2**62, *range(5)], pa.timestamp("s")), "date", 5),
    "days too many": (pa.array([2**31 - 1, *range(5)], pa.int32()).cast(pa.date32()), "date", 5),
    "the last microseconds": (pa.array([2**63 - 1, 1 - 2**63, *range(4)], pa.timestamp("us")), "date", 4),
    "nanoseconds": (pa.array(range(6), pa.timestamp("ns", "Europe/Berlin")), "date", 6),
    "lists": (pa.array([[1]] * 6, pa.list_view(pa.int8())), "other", 0),
    "nothing": (pa.nulls(6), "text", 0),
}


@pytest.mark.parametrize("name", TYPES)
def test_types(tmp_path: Path, name: str) -> None:
    values, kind, distinct = TYPES[name]
    found = column(load_path(_file(tmp_path / "t.arrow", _table(values)), "y"), "v")
    assert (found.kind, found.distinct) == (kind, distinct)


WRITERS = {
    "a.arrow": _file,
    "a.ipc": _stream,
    "a.arrows": _stream,
    "a.feather": _file,
    "b.feather": _first_feather,
}


@pytest.mark.parametrize("name", WRITERS)
def test_files_streams_and_feather(tmp_path: Path, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = load_path(WRITERS[name](tmp_path / name, _table()), "y")
    assert data.source == f"Arrow file {name}"
    assert data.features["v"].tolist() == [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]
    assert data.notes == ()


@pytest.mark.parametrize("writer", [_file, _first_feather])
def test_known_by_content(tmp_path: Path, writer: Any) -> None:
    assert len(load_path(writer(tmp_path / "t.bin", _table()), "y").target) == 6


@pytest.mark.parametrize("by", ["new", "old"])
@pytest.mark.parametrize("compression", ["uncompressed", "lz4", "zstd"])
def test_polars(tmp_path: Path, by: str, compression: Any) -> None:
    """Its files lack the length before the schema, and newer ones hold views of text."""
    level = pl.CompatLevel.newest() if by == "new" else pl.CompatLevel.oldest()
    frame = pl.DataFrame({"v": ["long text" * 9, "b", None] * 2, "z": [0.5, 1, 4, 9, 1, 1], "y": Y})
    frame = frame.with_columns(k=pl.Series(list("ccabba"), dtype=pl.Enum(["c", "b", "a"])))
    frame.write_ipc(tmp_path / "t.arrow", compat_level=level, compression=compression)
    data = load_path(tmp_path / "t.arrow", "k")
    assert data.class_order == ("c", "b", "a")
    assert data.features["v"].dropna().tolist() == ["long text" * 9, "b"] * 2


def test_batches_with_categories_of_their_own(tmp_path: Path) -> None:
    batches = [
        pa.record_batch({"v": pa.array(values).dictionary_encode(), "y": ["p", "q"]})
        for values in (["a", "b"], ["c", "b"])
    ]
    with pa.ipc.new_stream(str(tmp_path / "t.arrows"), batches[0].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    assert load_path(tmp_path / "t.arrows", "y").features["v"].tolist() == ["a", "b", "c", "b"]


@pytest.mark.parametrize("writer", [_file, _stream, _first_feather])
def test_cut_files(tmp_path: Path, writer: Any) -> None:
    path = writer(tmp_path / "t.arrow", _table())
    content = path.read_bytes()
    end = len(content) - len(STREAM_END) if writer is _stream else len(content)
    for n_bytes in range(1, end, 9):
        path.write_bytes(content[:n_bytes])
        with pytest.raises(
            InputError, match=r"damaged or cut short|it begins as no file of Arrow|no rows"
        ) as error:
            examine(path)
        assert "\n" not in str(error.value)


def test_a_stream_without_its_end(tmp_path: Path) -> None:
    path = _stream(tmp_path / "t.arrows", _table())
    path.write_bytes(path.read_bytes().removesuffix(STREAM_END))
    assert note(load_path(path, "y"), "no mark of its end") == NO_END


@pytest.mark.parametrize("writer", [_file, _stream])
def test_damaged_files_are_no_crash(tmp_path: Path, writer: Any) -> None:
    path = writer(tmp_path / "t.arrow", _table(["text", "x", "longer", "", "y", "z"]))
    content = path.read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(300):
        damaged = bytearray(content)
        damaged[rng.integers(8, len(content))] = rng.integers(256)
        path.write_bytes(damaged)
        try:
            examine(path).read(frozenset())
        except InputError as error:
            assert re.match(f"`{path}` ", str(error))  # noqa: PT017  # or what was damaged says nothing


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (_table().slice(0, 0), "has columns but no rows"),
        (pa.table({}), "has columns but no rows"),
        (pa.table([pa.array(Y), pa.array(Y)], names=["a", "a"]), "several columns called `a`"),
    ],
)
def test_what_is_no_table(tmp_path: Path, table: pa.Table, message: str) -> None:
    for writer in (_file, _stream):
        with pytest.raises(InputError, match=message):
            examine(writer(tmp_path / "t.arrow", table))


def test_types_that_pyarrow_lacks(tmp_path: Path) -> None:
    frame = pl.DataFrame({"v": pl.Series([2**100, 1], dtype=pl.Int128), "y": ["a", "b"]})
    frame.write_ipc(tmp_path / "t.arrow")
    with pytest.raises(InputError, match=r"holds what cannot be read as Arrow: .*Save it with other types"):
        examine(tmp_path / "t.arrow")


def test_one_table_alone(tmp_path: Path) -> None:
    path = _file(tmp_path / "t.arrow", _table())
    with pytest.raises(InputError, match="--table names one of several"):
        load_path(path, "y", table="t")
    with pytest.raises(InputError, match="--query is for databases"):
        load_path(path, "y", query="SELECT 1")


@pytest.mark.parametrize("compression", [None, "lz4", "zstd"])
@pytest.mark.parametrize("kind", ["zeros", "random", "text", "categories"])
def test_sizes_are_those_when_read(tmp_path: Path, compression: str | None, kind: str) -> None:
    rng = np.random.default_rng(0)
    values: dict[str, Any] = {
        "zeros": np.zeros(10_000),
        "random": rng.random(10_000),
        "text": [f"t{i % 7}" * (i % 5) for i in range(10_000)],
        "categories": pa.array([f"c{i % 7}" for i in range(10_000)]).dictionary_encode(),
    }
    table = pa.table({"v": values[kind]})
    in_file = sum(sizes_in_file(_file(tmp_path / "t.arrow", table, compression=compression)))
    in_stream = sum(sizes_in_stream(_stream(tmp_path / "t.arrows", table, compression=compression)))
    assert in_file == in_stream
    assert in_file == pytest.approx(table.nbytes, rel=0.02, abs=200)  # padding


@pytest.mark.parametrize("name", ["t.arrow", "t.arrows"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is unpacked as soon as it is asked for: it is refused before."""
    writer = _file if name == "t.arrow" else _stream
    path = writer(tmp_path / name, pa.table({"v": np.zeros(10**6)}), compression="zstd")
    assert path.stat().st_size < 10_000
    for opening in ("open_file", "open_stream"):
        monkeypatch.setattr(pa.ipc, opening, lambda *_: pytest.fail("it was opened"))
    with pytest.raises(InputError, match=r"holds more than 4 MB.*--max-size"):
        examine_part(path, TableChoice(max_bytes=4 * 10**6))


def test_gaps_without_bytes_count(tmp_path: Path) -> None:
    path = _file(tmp_path / "t.arrow", pa.table({"v": pa.nulls(10**6)}))
    with pytest.raises(InputError, match=r"holds more than 1 KB.*--max-size"):
        examine_part(path, TableChoice(max_bytes=1000))


@pytest.mark.parametrize("name", ["t.arrow", "t.feather"])
def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = _file(tmp_path / name, _table())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(
        InputError, match=r"is Arrow, which needs pyarrow: pip install 'reportgen-eval\[arrow\]'"
    ):
        load_path(path, "y")
