"""--drop, --keep, --as and --order on whole tables: what is learnt from, as what, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from tests.datasets.sources import column, load_path, note, write_csv

N = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    number = range(N)
    rows = [
        [n % 7, f"PAT{n % 20:04d}", ("low", "mid", "high")[n % 3], n, f"{n % 4:03d}", n / 9, "uv"[n % 2]]
        for n in number
    ]
    return write_csv(tmp_path / "t.csv", ["a", "who", "size", "row", "ward", "b, c", "y"], rows)


def roles(data: Dataset) -> dict[str, str]:
    return {info.name: info.role for info in data.columns}


def test_by_default(path: Path) -> None:
    data = load_path(path, "y")
    assert data.feature_names == ("a", "size", "ward", "b, c")
    assert list(data.codes_of) == ["who"]
    assert "--as 'who=category'" in note(data, "all the same")


@pytest.mark.parametrize("given", [("a", "b, c"), ("a,size",), ("b, c",)])
def test_drop(path: Path, given: tuple[str, ...]) -> None:
    data = load_path(path, "y", drop=given)
    assert "left out" in note(data, "--drop names")
    assert {"a", "size", "b, c"} - set(data.feature_names) == {
        part for text in given for part in ([text] if text == "b, c" else text.split(","))
    }


def test_codes_that_are_dropped_are_still_known(path: Path) -> None:
    data = load_path(path, "y", drop=("who",))
    assert list(data.codes_of) == ["who"]


def test_keep_is_all_there_is_and_comes_before_what_columns_look_like(path: Path) -> None:
    data = load_path(path, "y", keep=("a,who",))
    assert data.feature_names == ("a", "who")
    assert list(data.codes_of) == ["who"]
    assert "--keep" in str(column(data, "size").note)


def test_kinds_and_orders(path: Path) -> None:
    data = load_path(path, "y", kinds=("row=number", "ward=category", "a=id"), orders=("size=low,mid,high",))
    assert data.feature_names == ("size", "row", "ward", "b, c")
    assert data.features["size"].cat.codes.tolist() == [n % 3 for n in range(N)]
    assert data.features["ward"].tolist()[:2] == ["000", "001"]
    assert column(data, "size").kind == "ordered"
    assert "(--as)" in str(column(data, "a").note)


def test_ordered_by_how_values_sort(path: Path) -> None:
    data = load_path(path, "y", kinds=("ward=ordered",))
    assert np.unique(data.features["ward"].cat.codes).tolist() == [0, 1, 2, 3]
    assert note(data, "lowest first")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"drop": ("siez",)}, "--drop: .* has no column `siez`. Did you mean `size`?"),
        ({"keep": ("a,siez",)}, "--keep: .* has no column `siez`. Did you mean `size`?"),
        ({"kinds": ("siez=text",)}, "--as: .* has no column `siez`. Did you mean `size`?"),
        ({"orders": ("siez=low,mid",)}, "--order: .* has no column `siez`. Did you mean `size`?"),
        ({"drop": ("y",)}, "--target and --drop name the same column"),
        ({"drop": ("a",), "keep": ("a",)}, "--drop and --keep name the same column"),
        ({"kinds": ("a=text", "a=number")}, "--as names the column `a` twice"),
        ({"orders": ("size=low,mid",)}, "also holds `high`"),
        ({"drop": ("a", "size", "ward", "b, c")}, "no column to learn from"),
    ],
)
def test_what_is_refused(path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said.replace("?", "[?]")):
        load_path(path, "y", **options)


def test_shown_ids_are_not_learnt_from(path: Path) -> None:
    data = load_path(path, "y", show="row")
    assert data.own_ids is not None and data.own_ids.tolist() == [str(n) for n in range(N)]
    assert roles(data)["row"] == "shown" and "row" not in data.feature_names


@pytest.mark.parametrize("option", ["groups", "drop"])
def test_what_is_shown_may_play_another_part(path: Path, option: str) -> None:
    options: dict[str, Any] = {option: "who" if option == "groups" else ("who",)}
    data = load_path(path, "y", show="who", **options)
    assert data.own_ids is not None and data.own_ids[0] == "PAT0000"
    assert (data.groups is not None) == (option == "groups")
    assert "who" not in data.feature_names
