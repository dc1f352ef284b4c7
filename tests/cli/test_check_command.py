"""Gates from outside: exit codes, what is written before they fall, and what a CI service is told."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.process import reportgen

pytestmark = pytest.mark.process

BUILD = ("build", "-d", "iris", "-m", "nb", "--cv", "0", "-q", "--cache-dir", "../cache")
#: As on a machine of GitHub's.
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, starts_process: None) -> Path:  # noqa: ARG001 - marks what uses it
    """The folder above a bundle that was made with two gates, of which one fails."""
    folder = tmp_path_factory.mktemp("gates") / "run"
    folder.mkdir()
    gates = ("--gate", "accuracy >= 0.999", "--gate", "warn: accuracy >= 0.9999")
    done = reportgen(*BUILD, *gates, "-f", "md,junit,openmetrics,csv,json", cwd=folder)
    assert done.returncode == 1, done.stderr
    (folder / "stdout").write_text(done.stdout)
    (folder / "stderr").write_text(done.stderr)
    return folder


def test_the_reports_are_written_before_the_exit_code_falls(built: Path) -> None:
    paths = [built / line for line in (built / "stdout").read_text().splitlines()]
    names = ["report.md", "report.junit.xml", "report.openmetrics.txt", "scores.csv", "report.json", "bundle"]
    assert [path.name for path in paths] == names
    assert all(path.exists() for path in paths)
    said = (built / "stderr").read_text()
    assert said.startswith("Error: 1 of 2 gates failed:\n  accuracy >= 0.999: ")
    record = json.loads((built / "output/bundle/bundle.json").read_text())
    assert [gate["status"] for gate in record["gates"]] == ["fail", "warn"]


@pytest.mark.parametrize(
    ("gates", "code", "status"),
    [
        (["accuracy >= 0.5"], 0, ["pass"]),
        (["accuracy >= 0.999"], 1, ["fail"]),
        (["warn: accuracy >= 0.999"], 0, ["warn"]),
        (["accuracy >= 0.5", "all: size_bytes <= 1"], 1, ["pass", "fail"]),
        (["no-regression: accuracy"], 1, ["fail"]),
        ([], 1, ["fail", "warn"]),
    ],
)
def test_the_exit_code_is_the_verdict(built: Path, gates: list[str], code: int, status: list[str]) -> None:
    flags = [word for gate in gates for word in ("--gate", gate)]
    done = reportgen("check", "output", *flags, cwd=built)
    assert done.returncode == code, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == status
    if gates:
        assert [row[2] for row in rows] == gates


@pytest.mark.parametrize("verb", [("check", "output"), BUILD])
@pytest.mark.parametrize(
    ("gate", "part"),
    [
        ("accuracy => 0.9", "    accuracy => 0.9\n             ^"),
        ("acuracy >= 0.9", "Did you mean `accuracy`?\n    acuracy >= 0.9\n    ^"),
        ("recall[setos] >= 0.9", "Did you mean `setosa`?"),
    ],
)
def test_a_wrong_rule_is_one_message_before_any_work(
    built: Path, tmp_path: Path, verb: tuple[str, ...], gate: str, part: str
) -> None:
    done = reportgen(*verb, "--gate", gate, cwd=built if verb[0] == "check" else tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: --gate")
    assert part in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_file_says_of_reports_holds_for_those_that_are_written(built: Path, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('title = "Ours"\nsamples = false\n')
    path = str(tmp_path / "ours.toml")
    done = reportgen("check", "output", "-c", path, "-f", "html,json", "-o", str(tmp_path), cwd=built)
    assert done.returncode == 1, done.stderr
    assert "<title>Ours" in (tmp_path / "report.html").read_text(encoding="utf-8")
    errors = json.loads((tmp_path / "report.json").read_text())["analyses"][0]["errors"]
    assert errors["models"]
    assert not any(model["mistakes"] for model in errors["models"])


def test_gates_of_a_file_add_to_those_of_flags(built: Path, tmp_path: Path) -> None:
    file = tmp_path / "gates.toml"
    file.write_text('[gates]\nrules = ["accuracy >= 0.5"]\nwarn = ["mcc >= 0.9999"]\n', encoding="utf-8")
    done = reportgen("check", "output", "--config", str(file), "--gate", "f1_macro > 0.1", cwd=built)
    assert done.returncode == 0, done.stderr
    rules = [line.split("\t")[2] for line in done.stdout.splitlines()]
    assert rules == ["accuracy >= 0.5", "warn: mcc >= 0.9999", "f1_macro > 0.1"]


@pytest.mark.parametrize(
    ("rule", "part"), [("acuracy >= 0.5", "there is no metric"), ("mcc => 1", "cannot be read")]
)
def test_a_wrong_rule_of_a_file_is_told_with_its_line(
    built: Path, tmp_path: Path, rule: str, part: str
) -> None:
    file = tmp_path / "gates.toml"
    file.write_text(f'[gates]\nrules = [\n  "mcc > 0",\n]\nwarn = [\n  "{rule}",\n]\n', encoding="utf-8")
    done = reportgen("check", "output", "-q", "--config", str(file), cwd=built)
    assert (done.returncode, done.stdout) == (2, "")
    head = done.stderr.splitlines()[0]
    assert head.startswith(f"Error: {file}, line 6: ")
    assert part in head


def test_reports_are_written_anew_with_format(built: Path) -> None:
    done = reportgen("check", "output", "--gate", "mcc > 0.1", "-f", "junit", "-o", "anew", cwd=built)
    assert (done.returncode, done.stdout) == (0, f"anew{os.sep}report.junit.xml\n")
    assert "mcc &gt; 0.1" in (built / "anew/report.junit.xml").read_text()


def test_a_bundle_without_gates_asks_for_some(tmp_path: Path) -> None:
    reportgen("evaluate", *BUILD[1:], "--cache-dir", "cache", cwd=tmp_path)
    done = reportgen("check", "output", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There are no gates" in done.stderr


def test_a_github_job_gets_a_summary_and_annotations(built: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    changes = {**GITHUB, "GITHUB_STEP_SUMMARY": str(summary)}
    done = reportgen("check", "output", cwd=built, **changes)
    assert done.returncode == 1
    assert summary.read_text(encoding="utf-8").startswith("before\n# ")
    assert "## Gates" in summary.read_text(encoding="utf-8")
    lines = done.stderr.splitlines()
    assert lines[1].startswith("::error title=Gate failed%3A accuracy >= 0.999::")
    assert lines[2].startswith("::warning title=Gate warns%3A ")


def test_a_summary_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    changes = {**GITHUB, "GITHUB_STEP_SUMMARY": str(tmp_path / "taken")}
    done = reportgen(*BUILD[:-1], "cache", "-f", "md", "--gate", "mcc > 0.1", cwd=tmp_path, **changes)
    assert done.returncode == 2, done.stderr
    assert done.stdout.splitlines() == [str(Path("output", name)) for name in ("report.md", "bundle")]
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: The job's summary could not be written to ")
    again = reportgen("check", "output", "--gate", "mcc > 0.9999", cwd=tmp_path, **changes)
    assert again.returncode == 1, again.stderr
    errors = [line for line in again.stderr.splitlines() if line.startswith("Error: ")]
    assert ["summary" in line for line in errors] == [True, False]


def test_elsewhere_nobody_is_told(built: Path) -> None:
    done = reportgen("check", "output", cwd=built)
    assert "::error" not in done.stderr
