"""A bundle is replaced as one: killed at any step, or failing, there is the old one or the new, never none."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.bundle import store, swapped_folder
from reportgen.bundle.held_folder import held
from reportgen.bundle.store import load_bundle, write_bundle
from tests.bundles import make_bundle

OLD, NEW = make_bundle(("a", "b"), seed=1), make_bundle(("a", "b"), seed=2)

#: What a writer calls on its way, and what it may be killed before and after.
STEPS = (
    (swapped_folder.Path, "mkdir"),
    (store, "write_atomically"),
    (swapped_folder, "_carry_over"),
    (swapped_folder, "_exchange"),
    (swapped_folder.shutil, "rmtree"),
    (swapped_folder.Path, "rename"),
)


def killed(owner: Any, name: str, before: bool, work: Callable[[], object]) -> None:
    """Do some work in a process that dies at a step, without a chance to tidy up."""
    child = os.fork()
    if child == 0:
        step = getattr(owner, name)

        def dying(*arguments: Any, **options: Any) -> Any:
            if before:
                os._exit(9)
            step(*arguments, **options)
            os._exit(9)

        setattr(owner, name, dying)
        work()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize("exchanges", [True, False], ids=["in one step", "in two"])
def test_a_killed_writer_leaves_the_old_bundle_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, before: bool, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(swapped_folder, "_system_swap", lambda: None)
    folder = write_bundle(OLD, tmp_path / "bundle")
    (folder / "notes.txt").write_text("mine")
    if name == "rename" and exchanges:
        pytest.skip("an exchange renames nothing")
    killed(owner, name, before, lambda: write_bundle(NEW, folder))
    if exchanges:  # there is always a bundle; in two steps the next writer puts it back
        assert load_bundle(folder).record in (OLD.record, NEW.record)
    with held(tmp_path, print):
        assert load_bundle(folder).record in (OLD.record, NEW.record)
    assert (folder / "notes.txt").read_text() == "mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["bundle"]
    assert load_bundle(write_bundle(NEW, folder)).record == NEW.record


def test_what_somebody_else_keeps_there_stays_and_old_figures_go(tmp_path: Path) -> None:
    folder = write_bundle(OLD, tmp_path / "bundle")
    (folder / "figures").mkdir()
    (folder / "figures" / "old.svg").write_text("old")
    (folder / "mine" / "deep").mkdir(parents=True)
    (folder / "mine" / "deep" / "a.txt").write_text("mine")
    (folder / "link").symlink_to("mine")
    write_bundle(NEW, folder)
    assert (folder / "mine" / "deep" / "a.txt").read_text() == "mine"
    assert (folder / "link").is_symlink()
    assert not (folder / "figures").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["bundle"]


def test_rights_of_the_folder_stay(tmp_path: Path) -> None:
    folder = write_bundle(OLD, tmp_path / "bundle")
    folder.chmod(0o750)
    write_bundle(NEW, folder)
    assert folder.stat().st_mode & 0o777 == 0o750
