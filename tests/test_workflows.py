"""The workflows of docs/ci.md: they are what their services read, and their steps do what the page says.

The steps run by the shell, on small data: once as they stand, otherwise without the PDF, which takes seconds each time.
Programs of the services (`gh`, `curl`, `sudo`, `pip`, `apt-get`) are stood in for: they fetch an earlier baseline.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.process import environment, reportgen

PAGE = (Path(__file__).parents[1] / "docs" / "ci.md").read_text(encoding="utf-8")
TOML, GITHUB, GITLAB, JENKINS = re.findall(r"```\w+\n(.*?)```", PAGE, re.DOTALL)
CONFIG = 'dataset = "iris"\nmodels = ["nb"]\ncv = 0\n[gates]\nrules = ["accuracy >= 0.5"]\n'

#: What the services' programs do here: leave a note of how they were called, and fetch the baseline where asked.
STUB = """#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0") $*" in
  "gh run list"*) echo 17 ;;
  "gh run download"*) cp -r "$EARLIER" baseline ;;
  curl*baseline.zip*) cp "$EARLIER.zip" baseline.zip ;;
esac
"""


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory, starts_process: None) -> Path:  # noqa: ARG001 - marks what uses it
    """The artifact of an earlier run, as a folder and zipped as GitLab does."""
    folder = tmp_path_factory.mktemp("earlier")
    (folder / "reportgen.toml").write_text(CONFIG, encoding="utf-8")
    done = reportgen("evaluate", "-q", "--cache-dir", str(folder.parent / "cache"), cwd=folder)
    assert done.returncode == 0, done.stderr
    (folder / "zipped").mkdir()
    shutil.copytree(folder / "output", folder / "zipped" / "output")
    shutil.make_archive(str(folder / "output"), "zip", folder / "zipped")
    return folder / "output"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A checkout: the configuration, and the programs of the services."""
    (tmp_path / "reportgen.toml").write_text(CONFIG, encoding="utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("gh", "curl", "sudo", "pip", "apt-get"):
        _program(programs / name, STUB)
    _program(programs / "reportgen", f'#!/bin/sh\nexec "{sys.executable}" -m reportgen "$@"\n')
    _program(programs / "python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    return tmp_path


def _program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)


def run(
    script: str, place: Path, earlier: Path, *, pdf: bool = False, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a step as its service does, by a shell that ends at the first error; without `pdf` it makes none."""
    script = script if pdf else script.replace("html,pdf", "html")
    changes = {
        "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(place / "calls"),
        "EARLIER": str(earlier),
        "REPORTGEN_REPOSITORY": "https://git.example.org/tools/reportgen.git",
        **variables,
    }
    return subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=place,
        env=environment(**changes),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def assert_evaluated(place: Path, *, compared: bool) -> None:
    record = json.loads((place / "output/bundle/bundle.json").read_text(encoding="utf-8"))
    rules = [(gate["rule"], gate["status"]) for gate in record["gates"]]
    expected = [("accuracy >= 0.5", "pass")]
    assert rules == expected + ([("no-regression: accuracy", "pass")] if compared else [])
    for name in ("report.html", "report.md", "report.junit.xml", "scores.csv"):
        assert (place / "output" / name).stat().st_size > 0


def steps_of_github() -> list[dict[str, Any]]:
    workflow = yaml.safe_load(GITHUB)
    # YAML 1.1 takes `on` for true.
    assert set(workflow[True]) == {"pull_request", "push"}
    assert workflow["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    steps: list[dict[str, Any]] = workflow["jobs"]["evaluate"]["steps"]
    return steps


@pytest.mark.process
@pytest.mark.parametrize("is_pull_request", [pytest.param(True, marks=pytest.mark.pdf), False])
def test_github(place: Path, earlier: Path, is_pull_request: bool) -> None:
    steps = {step.get("name", step.get("uses")): step for step in steps_of_github()}
    assert steps["Keep the reports"]["with"] == {"name": "evaluation", "path": "output"}
    for step in steps.values():
        condition = str(step.get("if", ""))
        if "run" not in step or ("pull_request" in condition and not is_pull_request):
            continue
        script = step["run"].replace("${{ github.event.number }}", "5")
        done = run(script, place, earlier, pdf=is_pull_request)
        assert done.returncode == 0, (step, done.stderr)
    assert_evaluated(place, compared=is_pull_request)
    assert (place / "output/report.pdf").exists() == is_pull_request
    calls = (place / "calls").read_text(encoding="utf-8")
    assert ("gh pr comment 5 --body-file output/report.md" in calls) == is_pull_request


@pytest.mark.process
@pytest.mark.parametrize("broken", ["gh run list", "gh run download"])
def test_github_evaluates_without_a_baseline_that_cannot_be_had(
    place: Path, tmp_path: Path, broken: str
) -> None:
    failing = STUB.replace(
        'case "$(basename',
        f'case "$(basename "$0") $*" in "{broken}"*) mkdir -p baseline; exit 1 ;; esac\ncase "$(basename',
        1,
    )
    _program(place / "bin" / "gh", failing)
    step = next(step for step in steps_of_github() if step.get("name") == "Baseline from main")
    done = run(step["run"], place, tmp_path / "none")
    assert done.returncode == 0, done.stderr
    assert "No baseline" in done.stdout
    assert not (place / "baseline" / "bundle").exists()


@pytest.mark.process
def test_gitlab_evaluates_without_a_baseline_that_is_no_archive(place: Path, tmp_path: Path) -> None:
    (tmp_path / "page.zip").write_text("<html>Sign in</html>")
    script = yaml.safe_load(GITLAB)["evaluate"]["script"][0]
    done = run(script, place, tmp_path / "page", CI_MERGE_REQUEST_IID="12")
    assert done.returncode == 0, done.stderr
    assert not (place / "baseline").exists()


def test_a_fork_that_may_not_comment_fails_nothing() -> None:
    (comment,) = [step for step in steps_of_github() if step.get("name") == "Comment"]
    assert "github.event.pull_request.head.repo.full_name == github.repository" in comment["if"]
    assert comment["continue-on-error"] is True
    assert re.search(r"catchError\([^)]*'SUCCESS'[^)]*\) \{\s*pullRequest\.comment", JENKINS)
    assert re.search(r"catchError\([^)]*'SUCCESS'[^)]*\) \{\s*copyArtifacts", JENKINS)


def test_github_keeps_and_comments_also_where_a_gate_failed() -> None:
    late = [step for step in steps_of_github() if step.get("name") in ("Keep the reports", "Comment")]
    assert len(late) == 2
    assert all("!cancelled()" in step["if"] for step in late)


@pytest.mark.process
@pytest.mark.parametrize("request_id", ["12", ""])
def test_gitlab(place: Path, earlier: Path, request_id: str) -> None:
    job = yaml.safe_load(GITLAB)["evaluate"]
    variables = {
        "CI_MERGE_REQUEST_IID": request_id,
        "CI_API_V4_URL": "https://git.example.org/api/v4",
        "CI_PROJECT_ID": "3",
        "CI_DEFAULT_BRANCH": "main",
        "REPORTS_TOKEN": "secret",
    }
    for script in (*job["before_script"], *job["script"], *job["after_script"]):
        done = run(script, place, earlier, **variables)
        assert done.returncode == 0, (script, done.stderr)
    assert_evaluated(place, compared=bool(request_id))
    for kind in ("junit", "metrics"):
        assert (place / job["artifacts"]["reports"][kind]).stat().st_size > 0
    assert job["artifacts"]["when"] == "always"
    comments = (place / "calls").read_text(encoding="utf-8").count("merge_requests/12/notes")
    assert comments == bool(request_id)


@pytest.mark.process
@pytest.mark.parametrize("is_change", [True, False])
def test_jenkins(place: Path, earlier: Path, is_change: bool) -> None:
    assert JENKINS.count("{") == JENKINS.count("}")
    install, evaluate = (
        textwrap.dedent(script) for script in re.findall(r"sh '''\n(.*?)'''", JENKINS, re.DOTALL)
    )
    assert "reportgen-eval @ git+$REPORTGEN_REPOSITORY" in install
    if is_change:
        assert "filter: 'output/bundle/**'" in JENKINS
        shutil.copytree(earlier, place / "baseline" / "output")
    done = run(evaluate, place, earlier)
    assert done.returncode == 0, done.stderr
    assert_evaluated(place, compared=is_change)
    assert (place / re.findall(r"testResults: '([^']+)'", JENKINS)[0]).stat().st_size > 0


@pytest.mark.process
def test_a_failed_gate_fails_the_step_with_the_reports_written(place: Path, earlier: Path) -> None:
    (place / "reportgen.toml").write_text(CONFIG.replace("0.5", "0.9999"), encoding="utf-8")
    step = next(step for step in steps_of_github() if step.get("name") == "Evaluate")
    done = run(step["run"], place, earlier)
    assert done.returncode == 1
    assert (place / "output/report.md").stat().st_size > 0


def test_the_configuration_shown_loads(tmp_path: Path) -> None:
    from reportgen.config import configure, read_config

    path = tmp_path / "reportgen.toml"
    path.write_text(TOML, encoding="utf-8")
    assert configure({}, read_config(path)).gates == ("accuracy >= 0.8", "warn: confident: accuracy >= 0.85")


def test_what_is_installed_is_ours() -> None:
    for text in (GITHUB, GITLAB, JENKINS):
        assert re.findall(r"pip install \S+ \"([^ ]+) @", text) == ["reportgen-eval"]
