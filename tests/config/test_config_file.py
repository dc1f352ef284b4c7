"""Reading of configuration files: found, placed at a line, paths resolved."""

from pathlib import Path

import pytest

from reportgen.config import read_config
from reportgen.config.config_file import find_line
from reportgen.errors import InputError


def write(folder: Path, text: str, name: str = "reportgen.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def error_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_config(path)
    return str(caught.value)


def test_no_file_is_no_configuration(tmp_path: Path) -> None:
    assert read_config(folder=tmp_path) is None


def test_own_file_comes_before_pyproject(tmp_path: Path) -> None:
    write(tmp_path, "cv = 4")
    write(tmp_path, "[tool.reportgen]\ncv = 5", "pyproject.toml")
    found = read_config(folder=tmp_path)
    assert found is not None
    assert found.values == {"cv": 4}


def test_pyproject_without_our_table_is_no_configuration(tmp_path: Path) -> None:
    write(tmp_path, "[project]\nname = 'reportgen-study'", "pyproject.toml")
    assert read_config(folder=tmp_path) is None


def test_a_pyproject_that_is_broken_elsewhere_is_not_our_concern(tmp_path: Path) -> None:
    write(tmp_path, "[project\nname = ", "pyproject.toml")
    assert read_config(folder=tmp_path) is None


def test_a_named_pyproject_needs_our_table(tmp_path: Path) -> None:
    assert "has no table [tool.reportgen]" in error_of(write(tmp_path, "[project]", "pyproject.toml"))


def test_pyproject_error_counts_lines_of_the_whole_file(tmp_path: Path) -> None:
    text = '[project]\nmodles = "x"\n\n[tool.reportgen]\ncv = 3\nmodles = ["sgd"]\n'
    message = error_of(write(tmp_path, text, "pyproject.toml"))
    assert "line 6" in message
    assert "`modles`" in message
    assert "`models`" in message


def test_missing_file_names_the_way_out(tmp_path: Path) -> None:
    assert "`reportgen init` writes one" in error_of(tmp_path / "none.toml")


def test_syntax_error_has_line_and_column(tmp_path: Path) -> None:
    message = error_of(write(tmp_path, 'dataset = "digits"\ncv 3\n'))
    assert "reportgen.toml, at line 2, column 4: " in message.replace(", line", ", at line")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00d", "dataset = 'é'".encode("latin-1")])
def test_file_that_is_no_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "reportgen.toml"
    path.write_bytes(content)
    assert "not text in UTF-8" in error_of(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "cannot be read" in error_of(tmp_path)


def test_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "reportgen.toml"
    path.write_bytes(b"\xef\xbb\xbfcv = 3")
    found = read_config(path)
    assert found is not None
    assert found.values == {"cv": 3}


def test_dashes_and_negatives_are_names_too(tmp_path: Path) -> None:
    found = read_config(write(tmp_path, "test-size = 0.5\nno-samples = true\nno_shuffle = true"))
    assert found is not None
    assert found.values == {"test_size": 0.5, "samples": False, "shuffle": False}


def test_a_key_given_twice_in_two_spellings(tmp_path: Path) -> None:
    message = error_of(write(tmp_path, "test-size = 0.5\n\ntest_size = 0.4"))
    assert "line 1" in message
    assert "twice" in message


@pytest.mark.parametrize("key", ["quiet", "verbose", "open", "config"])
def test_flags_that_are_no_configuration(tmp_path: Path, key: str) -> None:
    assert "command line alone" in error_of(write(tmp_path, f"{key} = true"))


def test_unknown_table(tmp_path: Path) -> None:
    message = error_of(write(tmp_path, "cv = 3\n\n[model.knn]\nn_neighbors = 4"))
    assert "line 3" in message
    assert "`models`" in message


def test_unknown_key_that_is_like_nothing(tmp_path: Path) -> None:
    assert "`reportgen init` writes" in error_of(write(tmp_path, "zzzzzz = 3"))


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    text = 'dataset = "../data/a.csv"\noutput = "out"\nlogo = "/opt/logo.png"\ncache_dir = "~/cache"'
    found = read_config(write(tmp_path / "conf", text))
    assert found is not None
    assert found.values == {
        "dataset": str(tmp_path / "data/a.csv"),
        "output": str(tmp_path / "conf/out"),
        "logo": "/opt/logo.png",
        "cache_dir": str(Path.home() / "cache"),
    }


def test_a_bare_word_is_built_in_data(tmp_path: Path) -> None:
    found = read_config(write(tmp_path, 'dataset = "mnist"'))
    assert found is not None
    assert found.values == {"dataset": "mnist"}


def test_paths_in_the_working_folder_stay_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, 'dataset = "data/a.csv"\noutput = "out"')
    found = read_config()
    assert found is not None
    assert found.values == {"dataset": "data/a.csv", "output": "out"}


LINES = '''# cv = 9
text = """
cv = 1
"""
cv = 2
list = [
  "cv",
]
[params]
knn.n_neighbors = 4
svc = { C = 1 }
[params."rf"]
'max_depth' = 3
[other]
cv = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["cv"], 5),
        (["list"], 6),
        (["params", "knn", "n_neighbors"], 10),
        (["params", "svc", "C"], 11),
        (["params", "rf"], 12),
        (["params", "rf", "max_depth"], 13),
        (["params", "sgd", "alpha"], 9),
        (["other", "cv"], 15),
        (["nothing"], None),
    ],
)
def test_find_line(path: list[str], line: int | None) -> None:
    assert find_line(LINES, path) == line


def test_find_line_takes_no_time_on_a_long_word() -> None:
    assert find_line("a" * 100_000, ["cv"]) is None
