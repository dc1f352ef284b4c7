"""The documentation says what the program does."""

import re
import tomllib
from pathlib import Path

import pytest

from reportgen.config import configure, read_config
from reportgen.option import Option
from reportgen.options import OPTIONS
from tests.cli.process import reportgen

DOCS = Path(__file__).parents[2] / "docs"
CONFIGURATION = (DOCS / "configuration.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_has_its_row(option: Option) -> None:
    row = next(line for line in CONFIGURATION.splitlines() if line.startswith(f"| `{option.name}` |"))
    key, flags, meaning, default = (cell.strip() for cell in row.strip("|").split(" | "))
    assert key.strip(" |") == f"`{option.name}`"
    assert flags == ", ".join(f"`{flag}`" for given in option.flags for flag in given.split("/"))
    assert meaning == (option.detail or option.help)
    assert default.strip(" |`") == option.default


def test_the_example_loads(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", CONFIGURATION, re.DOTALL)
    assert found is not None
    assert tomllib.loads(found[1])
    path = tmp_path / "reportgen.toml"
    path.write_text(found[1], encoding="utf-8")
    config = configure({}, read_config(path))
    assert config.params["rf"] == {"n_estimators": 300, "max_depth": None}
    assert (config.samples, config.format) == (False, ("html", "pdf"))


@pytest.mark.process
def test_the_errors_shown_are_the_errors_said(tmp_path: Path) -> None:
    texts = {3: "\n\nmodles = 1\n", 7: "\n" * 6 + 'cv = "five"\n', 2: "\nmodels =\n"}
    for line, text in texts.items():
        (tmp_path / "reportgen.toml").write_text(text, encoding="utf-8")
        said = reportgen("build", cwd=tmp_path).stderr.strip()
        assert f"    {said}\n" in CONFIGURATION, (line, said)


@pytest.mark.process
def test_every_command_is_described(tmp_path: Path) -> None:
    shown = reportgen("--help", cwd=tmp_path).stdout.partition("Commands:")[2].partition("Examples:")[0]
    names = re.findall(r"(?m)^  (\w+) ", shown)
    assert re.findall(r"(?m)^## (\w+)$", COMMANDS) == names
