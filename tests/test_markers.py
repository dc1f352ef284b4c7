"""The guard that no marker is forgotten, what `--quick` chooses, and how workers share the tests."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.deliver import pdf
from tests import quick
from tests.workers import TOGETHER, unit

NOTHING = [sys.executable, "-c", ""]
fails = pytest.fail.Exception


def test_a_process_without_its_marker_fails() -> None:
    with pytest.raises(fails, match=r"This test starts a process: mark it with @pytest.mark.process"):
        subprocess.run(NOTHING, check=True)


@pytest.mark.process
def test_a_process_with_its_marker_is_started() -> None:
    assert subprocess.run(NOTHING, check=True).returncode == 0


def test_a_pdf_without_its_marker_fails() -> None:
    with pytest.raises(fails, match=r"This test writes a PDF: mark it with @pytest.mark.pdf"):
        pdf.check()


@pytest.fixture(scope="module")
def shared() -> None:
    subprocess.run(NOTHING, check=True)


@pytest.mark.process
def test_a_fixture_that_others_share_marks_them_all(request: pytest.FixtureRequest) -> None:
    """The test is marked, but the next that uses the fixture may not be."""
    with pytest.raises(
        fails, match="The fixture `shared` starts a process: let it take the fixture `starts_process`"
    ):
        request.getfixturevalue("shared")


@pytest.fixture(scope="module")
def marking(starts_process: None) -> int:  # noqa: ARG001 - marks what uses it
    return subprocess.run(NOTHING, check=True).returncode


def test_a_fixture_marks_what_uses_it(marking: int, request: pytest.FixtureRequest) -> None:
    assert marking == 0
    assert request.node.get_closest_marker("process") is not None


# --- make quick ---


def test_of_a_changed_module_are_the_tests_that_import_it() -> None:
    found = quick.tests_of({"reportgen/statistics/proportions.py", "README.md"})
    assert "tests/statistics/test_proportions.py" in found
    assert "tests/wording/test_text.py" not in found
    assert all((quick.ROOT / file).exists() for file in found)


@pytest.mark.parametrize(
    ("file", "test"),
    [
        ("reportgen/metrics/recall.py", "tests/metrics/test_registered.py"),
        ("reportgen/findings/rules/decision.py", "tests/findings/test_registered.py"),
        ("reportgen/models/rf.py", "tests/models/test_respond.py"),
        ("templates/sections/errors.html.j2", "tests/rendering/test_golden.py"),
        ("reportgen/metrics/not_yet_written.py", "tests/metrics/test_registered.py"),
    ],
)
def test_of_what_no_test_imports_are_the_tests_of_its_folder(file: str, test: str) -> None:
    assert test in quick.tests_of({file})


def test_a_changed_test_and_those_with_a_changed_helper() -> None:
    assert quick.tests_of({"tests/wording/test_text.py"}) == {"tests/wording/test_text.py"}
    assert "tests/cli/test_program.py" in quick.tests_of({"tests/cli/process.py"})
    assert quick.tests_of(set()) == set()


@pytest.mark.process
def test_changed_is_what_differs_from_main_or_is_not_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*arguments: str) -> None:
        names = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)

    monkeypatch.setattr(quick, "ROOT", tmp_path)
    assert quick.changed() == set()
    git("init", "--initial-branch=main")
    for name in ("kept", "committed", "edited"):
        (tmp_path / f"{name}.py").write_text("1")
    git("add", ".")
    git("commit", "-m", "first")
    assert quick.changed() == set()
    (tmp_path / "edited.py").write_text("2")
    assert quick.changed() == {"edited.py"}
    git("switch", "-c", "topic")
    (tmp_path / "committed.py").write_text("2")
    git("commit", "-m", "second", "committed.py")
    (tmp_path / "new.py").write_text("1")
    assert quick.changed() == {"committed.py", "edited.py", "new.py"}


@pytest.fixture
def item(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A test that is not marked, as the one that runs."""
    config = SimpleNamespace(option=SimpleNamespace(quick=True, quick_files="tests/test_mine.py"))
    made = SimpleNamespace(
        nodeid="tests/test_other.py::test", config=config, get_closest_marker=lambda _: None
    )
    monkeypatch.setattr(quick._Now, "item", made)
    monkeypatch.setattr(quick._Now, "spent", 0.0)
    return made


def test_what_takes_long_is_left_out_where_nothing_changed(item: Any) -> None:
    draw = quick.left_out(lambda: "drawn", "it draws plots")
    with pytest.raises(pytest.skip.Exception, match="it draws plots: make test runs it"):
        draw()
    item.nodeid = "tests/test_mine.py::test"
    assert draw() == "drawn"


def test_there_is_not_time_for_everything_that_changed(item: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    item.nodeid = "tests/test_mine.py::test"
    monkeypatch.setattr(quick._Now, "spent", quick.MOST_SECONDS + 1)
    with pytest.raises(pytest.skip.Exception):
        quick.left_out(lambda: "drawn", "it draws plots")()


# --- Workers ---


def test_files_stay_together_but_for_those_whose_tests_share_nothing() -> None:
    assert unit("tests/wording/test_text.py::test_plural[a-b]") == "tests/wording/test_text.py"
    assert unit("tests/test_examples.py::test_a_table") == "tests/test_examples.py::test_a_table"
    assert {unit(f"tests/end_to_end/test_{name}.py::test") for name in ("dial", "printed")} == {TOGETHER}
