"""docs/first-hour.md, done: its files added to a copy of the project, its commands run, and the report read."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8")

#: Indented blocks, of which some are files: these name their path in a first line.
BLOCKS = [
    textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n|^\n(?=\n*    ))+", PAGE, re.MULTILINE)
]
ADDED = {
    match[1]: block.strip().partition("\n")[2] + "\n"
    for block in BLOCKS
    if (match := re.match(r"# (\S+\.py)\n", block.strip() + "\n"))
}
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if re.match(r"(reportgen|pytest) ", line)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project to which the files of the page were added, also where somebody has added them here."""
    for name in ("reportgen", "templates", "tests", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in ADDED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(project: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_page_adds_a_metric_and_its_test() -> None:
    assert list(ADDED) == ["reportgen/metrics/lowest_recall.py", "tests/metrics/test_lowest_recall.py"]
    assert [command.split()[:2] for command in COMMANDS] == [
        ["reportgen", "list"],
        ["reportgen", "build"],
        ["pytest", "tests/metrics"],
    ]
    assert re.findall(r"(?m)^    make (\w+)$", PAGE) == ["dev", "quick", "quick"]


@pytest.mark.process
def test_the_files_of_the_page_pass_the_checks_of_style(project: Path) -> None:
    for arguments in (["check"], ["format", "--check", "--diff"]):
        done = run(project, "ruff", *arguments, *ADDED)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.process
@pytest.mark.slow
def test_the_first_hour(project: Path) -> None:
    shown = []
    for command in COMMANDS:
        program, *arguments = shlex.split(command)
        done = run(project, program, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        shown.append(done.stdout)
    assert re.search(r"lowest_recall\tLowest recall\t", shown[0])
    assert shown[2].startswith("...")
    (analysis,) = json.loads((project / "output/bundle/bundle.json").read_bytes())["analyses"]
    assert analysis["main_metric"] == "lowest_recall"
    judged = [
        row for row in analysis["scores"] if row["metric"] == "lowest_recall" and row["split"] == "test"
    ]
    assert {row["model"] for row in judged if row["low"] is not None} == {"logreg", "nb", "tree"}
    report = (project / "output/report.html").read_text(encoding="utf-8")
    assert "Lowest recall" in report
    assert "The recall of the class that is recognised worst." in report
    assert run(project, "reportgen", "check", "output", "--gate", "lowest_recall >= 0.1").returncode == 0


@pytest.mark.process
@pytest.mark.slow
def test_a_wrong_metric_fails_the_test_of_the_page(project: Path) -> None:
    file = project / "reportgen/metrics/lowest_recall.py"
    file.write_text(file.read_text(encoding="utf-8").replace("min(", "max("), encoding="utf-8")
    done = run(project, "pytest", "-q", "tests/metrics")
    assert re.findall(r"(?m)^FAILED (\S+?)::", done.stdout) == ["tests/metrics/test_lowest_recall.py"] * 2
