"""Tables that others write are found again value by value, in any dialect and format, and whatever columns hold."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
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


def _assert_found_again(path: Path, table: pd.DataFrame) -> None:
    data = load_path(path, "y")
    assert data.target.tolist() == table["y"].tolist()
    for name, kind in KINDS.items():
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
