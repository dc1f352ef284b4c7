"""Lines that are no rows, and the delimiter where several could be the one."""

from pathlib import Path

import pytest

from reportgen.datasets.table_formats.delimited import examine
from reportgen.datasets.tabular.delimited_text import SAMPLE_CHARACTERS, read_beginning
from reportgen.errors import InputError
from tests.datasets.sources import load_path, note


def _load(tmp_path: Path, content: str, encoding: str = "utf-8") -> dict[str, list[object]]:
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode(encoding))
    data = load_path(path, "y")
    return {**data.features.to_dict("list"), "y": data.target.tolist()}


ROWS = {"a": [1.5, 2.5, 3.5], "b": ["u", "v", "u"], "y": ["n", "p", "n"]}


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\na;b;y\n1,5;u;n\n2,5;v;p\n3,5;u;n\n",
        '"sep=;"\r\na;b;y\r\n1,5;u;n\r\n2,5;v;p\r\n3,5;u;n\r\n',
        "SEP=;\n\na;b;y\n1,5;u;n\n2,5;v;p\n3,5;u;n\n",
        "sep=\t\na\tb\ty\n1.5\tu\tn\n2.5\tv\tp\n3.5\tu\tn\n",
        "sep=^\na^b^y\n1.5^u^n\n2.5^v^p\n3.5^u^n\n",
        "# made by a program\n# on a day, at a place\na,b,y\n1.5,u,n\n2.5,v,p\n3.5,u,n\n",
        "\n#\n\na,b,y\n1.5,u,n\n2.5,v,p\n3.5,u,n\n",
        "# x, y, z\na,b,y\n1.5,u,n\n2.5,v,p\n3.5,u,n\n",
        "a,b,y\r1.5,u,n\r2.5,v,p\r3.5,u,n\r",
        "a,b,y\r\n1.5,u,n\n2.5,v,p\r\n3.5,u,n",
        "a,b,y\n\n1.5,u,n\n \n2.5,v,p\n\n\n3.5,u,n\n\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_comes_before_the_names(tmp_path: Path, content: str, encoding: str) -> None:
    assert _load(tmp_path, content, encoding) == ROWS


def test_names_that_begin_with_a_hash_are_names(tmp_path: Path) -> None:
    assert list(_load(tmp_path, "# a comment\n#id,b,y\n1.5,u,n\n2.5,v,p\n")) == ["#id", "b", "y"]
    assert list(_load(tmp_path, "#kind,b,y\nk,u,n\nl,v,p\n")) == ["#kind", "b", "y"]


def test_comments_that_are_passed_over_are_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("# made by a program\na,y\n1.5,n\n2.5,p\n")
    note(load_path(path, "y"), "1 line before the names", "“# made by a program”")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Preis, netto;y\n1,5;n\n2,5;p\n", ["Preis, netto", "y"]),
        ("Preis, netto, in EUR;z;y\n1,5;2,5;n\n2,5;3,5;p\n", ["Preis, netto, in EUR", "z", "y"]),
        ("a;b|c,d;y\n1,5;2;n\n2,5;3;p\n", ["a", "b|c,d", "y"]),
        ("a,lat;lon,b,y\n1,50.5;8.5,u,n\n2,50.6;8.6,v,p\n", ["a", "lat;lon", "b", "y"]),
        ("a,tags,y\n1,u;v,n\n2,v;w,p\n", ["a", "tags", "y"]),
    ],
)
def test_the_delimiter_where_several_could_be_the_one(tmp_path: Path, content: str, names: list[str]) -> None:
    path = tmp_path / "t.csv"
    path.write_text(content)
    assert read_beginning(path, "utf-8").rows[0] == names


@pytest.mark.parametrize("place", [0, 1, 2])
def test_values_longer_than_the_csv_module_takes(tmp_path: Path, place: int) -> None:
    texts = [f"w{row}" for row in range(3)]
    texts[place] = "long " * 60_000
    content = "b,a,y\n" + "\n".join(f"{text},{row}.5,{'np'[row % 2]}" for row, text in enumerate(texts))
    assert _load(tmp_path, content)["a"] == [0.5, 1.5, 2.5]


def test_a_first_line_longer_than_the_sample(tmp_path: Path) -> None:
    names = [f"{'n' * 30_000}{place}" for place in range(SAMPLE_CHARACTERS // 20_000)]
    rows = "".join(
        ",".join(f"{row}.{place}" for place in range(len(names))) + f",{'np'[row]}\n" for row in (0, 1)
    )
    assert list(_load(tmp_path, ",".join([*names, "y"]) + "\n" + rows)) == [*names, "y"]


def test_a_quote_in_the_names_that_is_not_closed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="first line does not end"):
        _load(tmp_path, 'a,"b,y\n1,2,n\n' + "1,2,p\n" * 100_000)


def test_quotes_within_quotes_behind_a_backslash(tmp_path: Path) -> None:
    content = 'a,b,y\n1.5,"say \\"u\\", v",n\n2.5,"w",p\n3.5,"say \\"u\\", v",n\n'
    assert _load(tmp_path, content) == {**ROWS, "b": ['say "u", v', "w", 'say "u", v']}
    assert _load(tmp_path, 'a,b,y\n1.5,"C:\\",n\n2.5,"D:\\",p\n')["b"] == ["C:\\", "D:\\"]


def test_invisible_characters_in_names(tmp_path: Path) -> None:
    assert list(_load(tmp_path, "\u200ba,zu\u0308,y\u200b\n1.5,u,n\n2.5,v,p\n")) == ["a", "zü", "y"]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("n,s\n1,'a,b'\n2,'c,d'\n", [["n", "s"], ["1", "a,b"], ["2", "c,d"]]),
        ("n,s\n1,'a'\n2,\n3,'c'\n", [["n", "s"], ["1", "a"], ["2", ""], ["3", "c"]]),
        ("n,s\n1,'tis\n2,it's\n", [["n", "s"], ["1", "'tis"], ["2", "it's"]]),
        ("n,s\n1,\"a, b\"\n2,'c'\n", [["n", "s"], ["1", "a, b"], ["2", "'c'"]]),
    ],
)
def test_single_quotes_around_values(tmp_path: Path, content: str, rows: list[list[str]]) -> None:
    path = tmp_path / "t.csv"
    path.write_text(content, encoding="utf-8")
    assert read_beginning(path, "utf-8").rows == rows
    frame = examine(path).read(frozenset())
    assert frame["s"].fillna("").tolist() == [row[1] for row in rows[1:]]


def test_quotes_doubled_and_behind_a_backslash_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('n,s\n1,"a ""b"" c"\n2,"d \\"e\\" f"\n3,"g\\\\h"\n', encoding="utf-8")
    assert examine(path).read(frozenset())["s"].tolist() == ['a "b" c', 'd "e" f', "g\\h"]


def test_a_backslash_before_the_last_quote_is_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('n,s\n1,"C:\\a\\"\n2,"D:\\"\n', encoding="utf-8")
    assert examine(path).read(frozenset())["s"].tolist() == ["C:\\a\\", "D:\\"]
