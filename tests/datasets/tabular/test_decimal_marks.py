"""Columns that leave it open whether a comma or a point is the decimal mark, and those that tell."""

from pathlib import Path

import pytest

from tests.datasets.sources import column, load_path


@pytest.mark.parametrize(
    ("header", "rows", "values"),
    [
        ("a;b;y", ["1,234;x;n", "2,345;z;p"], [1.234, 2.345]),
        ("a;b;y", ["1,234;1.5;n", "2,345;0.25;p"], [1234, 2345]),
        ("a;b;y", ["1.234;12,5;n", "2.345;7;p"], [1234, 2345]),
        ("a;b;y", ["1.234;12,5;n", "345;7;p"], [1234, 345]),
        ("a;b;y", ["1.234;12,5;n", "2345;7;p"], [1.234, 2345]),
        ("a;b;y", ["1.25;12,5;n", "2.345;7;p"], [1.25, 2.345]),
        ("a;b;y", ["0.234;12,5;n", "2.345;7;p"], [0.234, 2.345]),
        ("a;b;y", ["1.234;x;n", "2.345;z;p"], [1.234, 2.345]),
        ("a,b,y", ['"1,234",x,n', '"2,345",z,p'], [1234, 2345]),
        ("a,b,y", ['"1,234","12,5",n', '"2,345","7,25",p'], [1.234, 2.345]),
        ("a,b,y", ['1.234,"12,5",n', '2.345,"7,25",p'], [1234, 2345]),
        ("a,b,y", ['1.234,"12,5",n', ',"7,25",p'], [1234, None]),
        ("a\tb\ty", ["1.234.567\t1,5\tn", "2.345\t2,5\tp"], [1234567, 2345]),
    ],
)
def test_the_whole_file_decides(tmp_path: Path, header: str, rows: list[str], values: list[float]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    data = load_path(path, "y")
    assert column(data, "a").kind == "number"
    assert [None if value != value else value for value in data.features["a"].tolist()] == values  # noqa: PLR0124


def test_what_was_taken_for_thousands_is_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a;b;y\n1.234;12,5;n\n2.345;7;p\n")
    assert column(load_path(path, "y"), "a").note == "Read as numbers: “1.234” is 1,234."
