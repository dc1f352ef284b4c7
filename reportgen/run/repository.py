"""The repository that the working folder is in: its commit, asked for so that nothing in it is run.

A repository's own configuration names programs: monitors of files (`core.fsmonitor`), hooks, pagers, filters that
contents pass through (`filter.*.clean`), transports that fetch what is missing. Only `git rev-parse` and
`git symbolic-ref`, which call none of them, are asked in it. Whether files were changed is asked of a stand-in: an
empty repository with a configuration of ours, that borrows the objects, the index and the files.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from reportgen.bundle.run_records import Git

_SECONDS = 5

#: Said again for every call, whatever the repository or the user has set.
_SETTINGS = (
    "--no-pager",
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
_ENVIRONMENT = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def describe_git() -> Git | None:
    """Return the state of the working folder's repository; None without one, without commits or without git.

    Where git cannot say whether files were changed they are taken for changed.
    """
    commit = _git("rev-parse", "--verify", "HEAD")
    if not commit:
        return None
    branch = _git("symbolic-ref", "--short", "-q", "HEAD") or None
    return Git(commit=commit, branch=branch, dirty=_is_dirty(commit))


def _is_dirty(commit: str) -> bool:
    places = _git("rev-parse", "--show-toplevel", "--git-path", "index", "--git-path", "objects")
    if not places:
        return False  # a bare repository has no files
    top, index, objects = (Path(line).absolute() for line in places.split("\n"))
    try:
        with tempfile.TemporaryDirectory(prefix="reportgen-git-") as folder:
            _write_stand_in(Path(folder), commit, index)
            changed = _status(Path(folder), top, index, objects)
    except OSError:  # no room for a stand-in
        changed = None
    return changed is None or bool(changed)


def _status(stand_in: Path, top: Path, index: Path, objects: Path) -> str | None:
    borrowed = {
        "GIT_DIR": str(stand_in),
        "GIT_WORK_TREE": str(top),
        "GIT_INDEX_FILE": str(index),
        "GIT_OBJECT_DIRECTORY": str(objects),
    }
    arguments = ("status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all")
    return _git(*arguments, folder=top, environment=borrowed)


def _write_stand_in(folder: Path, commit: str, index: Path) -> None:
    (folder / "refs").mkdir()
    (folder / "objects").mkdir()
    (folder / "HEAD").write_text(f"{commit}\n", encoding="ascii")
    sha256 = "[extensions]\nobjectFormat = sha256\n" if len(commit) == 64 else ""
    version = 1 if sha256 else 0
    (folder / "config").write_text(f"[core]\nrepositoryFormatVersion = {version}\n{sha256}", encoding="ascii")
    for part in index.parent.glob("sharedindex.*"):  # of an index that is split
        with suppress(OSError):
            (folder / part.name).symlink_to(part)


def _git(
    *arguments: str, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> str | None:
    """Return what git prints; None where it is not there, fails or takes too long."""
    program = shutil.which("git")
    if program is None or not Path(program).is_absolute():  # never one that lies in the working folder
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [program, *_SETTINGS, *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, **_ENVIRONMENT, **(environment or {})},
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None
