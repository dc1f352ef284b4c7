"""The repository of the working folder: its state as git has it, and nothing of what its configuration names is run."""

import os
import subprocess
from pathlib import Path

import pytest

from reportgen.bundle.run_records import Git
from reportgen.run.repository import describe_git

pytestmark = pytest.mark.process


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, in which we stand."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    git(folder, "init", "-q", "-b", "trunk")
    (folder / "a.txt").write_text("a\n")
    git(folder, "add", "a.txt")
    git(folder, "commit", "-qm", "first")
    monkeypatch.chdir(folder)
    return folder


def test_a_clean_repository(repository: Path) -> None:
    assert describe_git() == Git(commit=git(repository, "rev-parse", "HEAD"), branch="trunk", dirty=False)


def test_changes_count_whether_added_or_not_and_new_files_do_not(repository: Path) -> None:
    (repository / "new.txt").write_text("new\n")
    assert not _dirty()
    (repository / "a.txt").write_text("b\n")
    assert _dirty()
    git(repository, "add", "a.txt")
    assert _dirty()
    git(repository, "commit", "-qm", "second")
    assert not _dirty()
    (repository / "a.txt").unlink()
    assert _dirty()


def test_a_file_touched_alone_is_not_changed(repository: Path) -> None:
    os.utime(repository / "a.txt", (0, 0))
    assert not _dirty()


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("kind", ["subfolder", "worktree", "sha256", "split index"])
def test_the_kinds_of_repositories(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, *, changed: bool
) -> None:
    top = here = repository
    if kind == "subfolder":
        here = repository / "deep"
        here.mkdir()
    elif kind == "worktree":
        top = here = tmp_path / "other"
        git(repository, "worktree", "add", "-q", "--detach", str(here))
    elif kind == "split index":
        git(repository, "update-index", "--split-index")
    else:
        top = here = tmp_path / "sha256"
        here.mkdir()
        git(here, "init", "-q", "--object-format=sha256")
        (here / "a.txt").write_text("a\n")
        git(here, "add", "a.txt")
        git(here, "commit", "-qm", "first")
    if changed:
        (top / "a.txt").write_text("changed\n")
    monkeypatch.chdir(here)
    found = describe_git()
    assert found is not None
    assert (found.commit, found.dirty) == (git(here, "rev-parse", "HEAD"), changed)
    if kind == "worktree":
        assert found.branch is None


def test_without_repository_commit_or_git(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(empty)
    assert describe_git() is None
    git(empty, "init", "-q")
    assert describe_git() is None
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", str(empty))
    assert describe_git() is None


def test_a_bare_repository_has_no_changes(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    monkeypatch.chdir(tmp_path / "bare")
    assert describe_git() == Git(commit=git(repository, "rev-parse", "HEAD"), branch="trunk", dirty=False)


def test_what_a_repository_names_is_not_run(repository: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho $0 $@ >> {ran}\ncat\n")
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / hook).write_bytes(program.read_bytes())
        (hooks / hook).chmod(0o755)
    (repository / ".gitattributes").write_text("* filter=evil diff=evil\n")
    git(repository, "add", ".gitattributes")
    git(repository, "commit", "-qm", "attributes")
    for key, value in {
        "core.fsmonitor": str(program),
        "core.hooksPath": str(hooks),
        "core.pager": str(program),
        "pager.status": str(program),
        "pager.rev-parse": str(program),
        "filter.evil.clean": str(program),
        "filter.evil.smudge": str(program),
        "filter.evil.required": "true",
        "diff.evil.textconv": str(program),
        "diff.external": str(program),
        "alias.status": f"!{program}",
        "core.sshCommand": str(program),
        "core.alternateRefsCommand": str(program),
        "remote.origin.url": str(tmp_path),
        "remote.origin.uploadpack": str(program),
        "remote.origin.promisor": "true",
    }.items():
        git(repository, "config", key, value)
    os.utime(repository / "a.txt", (0, 0))  # so that its content is looked at
    assert not _dirty()
    assert not ran.exists()
    (repository / "a.txt").write_text("changed\n")
    assert _dirty()
    assert not ran.exists()
    git(repository, "status", "--porcelain")
    assert ran.exists(), "the repository is one that runs something"


def _dirty() -> bool:
    found = describe_git()
    assert found is not None
    return found.dirty
