"""`reportgen init`: the file it writes loads, as it is and with everything uncommented."""

import re
from pathlib import Path

import msgspec
import pytest

from reportgen.cli.init_command import TABLES, starter
from reportgen.config import RunConfig, configure, load_config, read_config
from reportgen.options import OPTIONS
from tests.cli.process import reportgen


@pytest.mark.process
def test_it_writes_a_file_that_loads(tmp_path: Path) -> None:
    done = reportgen("init", "--dataset", "wine", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "reportgen.toml\n", "")
    assert load_config(tmp_path / "reportgen.toml") == RunConfig(dataset="wine")


@pytest.mark.process
def test_without_anything_given_it_is_the_defaults(tmp_path: Path) -> None:
    reportgen("init", cwd=tmp_path)
    assert load_config(tmp_path / "reportgen.toml") == RunConfig()


def test_everything_uncommented_loads_too(tmp_path: Path) -> None:
    above = starter().partition("# --- Several analyses")[0]
    settings = re.sub(r"(?m)^# (?=\[|\w+ = )", "", above)
    path = tmp_path / "reportgen.toml"
    path.write_text(settings, encoding="utf-8")
    file = read_config(path)
    assert file is not None
    assert set(file.values) == {option.name for option in OPTIONS}
    path.write_text(
        re.sub(r"(?m)^(test_size|predictions) = .*\n", "", settings), encoding="utf-8"
    )  # beside test_data, and beside what is fitted, they are refused
    config = configure({}, read_config(path))
    assert config.params == {"knn": {"n_neighbors": 4}}
    assert config.gates == ("accuracy >= 0.97", "warn: confident: f1_macro >= 0.95")
    assert config.ignore_findings == {"suspected_labels": "checked by hand on 2026-11-02"}


def test_every_option_is_explained() -> None:
    lines = starter().splitlines()
    for option in OPTIONS:
        if option.kind not in TABLES:
            assert any(line.startswith(f"# {option.name} = ") for line in lines), option.name
    assert max(map(len, lines)) <= 105


def test_a_study_is_shown_and_can_be_uncommented(tmp_path: Path) -> None:
    text = starter({"dataset": "digits"})
    start = text.index("# [[analysis]]")
    path = tmp_path / "reportgen.toml"
    path.write_text(text[:start] + re.sub(r"(?m)^# ?", "", text[start:]), encoding="utf-8")
    config = load_config(path)
    assert [part.id for part in config.analyses] == ["detector", "all-classes"]
    assert config.analyses[0].positive == "5"


def test_what_build_takes_comes_out_as_it_was_given(tmp_path: Path) -> None:
    flags = {
        "dataset": ["./t.csv"], "target": ["y"], "drop": ["a, b", "c"], "keep": ["d"], "kinds": ["zip=category"],
        "orders": ["size=low,mid,high"], "show": "case", "models": ["knn,rf"], "cv": "5", "margin": ".01",
        "shuffle": False,
        "params": ["knn.n_neighbors=4", "rf.max_depth=none"], "search": ["knn.p=1,2"], "format": ["html,pdf"],
        "gates": ["accuracy >= 0.5", "warn: f1 > 0.1"], "ignore_findings": ["few_samples"], "samples": False,
        "operating_points": ["recall >= 0.9", "cost fp=1 fn=10 unit=€"], "limit": "first:20", "title": 'a "b" \\ c',
    }  # fmt: skip
    asked = configure(flags)
    path = tmp_path / "reportgen.toml"
    path.write_text(starter({name: getattr(asked, name) for name in flags}), encoding="utf-8")
    found = configure({}, read_config(path))
    assert Path(found.dataset).name == "t.csv"
    assert msgspec.structs.replace(found, dataset=asked.dataset) == asked


@pytest.mark.process
def test_it_takes_the_flags_of_build(tmp_path: Path) -> None:
    done = reportgen("init", "-d", "wine", "-m", "rf,knn", "--cv", "4", "--no-samples", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert load_config(tmp_path / "reportgen.toml") == RunConfig(
        dataset="wine", models=("rf", "knn"), cv=4, samples=False
    )


@pytest.mark.process
def test_it_refuses_to_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "reportgen.toml"
    path.write_text("cv = 4", encoding="utf-8")
    done = reportgen("init", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--force" in done.stderr
    assert path.read_text(encoding="utf-8") == "cv = 4"
    assert reportgen("init", "--force", cwd=tmp_path).returncode == 0
    assert load_config(path) == RunConfig()


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--dataset", "wien"], "Did you mean `wine`?"),
        (["--dataset", "none.csv"], "none.csv"),
        (["--dataset", "wine", "--drop", "x"], "--drop names a column"),
        (["--cv", "x"], "--cv is `x`"),
        (["--dataset", "wine", "--target", "x"], "--target names a column"),
    ],
)
def test_bad_data_is_refused(tmp_path: Path, arguments: list[str], part: str) -> None:
    done = reportgen("init", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert part in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ['it\'s "a" table.csv', "back\\slash.csv", "日本.csv", "tab\t\x7f.csv"])
def test_any_name_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reportgen.toml").write_text(
        starter({"dataset": name, "target": ('say "hi"', "b")}), encoding="utf-8"
    )
    config = load_config()
    assert (config.dataset, config.target) == (name, ('say "hi"', "b"))


def test_a_folder_by_a_bare_name_stays_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reportgen.toml").write_text(starter({"dataset": "scans"}), encoding="utf-8")
    assert 'dataset = "./scans"' in Path("reportgen.toml").read_text(encoding="utf-8")
    assert load_config().dataset == "scans"
