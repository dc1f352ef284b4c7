"""The program from outside: help, version, usage errors, and how little it loads for them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import __version__
from reportgen.cli import command_line
from reportgen.option import EVALUATING
from reportgen.options import OPTIONS
from tests.cli.process import reportgen

pytestmark = pytest.mark.process

HEAVY = (
    "sklearn",
    "numpy",
    "scipy",
    "pandas",
    "matplotlib",
    "jinja2",
    "weasyprint",
    "rich",
    "msgspec",
    "joblib",
)


def test_help_names_the_commands_and_shows_examples(tmp_path: Path) -> None:
    done = reportgen("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    for command in ("build", "evaluate", "render", "check", "list", "init", "doctor"):
        assert f"\n  {command} " in done.stdout
    assert "reportgen build --models sgd,rf,svc --format html,pdf" in done.stdout


@pytest.mark.parametrize("command", ["build", "evaluate", "render", "check"])
def test_help_explains_every_option_in_one_line(tmp_path: Path, command: str) -> None:
    shown = reportgen(command, "--help", cwd=tmp_path).stdout
    lines = shown.splitlines()
    for option in OPTIONS:
        mine = [line for line in lines if re.match(rf"  (-\w, )?{option.flag} ", line)]
        if command not in option.commands:
            assert mine == []
            continue
        assert len(mine) == 1, option.name
        assert option.help in mine[0]
        default = option.default_of(command)
        assert f"[{default}]" in mine[0] or not default
    assert max(map(len, lines)) <= 80


def test_help_has_headings(tmp_path: Path) -> None:
    shown = reportgen("build", "--help", cwd=tmp_path).stdout
    headings = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings == [
        "Data:",
        "Predictions:",
        "Evaluation:",
        "Models:",
        "Gates:",
        "Findings:",
        "Running:",
        "Report:",
        "General:",
    ]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys, reportgen.cli\n"
        f"try: reportgen.cli.main({arguments!r})\n"
        f"except SystemExit: print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(tmp_path: Path) -> None:
    assert reportgen("--version", cwd=tmp_path).stdout == f"reportgen {__version__}\n"


def test_no_command_is_a_usage_error_that_shows_the_help(tmp_path: Path) -> None:
    done = reportgen(cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Commands:" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["bild"], "build"),
        (["build", "--modles", "rf"], "--models"),
        (["build", "--cv"], "--cv"),
        (["build", "digits"], "digits"),
        (["render"], "BUNDLE"),
        (["render", "x", "--cv", "3"], "--cv"),
        (["build", "--cv", "three"], "--cv is `three`"),
        (["build", "--jobs", "0"], "--jobs is 0"),
        (["build", "--param", "nonsense"], "KEY.NAME=VALUE"),
        (["build", "--task", "regression"], "auto, binary, multiclass"),
        (["build", "--config", "none.toml"], "none.toml"),
        (["list", "modells"], "Did you mean `models`?"),
    ],
)
def test_usage_errors(tmp_path: Path, arguments: list[str], part: str) -> None:
    done = reportgen(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", EVALUATING)
def test_configuration_errors_name_file_line_and_key(tmp_path: Path, command: str) -> None:
    (tmp_path / "reportgen.toml").write_text('dataset = "iris"\n\nmodles = ["rf"]\n', encoding="utf-8")
    done = reportgen(command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "Error: reportgen.toml, line 3: there is no option `modles`. Did you mean `models`?\n"
    )


def test_verbose_shows_where_an_error_came_from(tmp_path: Path) -> None:
    done = reportgen("build", "--cv", "1", "--verbose", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Error: --cv is 1")


def test_quiet_and_verbose_exclude_each_other(tmp_path: Path) -> None:
    done = reportgen("build", "--quiet", "--verbose", cwd=tmp_path)
    assert done.returncode == 2
    assert "exclude each other" in done.stderr


def test_command_line_survives_a_shell() -> None:
    assert command_line(["build", "-d", "my data.csv", "--title", "it's $5"]) == (
        """reportgen build -d 'my data.csv' --title 'it'"'"'s $5'"""
    )


def test_command_line_has_no_secrets() -> None:
    assert command_line(["build", "-d", "https://u:pw@h/t.csv?sig=a b", "--test-data=s3://b/t?x=it's"]) == (
        "reportgen build -d https://h/t.csv --test-data=s3://b/t"
    )
