from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.dataset as arrow_dataset
import pyarrow.parquet as pq
import pytest
from PIL import Image

from reportgen.datasets.dataset import find_source
from reportgen.datasets.table_formats.parquet import examine_part
from reportgen.datasets.tabular.parquet_folder import GAP
from reportgen.datasets.tabular.table_format import TableChoice
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note, random_images, write_idx

V = [1.5, 2.5, 3.5, 4.5]
Y = ["a", "b", "a", "b"]


def _save(folder: Path, parts: dict[str, Any]) -> Path:
    """Write a file for each part, with a column `v` of the values given, or a table of its own."""
    for name, values in parts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(values if isinstance(values, pa.Table) else pa.table({"v": values, "y": Y}), path)
    return folder


def test_files_side_by_side(tmp_path: Path) -> None:
    """In the order of their names, without what programs put beside them."""
    folder = _save(tmp_path / "t", {"b.parquet": [9.0, 8, 7, 6], "a.parquet": V, "c.pq": V})
    _save(folder, {"_temporary/x.parquet": V, ".hidden/x.parquet": V, "_x.parquet": V, ".x.parquet": V})
    for name in ("_SUCCESS", "_metadata", "_common_metadata", ".a.parquet.crc", "a.parquet.crc", "README.md"):
        (folder / name).write_text("no table")
    data = load_path(folder, "y")
    assert data.source == "folder of Parquet files t"
    assert data.features["v"].tolist() == [*V, 9, 8, 7, 6, *V]
    assert data.notes == ()


def test_a_folder_that_is_called_a_file(tmp_path: Path) -> None:
    folder = _save(tmp_path / "t.parquet", {"part-0.snappy.parquet": V, "part-1.snappy.parquet": V})
    assert load_path(folder, "y").features["v"].tolist() == V * 2


def test_many_files_stay_in_order(tmp_path: Path) -> None:
    parts = {f"{i:03}.parquet": [4.0 * i, 4.0 * i + 1, 4.0 * i + 2, 4.0 * i + 3] for i in range(60)}
    frame = examine_part(_save(tmp_path / "t", parts), TableChoice()).read(frozenset())
    assert frame["v"].tolist() == list(range(240))


def test_names_of_subfolders_are_columns(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    for year in ("2023", GAP):
        _save(folder, {f"year={year}/zip={code}/x%20y=a%2Fb/p.parquet": V for code in ("01", "7")})
    data = load_path(folder, "y")
    kinds = {each.name: (each.kind, each.distinct, each.missing) for each in data.columns}
    assert kinds == {
        "v": ("number", 4, 0),
        "y": ("text", 2, 0),
        "year": ("number", 1, 8),
        "zip": ("text", 2, 0),
        "x y": ("text", 1, 0),
    }
    assert data.features["zip"].tolist() == (["01"] * 4 + ["7"] * 4) * 2
    assert data.notes[0].startswith("“x y” is left out")  # nothing of how the folder was read


def test_a_target_that_subfolders_name(tmp_path: Path) -> None:
    parts = {f"kind={kind}/p.parquet": pa.table({"v": V}) for kind in ("cat", "dog")}
    assert load_path(_save(tmp_path / "t", parts), "kind").target.tolist() == ["cat"] * 4 + ["dog"] * 4


def test_columns_of_the_files_go_before_names_of_subfolders(tmp_path: Path) -> None:
    folder = _save(tmp_path / "t", {"v=3/p.parquet": V, "v=4/p.parquet": V})
    assert load_path(folder, "y").features["v"].tolist() == V * 2


def _by_polars(folder: Path) -> None:
    pl.DataFrame({"v": V, "y": Y, "k": [1, 1, 2, 2]}).write_parquet(folder, partition_by="k", mkdir=True)


def _by_pyarrow(folder: Path) -> None:
    table = pa.table({"v": V, "y": Y, "k": [1, 1, 2, 2]})
    arrow_dataset.write_dataset(
        table, folder, format="parquet", partitioning=["k"], partitioning_flavor="hive"
    )


def _by_duckdb(folder: Path) -> None:
    duckdb.sql(
        "COPY (SELECT unnest([1.5, 2.5, 3.5, 4.5])::DOUBLE v, unnest(['a', 'b', 'a', 'b']) y, unnest([1, 1, 2, 2]) k) "
        f"TO '{folder}' (FORMAT parquet, PARTITION_BY (k))"
    )


@pytest.mark.parametrize("write", [_by_polars, _by_pyarrow, _by_duckdb])
def test_folders_that_programs_write(tmp_path: Path, write: Any) -> None:
    write(tmp_path / "t")
    data = load_path(tmp_path / "t", "y")
    assert (data.features["v"].tolist(), data.target.tolist(), data.features["k"].tolist()) == (
        V,
        Y,
        [1, 1, 2, 2],
    )


@pytest.mark.parametrize(
    ("one", "other", "kind", "distinct"),
    [
        (pa.array([1, 2, 3, 4], pa.int32()), pa.array([1.5, 2, 3, 4]), "number", 5),
        (pa.array([1, 2, 3, 4], pa.int8()), pa.array([2**40, 1, 1, 1]), "number", 5),
        (pa.array([1, 2, 3, 4], pa.timestamp("ms")), pa.array([5, 6, 7, 8], pa.timestamp("us")), "date", 8),
        (pa.array(list("uvuv")).dictionary_encode(), pa.array(list("wvuv")), "text", 3),
        (pa.array(list("uvuv")).dictionary_encode(), pa.array(list("wxyz")).dictionary_encode(), "text", 6),
        (pa.nulls(4), pa.array(list("uvuv")), "text", 2),
        (pa.array(list("uvuv"), pa.large_string()), pa.array(list("uvuv")), "text", 2),
    ],
)
def test_types_that_fit_together(tmp_path: Path, one: Any, other: Any, kind: str, distinct: int) -> None:
    data = load_path(_save(tmp_path / "t", {"a.parquet": one, "b.parquet": other}), "y")
    assert (column(data, "v").kind, column(data, "v").distinct) == (kind, distinct)


def test_a_column_that_a_file_lacks_has_gaps(tmp_path: Path) -> None:
    more = pa.table({"v": V, "w": [1, 2, 4, 8], "y": Y})
    data = load_path(_save(tmp_path / "t", {"a.parquet": V, "b.parquet": more}), "y")
    np.testing.assert_array_equal(data.features["w"], [np.nan] * 4 + [1, 2, 4, 8])


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            list("abcd"),
            r"t/b\.parquet` does not fit `a\.parquet`.*: Field v has incompatible types: int64 vs string",
        ),
        ([[1]] * 4, r"t/b\.parquet` does not fit"),
        (
            [0.5, 1, 2, 3],
            r"t` holds files in which a column has several types.* 9007199254740993 not in range",
        ),
    ],
)
def test_types_that_do_not_fit_together(tmp_path: Path, other: list[Any], message: str) -> None:
    folder = _save(tmp_path / "t", {"a.parquet": [2**53 + 1, 2, 3, 4], "b.parquet": other})
    with pytest.raises(InputError, match=message) as error:
        load_path(folder, "y")
    assert "\n" not in str(error.value)


def test_damage_is_said_of_the_file(tmp_path: Path) -> None:
    folder = _save(tmp_path / "t", {"a.parquet": V, "b.parquet": V})
    (folder / "b.parquet").write_bytes((folder / "b.parquet").read_bytes()[:-20])
    with pytest.raises(InputError, match=r"t/b\.parquet` is damaged or cut short"):
        load_path(folder, "y")
    (folder / "b.parquet").write_bytes(b"")
    with pytest.raises(InputError, match=r"t/b\.parquet` is not what its name says"):
        load_path(folder, "y")


def test_repeated_names_are_said_of_the_file(tmp_path: Path) -> None:
    twice = pa.table([V, V], names=["v", "v"])
    with pytest.raises(InputError, match=r"t/b\.parquet` has several columns called `v`"):
        load_path(_save(tmp_path / "t", {"a.parquet": V, "b.parquet": twice}), "y")


def test_no_rows(tmp_path: Path) -> None:
    empty = pa.table({"v": pa.array([], pa.float64())})
    with pytest.raises(InputError, match=r"t` has columns but no rows"):
        load_path(_save(tmp_path / "t", {"a.parquet": empty}), "v")
    assert len(load_path(_save(tmp_path / "u", {"a.parquet": empty, "b.parquet": V}), "y").target) == 4


def test_other_subfolders_are_said(tmp_path: Path) -> None:
    folder = _save(tmp_path / "t", {"test/a.parquet": V, "train/a.parquet": V})
    note(load_path(folder, "y"), "subfolders “test” and “train” were read as one table")


@pytest.mark.parametrize(("log", "of"), [("_delta_log", "Delta Lake"), (".hoodie", "Apache Hudi")])
def test_tables_with_a_log_are_refused(tmp_path: Path, log: str, of: str) -> None:
    folder = _save(tmp_path / "t", {"a.parquet": V})
    (folder / log).mkdir()
    (folder / log / "0.json").write_text("{}")
    with pytest.raises(InputError, match=f"is a table of {of}, whose log says which"):
        load_path(folder, "y")


def test_a_limit(tmp_path: Path) -> None:
    folder = _save(tmp_path / "t", {"a.parquet": V})
    with pytest.raises(InputError, match=r"holds more than 50 bytes.*--max-size"):
        examine_part(folder, TableChoice(max_bytes=50)).read(frozenset())


def test_other_folders_stay_what_they_are(tmp_path: Path) -> None:
    images, idx = tmp_path / "images", tmp_path / "idx"
    for name in ("cat", "dog"):
        (images / name).mkdir(parents=True)
        Image.fromarray(random_images(1)[0]).save(images / name / "1.png")
    idx.mkdir()
    write_idx(idx / "train-images", random_images(4))
    write_idx(idx / "train-labels", np.arange(4, dtype=np.uint8))
    for folder, source in ((images, "image_folder"), (idx, "idx")):
        assert find_source(str(folder)).id == source
        _save(folder, {"labels.parquet": V})
        assert find_source(str(folder)).id == source


def test_a_folder_with_other_tables_is_not_guessed_at(tmp_path: Path) -> None:
    folder = _save(tmp_path / "t", {"a.parquet": V})
    (folder / "b.csv").write_text("v,y\n1,a\n")
    with pytest.raises(InputError, match="is none of the formats known"):
        find_source(str(folder))
