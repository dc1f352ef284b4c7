"""The same table as other programs wrote it, found again value by value: `fixtures/stores/make_stores.py` says how."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.datasets.dataset import Dataset
from tests.datasets.sources import column, load_path
from tests.datasets.table_formats.fixtures.stores.make_stores import COLUMNS, HERE, ORIENTS

#: Each file, and what has to be said to read it.
FILES: dict[str, dict[str, Any]] = {
    "sqlite3.db": {"table": "visits"},
    "duckdb.duckdb.gz": {"table": "visits"},
    "duckdb.json": {},
    "duckdb.parquet": {},
    "polars.arrow": {},
    "polars.arrows": {},
    "polars.ndjson": {},
    "polars.json": {},
    "polars.parquet": {},
    "pandas.feather": {},
    "pyarrow_first.feather": {},
    **{f"pandas_{orient}.json": {} for orient in ORIENTS},
}

DATABASES = ("sqlite3.db", "duckdb.duckdb.gz")

each_file = pytest.mark.parametrize("name", FILES)
each_database = pytest.mark.parametrize("name", DATABASES)


def _load(name: str) -> Dataset:
    return load_path(HERE / name, "outcome", **FILES[name])


def test_every_file_is_read() -> None:
    kept = {path.name for path in HERE.iterdir() if path.suffix != ".py" and path.is_file()}
    assert kept == set(FILES)


@each_file
def test_values(name: str) -> None:
    data = _load(name)
    assert list(data.target) == COLUMNS["outcome"]
    assert data.features["zip"].tolist() == COLUMNS["zip"]
    assert data.features["town"].tolist() == COLUMNS["town"]
    assert data.features["visits"].tolist() == COLUMNS["visits"]
    weights = [np.nan if value is None else value for value in COLUMNS["weight"]]
    np.testing.assert_array_equal(data.features["weight"], weights)
    assert [moment.date() for moment in data.features["born"]] == COLUMNS["born"]
    assert [value in {True, "True"} for value in data.features["smoker"]] == COLUMNS["smoker"]


@each_file
def test_kinds(name: str) -> None:
    kinds = {each.name: each.kind for each in _load(name).columns}
    assert kinds == {
        "zip": "text",
        "account": "text",
        "weight": "number",
        "visits": "number",
        "born": "date",
        "smoker": "boolean",
        "town": "text",
        "outcome": "text",
    } | ({"smoker": "text"} if name == "sqlite3.db" else {})


@each_file
def test_long_numbers_stay_apart(name: str) -> None:
    assert column(_load(name), "account").distinct == 12


def test_the_table_is_the_same_in_all_formats_with_types() -> None:
    prints = {name: _load(name).fingerprint for name in FILES if name != "sqlite3.db"}
    assert len(set(prints.values())) == 1, prints


@each_database
def test_a_query(name: str) -> None:
    query = "SELECT weight, visits, outcome FROM visits WHERE visits > 1 -- not 1"
    data = load_path(HERE / name, "outcome", query=query)
    assert data.features["visits"].tolist() == [value for value in COLUMNS["visits"] if value > 1]
    assert data.source.endswith(", a query")


@each_database
def test_a_view(name: str) -> None:
    data = load_path(HERE / name, "smoker", table="ill")
    assert len(data.target) == COLUMNS["outcome"].count("ill")
    assert data.source.endswith(", table ill")


@each_database
def test_known_by_content(name: str, tmp_path: Path) -> None:
    content = (HERE / name).read_bytes()
    path = tmp_path / "visits.db"
    path.write_bytes(gzip.decompress(content) if name.endswith(".gz") else content)
    assert len(load_path(path, "outcome", table="visits").target) == 12
