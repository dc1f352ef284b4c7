"""`--quick`, as in `make quick`: the tests of what changed, and of all others those that are fast.

Fast is what carries none of the markers `slow`, `browser`, `pdf` and `process`, and neither fits models for a run nor
draws the plots of a bundle: a test that comes to that is skipped there. Changed is what differs from the branch `main`,
and what is not committed. The tests of a changed module are those in files that import it, or where none does those of
its folder; of these, also the tests that are not fast run, as long as there is time for them.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import grimp
import pytest
from hypothesis import settings

from tests.workers import LONG

ROOT = Path(__file__).parents[1]

#: What no fast test does: the functions, by their modules.
SLOW_DEEDS = {
    "it fits models": ("reportgen.fitting.fit_all", "fit_all"),
    "it draws plots": ("reportgen.figures.draw", "draw_all"),
}

#: How often a property is tried, instead of a hundred times.
FEW_EXAMPLES = 20

#: What a worker spends on tests of what changed that are not fast, in seconds: no more begins after them.
MOST_SECONDS = 5.0


class _Now:
    """What this process does: the test that it runs, and the seconds spent on tests that are not fast."""

    item: pytest.Item | None = None
    spent = 0.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="the tests of what changed, and the fast ones")
    parser.addoption("--quick-files", default=None, help="the test files of what changed, instead of looking")


def pytest_configure(config: pytest.Config) -> None:
    """Look for what changed, once: workers are handed the options. Watch what tests do before these are imported."""
    if not config.option.quick:
        return
    if config.option.quick_files is None:
        config.option.quick_files = " ".join(sorted(tests_of(changed())))
    if getattr(config.option, "dist", "no") != "no":  # the tests run elsewhere
        return
    settings.register_profile("quick", max_examples=FEW_EXAMPLES)
    settings.load_profile("quick")
    for deed, (module, name) in SLOW_DEEDS.items():
        place = import_module(module)
        setattr(place, name, left_out(getattr(place, name), deed))


def pytest_report_header(config: pytest.Config) -> str | None:
    if not config.option.quick:
        return None
    return f"quick: the fast tests, and of what changed all in {config.option.quick_files or 'no file'}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.option.quick:
        return
    left = {item for item in items if is_marked(item) and not is_of_change(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


def is_marked(item: pytest.Item) -> bool:
    return any(map(item.get_closest_marker, LONG))


def is_of_change(item: pytest.Item) -> bool:
    return item.nodeid.partition("::")[0] in item.config.option.quick_files.split()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if not item.config.option.quick:
        return (yield)
    _Now.item, began = item, time.monotonic()
    if is_marked(item) and _Now.spent > MOST_SECONDS:
        item.add_marker(pytest.mark.skip(reason="no time for more tests that are not fast: make test has it"))
    try:
        return (yield)
    finally:
        _Now.item = None
        if is_marked(item):
            _Now.spent += time.monotonic() - began


def left_out(function: Callable[..., Any], deed: str) -> Callable[..., Any]:
    """Return the function, which is not carried out for tests that have no time for it."""

    @wraps(function)
    def instead(*arguments: Any, **options: Any) -> Any:
        if _Now.item is None or is_marked(_Now.item):
            return function(*arguments, **options)
        if not is_of_change(_Now.item) or _Now.spent > MOST_SECONDS:
            pytest.skip(f"{deed}: make test runs it")
        began = time.monotonic()
        try:
            return function(*arguments, **options)
        finally:
            _Now.spent += time.monotonic() - began

    return instead


# --- What changed, and which tests that concerns ---


def changed() -> set[str]:
    """Return the files that differ from where this branch left `main`, and what is not committed."""
    left = next(filter(None, (git("merge-base", "HEAD", name) for name in ("main", "origin/main"))), ["HEAD"])
    return {*git("diff", "--name-only", left[0]), *git("ls-files", "--others", "--exclude-standard")}


def git(*arguments: str) -> list[str]:
    """Return the lines of what git says; none where there is no repository, no such branch, or no git."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []


def tests_of(files: set[str]) -> set[str]:
    """Return the test files among some files, and those that have to do with the others.

    Of a module these are the files that import it directly. Where none does, as with most things that a registry finds,
    and of a template, they are those of the folder that mirrors its own.
    """
    graph = grimp.build_graph("reportgen", "tests", cache_dir=None)
    found = set()
    for file in files:
        module = module_of(file)
        known = module in graph.modules
        importing = {module, *graph.find_modules_that_directly_import(module)} if known else set()
        tests = {f"{one.replace('.', '/')}.py" for one in importing if is_test(one)}
        if not tests and file.startswith(("reportgen/", "templates/")):
            tests = tests_beside(file)
        found |= tests
    return found


def is_test(module: str) -> bool:
    return module.rpartition(".")[2].startswith("test_")


def tests_beside(file: str) -> set[str]:
    """Return the test files of the folder that mirrors the file's, or of the nearest above that has any."""
    folder = "rendering" if file.startswith("templates/") else file.partition("/")[2]
    for parent in (Path(folder), *Path(folder).parents)[:-1]:
        if tests := {
            path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / parent).glob("test_*.py")
        }:
            return tests
    return set()


def module_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
