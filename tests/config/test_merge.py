"""Flags over file, and messages that say where a wrong value was written."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.config import ConfigFile, RunConfig, configure, load_config, read_config
from reportgen.config.run_config import NO_REASON
from reportgen.errors import InputError


def config_file(tmp_path: Path, text: str) -> ConfigFile:
    path = tmp_path / "reportgen.toml"
    path.write_text(text, encoding="utf-8")
    found = read_config(path)
    assert found is not None
    return found


def message(flags: dict[str, Any], file: ConfigFile | None = None) -> str:
    with pytest.raises(InputError) as caught:
        configure(flags, file)
    return str(caught.value)


def test_nothing_given_gives_the_defaults() -> None:
    assert configure({}) == RunConfig()


def test_flags_win_over_the_file(tmp_path: Path) -> None:
    file = config_file(tmp_path, 'cv = 5\nmodels = ["knn", "rf"]\nseed = 7')
    config = configure({"cv": "4", "models": ["sgd"]}, file)
    assert (config.cv, config.models, config.seed) == (4, ("sgd",), 7)


def test_parameters_of_flags_add_to_those_of_the_file(tmp_path: Path) -> None:
    file = config_file(tmp_path, "[params.knn]\nn_neighbors = 4\np = 1\n[params.svc]\nC = 2.5")
    config = configure({"params": ["knn.n_neighbors=9", "rf.max_depth=none"]}, file)
    assert config.params == {"knn": {"n_neighbors": 9, "p": 1}, "svc": {"C": 2.5}, "rf": {"max_depth": None}}


def test_parameters_of_models_that_a_flag_leaves_out_are_left_out(tmp_path: Path) -> None:
    file = config_file(tmp_path, 'models = ["knn", "rf"]\n[params.knn]\np = 1\n[params.rf]\nmax_depth = 3')
    assert configure({"models": ["rf"]}, file).params == {"rf": {"max_depth": 3}}
    assert configure({"models": ["rf"], "params": ["knn.p=2"]}, file).params["knn"] == {"p": 2}


def test_ignored_findings_add_up_and_a_reason_counts_more_than_none(tmp_path: Path) -> None:
    file = config_file(tmp_path, '[ignore-findings]\nfolds = "on  purpose\\n"')
    config = configure({"ignore_findings": ["folds", "few_samples"]}, file)
    assert config.ignore_findings == {"folds": "on purpose", "few_samples": NO_REASON}


def test_ignored_findings_of_an_analysis_come_on_top(tmp_path: Path) -> None:
    above = '[ignore-findings]\nfolds = "x"\nchange = "y"\n'
    text = f'{above}[[analysis]]\n[analysis.ignore-findings]\nfolds = "z"\n[[analysis]]'
    config = configure({"ignore_findings": ["few_samples"]}, config_file(tmp_path, text))
    first, second = (part.ignore_findings for part in config.analysis)
    assert first == {"folds": "z", "change": "y", "few_samples": NO_REASON}
    assert second == {"folds": "x", "change": "y", "few_samples": NO_REASON}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["sgd,rf"], ("sgd", "rf")),
        (["sgd", "rf"], ("sgd", "rf")),
        (["sgd, rf ,", " svc,,"], ("sgd", "rf", "svc")),
        (["sgd,rf,sgd"], ("sgd", "rf")),
    ],
)
def test_lists_take_commas_and_repetition(written: list[str], expected: tuple[str, ...]) -> None:
    assert configure({"models": written}).models == expected


def test_lists_of_a_file(tmp_path: Path) -> None:
    file = config_file(tmp_path, 'models = "sgd, rf"\nformat = ["html", "pdf,"]\ntarget = "a, b"')
    config = configure({}, file)
    assert (config.models, config.format, config.target) == (("sgd", "rf"), ("html", "pdf"), ("a, b",))


@pytest.mark.parametrize("written", ["limit = 2000", 'limit = "2000"', 'limit = " 2000 "'])
def test_limit_is_a_number_or_a_text(tmp_path: Path, written: str) -> None:
    assert configure({}, config_file(tmp_path, written)).limit == "2000"


@pytest.mark.parametrize(
    ("flags", "parts"),
    [
        ({"cv": "three"}, ["--cv is `three`", "whole number"]),
        ({"cv": "2.5"}, ["--cv is `2.5`", "whole number"]),
        ({"cv": "1"}, ["--cv is 1", "2 or more"]),
        ({"cv": "-3"}, ["--cv is -3"]),
        ({"cv": "0", "test_size": "0"}, ["--cv 0 and --test-size 0"]),
        ({"test_size": "nan"}, ["--test-size is nan"]),
        ({"test_size": "20%"}, ["--test-size is `20%`", "a number"]),
        ({"test_size": "1"}, ["--test-size is 1"]),
        ({"seed": "-1"}, ["--seed is -1"]),
        ({"jobs": "0"}, ["--jobs is 0", "all cores"]),
        ({"limit": "-5"}, ["--limit is `-5`", "first:2000"]),
        ({"limit": "many"}, ["--limit is `many`"]),
        ({"models": [","]}, ["--models is empty", "reportgen list models"]),
        ({"format": [""]}, ["--format is empty", "reportgen list formats"]),
        ({"task": "multiclas"}, ["--task is `multiclas`", "Did you mean `multiclass`?"]),
        ({"attach": "all"}, ["--attach is `all`", "none, summary, full"]),
        ({"folds": "random"}, ["--folds is `random`", "consecutive"]),
        ({"dataset": " "}, ["--dataset is empty"]),
        ({"params": ["knn"]}, ["`knn`", "KEY.NAME=VALUE"]),
        ({"params": ["knn.n_neighbors"]}, ["`knn.n_neighbors`"]),
        ({"params": ["knn.n_neighbors="]}, ["`knn.n_neighbors=`"]),
        ({"params": ["=4"]}, ["`=4`"]),
        ({"params": ["knn.n neighbors=4"]}, ["KEY.NAME=VALUE"]),
    ],
)
def test_wrong_flags_are_named(flags: dict[str, Any], parts: list[str]) -> None:
    text = message(flags)
    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('seed = 1\ncv = "three"', 2, "cv is `three`: give a whole number"),
        ("\n\ncv = true", 3, "cv is `true`: give a whole number"),
        ("cv = 1", 1, "cv is 1: use 2 or more"),
        ("test-size = 2", 1, "test_size is 2"),
        ("dataset = 5", 1, "dataset is `5`: give a text in quotes"),
        ("models = [1, 2]", 1, "models is a list: give a list of texts"),
        ('fresh = "yes"', 1, "fresh is `yes`: give true or false"),
        ("limit = 0", 1, "limit is `0`"),
        ("params = 3", 1, "params is `3`: give a table for each model"),
        ("[params]\nknn = 4", 2, "params.knn is `4`: give a table for each model"),
        ("[params.knn]\np = 1\nn_neighbors = {a = 1}", 3, "params.knn.n_neighbors is a table"),
        ('[params.knn]\n"n neighbors" = 1', 2, "is no name"),
        (
            'ignore-findings = ["folds"]',
            1,
            "is a list: give a table [ignore-findings] with the reason for each",
        ),
        (
            '[ignore-findings]\nfolds = "x"\nfew_samples = 3',
            3,
            "few_samples is `3`: give a table [ignore-findings]",
        ),
        ('[ignore-findings]\nfolds = "x"\nfew_samples = " "', 3, "few_samples is empty: say why"),
        ("title = 2020-01-01", 1, "title is a date"),
        ('task = "regression"', 1, "task is `regression`: give one of auto, binary, multiclass"),
    ],
)
def test_wrong_values_of_a_file_are_placed(tmp_path: Path, text: str, line: int, part: str) -> None:
    found = message({}, config_file(tmp_path, text))
    assert found.startswith(f"{tmp_path / 'reportgen.toml'}, line {line}: ")
    assert part in found


def test_a_wrong_value_of_a_file_is_reported_though_a_flag_replaces_it(tmp_path: Path) -> None:
    assert "line 1" in message({"cv": "3"}, config_file(tmp_path, "cv = 'x'"))


def test_a_wrong_flag_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    assert message({"cv": "1"}, config_file(tmp_path, "cv = 3")).startswith("--cv is 1")


def test_parameter_lists_and_none_in_a_file(tmp_path: Path) -> None:
    text = '[params.mlp]\nhidden_layer_sizes = [50, 20]\n[params.rf]\nmax_depth = "none"\ncriterion = "gini"'
    params = configure({}, config_file(tmp_path, text)).params
    assert params == {"mlp": {"hidden_layer_sizes": (50, 20)}, "rf": {"max_depth": None, "criterion": "gini"}}


def test_load_config_is_for_programs(tmp_path: Path) -> None:
    file = config_file(tmp_path, "cv = 5")
    assert load_config(file.path, seed=1) == RunConfig(cv=5, seed=1)


def test_values_of_python_programs() -> None:
    """Tuples, None and NumPy's floats, which no file can hold."""
    params = {
        "mlp": {"hidden_layer_sizes": (50, 20)},
        "rf": {"max_depth": None, "max_features": np.float64(0.5)},
    }
    config = configure({"params": params, "margin": np.float64(0.01), "search": {"knn": {"p": (1, 2)}}})
    assert config.params == params
    assert type(config.params["rf"]["max_features"]) is float
    assert (config.margin, type(config.margin)) == (0.01, float)
    assert config.search == {"knn": {"p": (1, 2)}}


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"models": {"rf", "knn"}}, "--models is a set: give a list of texts"),
        ({"params": {"rf": {"max_depth": {1}}}}, "params.rf.max_depth is a set: give a number"),
        ({"threshold": 10**400}, "--threshold is `1000"),
    ],
)
def test_values_that_no_option_can_have(flags: dict[str, Any], said: str) -> None:
    assert message(flags).startswith(said)
