"""Several analyses in one file: what each inherits, what flags do to them, and messages at the right line."""

from pathlib import Path
from typing import Any

import pytest

from reportgen.config import RunConfig, configure, read_config
from reportgen.errors import InputError

TWO = """\
dataset = "digits"
title = "A study"
models = ["sgd", "knn"]
cv = 5

[params.knn]
n_neighbors = 4

[[analysis]]
id = "detector"
title = "Five or not"
positive = 5

[[analysis]]
models = "nb"
cv = 0
[analysis.params.nb]
var_smoothing = 1e-8
"""


def study(folder: Path, text: str, name: str = "reportgen.toml", **flags: Any) -> RunConfig:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return configure(flags, read_config(path))


def test_what_stands_above_holds_for_all_but_the_title(tmp_path: Path) -> None:
    config = study(tmp_path, TWO)
    first, second = config.analyses
    assert (first.id, first.title, first.positive, first.cv) == ("detector", "Five or not", "5", 5)
    assert (first.models, first.params) == (("sgd", "knn"), {"knn": {"n_neighbors": 4}})
    assert (second.id, second.title, second.dataset, second.cv) == ("analysis2", None, "digits", 0)
    assert (config.title, config.id) == ("A study", "main")


def test_parameters_of_models_that_an_analysis_leaves_out_are_left_out(tmp_path: Path) -> None:
    second = study(tmp_path, TWO).analyses[1]
    assert (second.models, second.params) == (("nb",), {"nb": {"var_smoothing": 1e-8}})


def test_flags_hold_for_every_analysis_and_for_the_report(tmp_path: Path) -> None:
    config = study(
        tmp_path, TWO, limit="100", cv="2", title="Mine", params=["knn.p=1"], output="there", models=["knn"]
    )
    assert [(part.limit, part.cv, part.models) for part in config.analyses] == [("100", 2, ("knn",))] * 2
    assert [part.title for part in config.analyses] == ["Five or not", None]
    assert config.analyses[0].params == {"knn": {"n_neighbors": 4, "p": 1}}
    assert (config.title, config.output) == ("Mine", "there")


def test_a_file_without_tables_is_one_analysis(tmp_path: Path) -> None:
    config = study(tmp_path, 'dataset = "iris"\nanalysis = []')
    assert config.analyses == (config,)


def test_tables_in_a_pyproject(tmp_path: Path) -> None:
    text = '[tool.reportgen]\nseed = 7\n[[tool.reportgen.analysis]]\nid = "a"\n[[tool.reportgen.analysis]]\n'
    config = study(tmp_path, text, "pyproject.toml")
    assert [(part.id, part.seed) for part in config.analyses] == [("a", 7), ("analysis2", 7)]
    with pytest.raises(InputError, match="line 6: there is no option `sed`"):
        study(tmp_path, f"{text}sed = 1\n", "pyproject.toml")


def test_paths_of_an_analysis_are_relative_to_the_file(tmp_path: Path) -> None:
    config = study(tmp_path, '[[analysis]]\ndataset = "data/a.csv"\n')
    assert config.analyses[0].dataset == str(tmp_path / "data/a.csv")


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('[[analysis]]\nid = "a"\n[[analysis]]\njobs = 2\n', 4, "`jobs` concerns the whole run"),
        ("[[analysis]]\n[[analysis]]\n\nno-samples = true\n", 4, "`no-samples` concerns the whole run"),
        ('[[analysis]]\nmodles = "sgd"\n[[analysis]]\n', 2, "no option `modles`. Did you mean `models`?"),
        ('[[analysis]]\ncv = 3\n[[analysis]]\n# cv = 9\ncv = "three"\n', 5, "cv is `three`"),
        ("[[analysis]]\ncv = 3\n[[analysis]]\ncv = 1\n", 4, "cv is 1: use 2 or more"),
        ('[[analysis]]\nid = "two words"\n', 2, "id is `two words`: use letters"),
        ('[[analysis]]\nid = "a"\n[[analysis]]\ncv = 5\nid = "a"\n', 5, "id is `a` in two analyses"),
        ('[[analysis]]\nid = "SVC"\n[[analysis]]\nid = "svc"\n', 4, "`svc`, too like `SVC` for the names"),
        ('[[analysis]]\nid = "analysis2"\n\n[[analysis]]\ncv = 5\n', 4, "`analysis2` in two analyses"),
        ('cv = 3\n\n[analysis]\nid = "a"\n', 3, "write [[analysis]], with two brackets"),
        ("analysis = 3\n", 1, "write [[analysis]], with two brackets"),
        (
            'id = "a"\n[[analysis]]\n[[analysis]]\n',
            1,
            "id names one analysis: give each [[analysis]] its own",
        ),
        ("cv = 0\n[[analysis]]\n[[analysis]]\ntest-size = 0\n", 3, "cv 0 and --test-size 0 leave nothing"),
        ("[[analysis]]\n[analysis.params]\nknn = 4\n", 3, "params.knn is `4`: give a table for each model"),
        ("[[analysis]]\n[[analysis]]\n[analysis.params.knn]\np = {a = 1}\n", 4, "params.knn.p is a table"),
        ("[[analysis]]\n[[analysis.analysis]]\n", 2, "there is no option `analysis`"),
    ],
)
def test_what_is_wrong_is_placed(tmp_path: Path, text: str, line: int, part: str) -> None:
    with pytest.raises(InputError) as caught:
        study(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'reportgen.toml'}, line {line}: ")
    assert part in str(caught.value)


def test_wrong_flags_are_not_blamed_on_the_file(tmp_path: Path) -> None:
    for flags, message in (({"cv": "1"}, "--cv is 1"), ({"id": "x"}, "--id names one analysis")):
        with pytest.raises(InputError) as caught:
            study(tmp_path, TWO, **flags)
        assert str(caught.value).startswith(message)


def test_analyses_of_a_program_need_ids_of_their_own() -> None:
    with pytest.raises(InputError, match="`main` in two analyses"):
        RunConfig(analysis=(RunConfig(), RunConfig(cv=5)))
