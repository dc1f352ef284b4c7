"""Markers of what tests need besides Python, and a guard that none is forgotten.

`browser` needs Chromium, `pdf` needs WeasyPrint and its library Pango, `process` starts a process. A test is marked by
hand, or by a fixture that it uses. One that is not marked and writes a PDF or starts a process fails, and says so.
"""

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from reportgen.deliver import pdf
from reportgen.deliver.pango import missing_pango
from tests.chromium import CHROMIUM

TESTS = str(Path(__file__).parent)

#: Fixtures that mark the tests which use them, also through other fixtures.
BY_FIXTURE = {"browser": "browser", "writes_pdf": "pdf", "starts_process": "process"}

#: The test that runs, and the fixtures that are being set up for it, the innermost last.
_running: list[pytest.Item] = []
_fixtures: list[pytest.FixtureDef[Any]] = []


@pytest.fixture(scope="session")
def writes_pdf() -> None:
    """Is asked for by fixtures that write a PDF: what uses them is marked `pdf`."""


@pytest.fixture(scope="session")
def starts_process() -> None:
    """Is asked for by fixtures that start a process: what uses them is marked `process`."""


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture, marker in BY_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


@pytest.hookimpl(tryfirst=True)  # before fixtures are set up
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    if item.get_closest_marker("pdf") and no_pango():
        pytest.skip("Pango is not installed (reportgen doctor says how)")


@cache
def no_pango() -> bool:
    return missing_pango() is not None


# --- The guard ---


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _running.append(item)
    try:
        return (yield)
    finally:
        _running.clear()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
    _fixtures.append(fixturedef)
    try:
        return (yield)
    finally:
        _fixtures.pop()


def expect_marker(marker: str, deed: str) -> None:
    """Fail the running test unless it is marked; a fixture that others share has to mark all tests that use it."""
    shared = next((one for one in reversed(_fixtures) if one.scope != "function"), None)
    marking = next(name for name, given in BY_FIXTURE.items() if given == marker)
    if shared is not None and marking not in shared.argnames:
        pytest.fail(f"The fixture `{shared.argname}` {deed}: let it take the fixture `{marking}`.")
    if shared is None and _running and _running[0].get_closest_marker(marker) is None:
        pytest.fail(f"This test {deed}: mark it with @pytest.mark.{marker}.")


def pytest_configure() -> None:
    check = pdf.check

    def checked() -> None:
        expect_marker("pdf", "writes a PDF")
        check()

    pdf.check = checked
    sys.addaudithook(watched)


def watched(event: str, _: tuple[Any, ...]) -> None:
    """Look at each process that begins: those which a test itself starts, not git for the record of a run."""
    if event == "subprocess.Popen" and caller(sys._getframe(1)).startswith(TESTS):
        expect_marker("process", "starts a process")


def caller(frame: FrameType | None) -> str:
    """Return the file that called `subprocess`."""
    while frame is not None and frame.f_code.co_filename == subprocess.__file__:
        frame = frame.f_back
    return "" if frame is None else frame.f_code.co_filename
