"""Tables that others write are found again value by value, in any dialect and format, and whatever columns hold."""

import csv
import datetime as dt
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.datasets.tabular.numerals import parse_numerals
from tests.datasets.sources import column, load_path

N_ROWS = 40

#: How programs write tables of text.
DIALECTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "semicolons, decimal comma": {"sep": ";", "decimal": ","},
    "tabs": {"sep": "\t"},
    "bars": {"sep": "|"},
    "all quoted": {"quoting": csv.QUOTE_ALL},
    "gaps as NA": {"na_rep": "NA"},
    "gaps of MySQL": {"na_rep": "\\N"},
    "gaps of a spreadsheet, quoted": {"na_rep": "#NULL!", "quoting": csv.QUOTE_ALL},
    "line ends of Windows": {"lineterminator": "\r\n"},
    "old line ends": {"lineterminator": "\r"},
    "UTF-16": {"encoding": "utf-16"},
    "byte order mark, tabs, decimal comma": {"encoding": "utf-8-sig", "sep": "\t", "decimal": ","},
    "Windows-1252": {"encoding": "cp1252", "errors": "replace", "sep": ";"},
}

#: Columns by the kind that they must be found as. None of their texts is a mark for missing, or a number by chance.
KINDS = {
    "whole": "number",
    "long": "text",
    "fraction": "number",
    "gapped": "number",
    "code": "text",
    "words": "text",
    "flag": "boolean",
    "day": "date",
}


def _table(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    words = np.array(
        ["Zürich", 'say "hi"', "a;b|c,d", "two\tlines", "ünï", "x y", "#5", "0x1F", "1-2"], dtype=object
    )
    fraction = rng.normal(size=N_ROWS) * 10.0 ** rng.integers(-5, 9, N_ROWS)
    return pd.DataFrame(
        {
            "whole": rng.integers(-(10**6), 10**6, N_ROWS),
            "long": 2**60 + rng.integers(0, 9, N_ROWS),
            "fraction": fraction,
            "gapped": np.where(rng.random(N_ROWS) < 0.2, np.nan, fraction.round(1)),
            "code": [
                f"{value:0{width}}"
                for value, width in zip(rng.integers(1, 9, N_ROWS), [1, 2, 3, 5] * 10, strict=True)
            ],
            "words": np.where(rng.random(N_ROWS) < 0.2, None, rng.choice(words, N_ROWS)),
            "flag": rng.random(N_ROWS) < 0.5,
            "day": pd.to_datetime("2020-01-01") + pd.to_timedelta(rng.integers(0, 400, N_ROWS), unit="D"),
            "y": np.arange(N_ROWS) % 3,
        }
    )


def _assert_found_again(path: Path, table: pd.DataFrame, **kinds: str) -> None:
    data = load_path(path, "y")
    assert data.target.tolist() == table["y"].tolist()
    for name, kind in (KINDS | kinds).items():
        assert (name, column(data, name).kind) == (name, kind)
        assert column(data, name).missing == int(table[name].isna().sum())
        if name in data.feature_names:
            wanted = table[name].astype(str) if name == "long" else table[name]
            found = data.features[name]
            assert found.isna().tolist() == wanted.isna().tolist()
            if name in {"fraction", "gapped"}:  # text is read to the last digit but one
                np.testing.assert_allclose(found, wanted, rtol=1e-14)
            else:
                assert found.dropna().tolist() == wanted.dropna().tolist()


@pytest.mark.parametrize("dialect", list(DIALECTS))
@pytest.mark.parametrize("seed", range(3))
def test_text(tmp_path: Path, dialect: str, seed: int) -> None:
    table = _table(seed)
    table.to_csv(tmp_path / "t.csv", index=False, **DIALECTS[dialect])
    _assert_found_again(tmp_path / "t.csv", table)


@pytest.mark.parametrize("engine", ["numpy", "nullable", "arrow", "polars"])
@pytest.mark.parametrize("seed", range(3))
def test_parquet(tmp_path: Path, engine: str, seed: int) -> None:
    table = _table(seed)
    if engine == "polars":
        polars = pytest.importorskip("polars")
        polars.from_pandas(table).write_parquet(tmp_path / "t.parquet")
    else:
        converted = (
            table
            if engine == "numpy"
            else table.convert_dtypes(dtype_backend="pyarrow" if engine == "arrow" else "numpy_nullable")
        )
        converted.to_parquet(tmp_path / "t.parquet", index=False)
    _assert_found_again(tmp_path / "t.parquet", table)


@dataclass(frozen=True)
class Dialect:
    """How a program writes tables of text."""

    delimiter: str = ","
    decimal: Literal[".", ","] = "."
    quoting: Literal["minimal", "text", "all"] = "minimal"
    line_end: str = "\n"
    encoding: str = "utf-8"
    gap: str = ""


WAYS = {
    "Unix": Dialect(),
    "Excel, English": Dialect(line_end="\r\n", encoding="utf-8-sig"),
    "Excel, German": Dialect(";", ",", line_end="\r\n", encoding="cp1252"),
    "Excel, Unicode text": Dialect("\t", ",", line_end="\r\n", encoding="utf-16"),
    "LibreOffice": Dialect(quoting="text"),
    "LibreOffice, French": Dialect(";", ",", quoting="text"),
    "R": Dialect(quoting="text", gap="NA"),
    "PostgreSQL": Dialect("|", quoting="all", gap="NULL"),
    "MySQL": Dialect("\t", gap="\\N"),
    "old Macintosh": Dialect(",", quoting="all", line_end="\r"),
}


def _by_pandas(table: pd.DataFrame, way: Dialect) -> str:
    quoting = {"minimal": csv.QUOTE_MINIMAL, "text": csv.QUOTE_NONNUMERIC, "all": csv.QUOTE_ALL}[way.quoting]
    text: str = table.to_csv(
        index=False,
        sep=way.delimiter,
        decimal=way.decimal,
        quoting=quoting,
        lineterminator=way.line_end,
        na_rep=way.gap,
    )
    return text


def _by_polars(table: pd.DataFrame, way: Dialect) -> str:
    quoting: Any = {"minimal": "necessary", "text": "non_numeric", "all": "always"}[way.quoting]
    return _in_polars(table).write_csv(
        separator=way.delimiter,
        decimal_comma=way.decimal == ",",
        quote_style=quoting,
        line_terminator=way.line_end,
        null_value=way.gap,
    )


def _by_csv(table: pd.DataFrame, way: Dialect) -> str:
    quoting: Any = {"minimal": csv.QUOTE_MINIMAL, "text": csv.QUOTE_NONNUMERIC, "all": csv.QUOTE_ALL}[
        way.quoting
    ]
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=way.delimiter, quoting=quoting, lineterminator=way.line_end)
    writer.writerow(table.columns)
    for row in table.itertuples(index=False):
        writer.writerow([_spelled(value, way) for value in row])
    return file.getvalue()


def _spelled(value: Any, way: Dialect) -> Any:
    if pd.isna(value):
        return way.gap
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(value).replace(".", way.decimal) if isinstance(value, float) and way.decimal != "." else value


def _in_polars(table: pd.DataFrame) -> pl.DataFrame:
    return pl.from_pandas(table, nan_to_null=True).with_columns(pl.col("day").cast(pl.Date))


#: Of what texts are made: delimiters, quotes and marks of comments, and letters that Windows-1252 has too.
LETTERS = "abzäßÉ,;|\t\"'#.-"

words = st.text(LETTERS, max_size=6).map(lambda inner: f"w{inner}w")


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """A table with the columns of KINDS, whose values are anything of their kind."""
    n = draw(st.integers(6, 25))

    def values(one: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(one, min_size=n, max_size=n))

    fractions = st.integers(-(10**9), 10**9).map(lambda value: value / 1000 + 0.0005)
    return pd.DataFrame(
        {
            "whole": values(st.integers(-(10**6), 10**6)),
            "long": [2**60 + i for i in draw(st.permutations(range(n)))],
            "fraction": values(fractions),
            "gapped": [1.5, *values(st.none() | fractions)[1:]],
            "code": ["007", *values(st.from_regex(r"[0-9]{1,6}", fullmatch=True))[1:]],
            "words": ["word", *values(st.none() | words)[1:]],
            "flag": [True, False, *values(st.booleans())[2:]],
            "day": pd.to_datetime(values(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))),
            "y": [i % 3 for i in range(n)],
        }
    ).astype({"gapped": float})


@pytest.mark.slow
@pytest.mark.parametrize("write", [_by_pandas, _by_polars, _by_csv])
@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=tables())
def test_any_table_in_any_dialect(
    tmp_path: Path, write: Callable[[pd.DataFrame, Dialect], str], way: str, table: pd.DataFrame
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(write(table, WAYS[way]).encode(WAYS[way].encoding))
    _assert_found_again(path, table)


def _to_sqlite(table: pd.DataFrame, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        table.to_sql("t", connection, index=False, if_exists="replace")


def _to_duckdb(table: pd.DataFrame, path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.register("given", table)
        connection.execute("CREATE OR REPLACE TABLE t AS FROM given")


#: Formats with types, and how a program writes them.
TYPED: dict[str, tuple[str, Callable[[pd.DataFrame, Path], Any]]] = {
    "Parquet by pandas": ("t.parquet", lambda table, path: table.to_parquet(path, index=False)),
    "Parquet by polars": ("t.parquet", lambda table, path: _in_polars(table).write_parquet(path)),
    "Feather by pandas": ("t.feather", lambda table, path: table.to_feather(path)),
    "Arrow by polars": ("t.arrow", lambda table, path: _in_polars(table).write_ipc(path)),
    "JSON lines by polars": ("t.jsonl", lambda table, path: _in_polars(table).write_ndjson(path)),
    "JSON by polars": ("t.json", lambda table, path: _in_polars(table).write_json(path)),
    "JSON by pandas": (
        "t.json",
        lambda table, path: table.to_json(path, date_format="iso", double_precision=15),
    ),
    "SQLite by pandas": ("t.sqlite", _to_sqlite),
    "DuckDB": ("t.duckdb", _to_duckdb),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPED)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(table=tables())
def test_any_table_in_any_format_with_types(tmp_path: Path, name: str, table: pd.DataFrame) -> None:
    file, write = TYPED[name]
    write(table, tmp_path / file)
    kinds = {"flag": "number"} if file == "t.sqlite" else {}  # which has no booleans
    _assert_found_again(tmp_path / file, table, **kinds)


WRITINGS = {
    "English": (",", "."), "German": (".", ","), "French": ("\u202f", ","), "Swiss": ("\u2019", "."),
    "Swiss typed": ("'", "."), "SI": ("\u2009", "."), "with blanks": (" ", ","), "plain": ("", "."),
}  # fmt: skip


def _written(value: float, thousands: str, point: str, minus: str, unit: str) -> str:
    digits = f"{abs(value):,.2f}".translate(str.maketrans({",": thousands, ".": point}))
    shown = f"{unit}{digits}"
    if value >= 0:
        return shown
    return f"({shown})" if minus == "()" else f"{shown}-" if minus == "behind" else f"{minus}{shown}"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    values=st.lists(
        st.integers(-(10**11), 10**11).map(lambda cents: cents / 100), min_size=1, max_size=8, unique=True
    ),
    writing=st.sampled_from(list(WRITINGS)),
    minus=st.sampled_from(["-", "\u2212", "\u2013", "()", "behind"]),
    unit=st.sampled_from(["", "$", "€ ", "CHF ", "₹"]),
)
def test_numbers_as_people_write_them(values: list[float], writing: str, minus: str, unit: str) -> None:
    thousands, point = WRITINGS[writing]
    texts = [_written(value, thousands, point, minus, unit) for value in values]
    numerals = parse_numerals(texts, decimal_comma=point == ",")
    assert numerals is not None
    np.testing.assert_allclose(numerals.values, values, rtol=1e-12)
