"""A folder that one process writes into at a time: others wait, and what killed writers left behind is swept."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

#: Files and folders that writers make beside what they write, and remove or rename at the end.
_LEFTOVER = re.compile(
    r"\.(bundle|bundle\.json|arrays\.npz|written\.json|report\.[\w.]+|scores\.csv|comparison\.json)\.[0-9a-f]{8}(\.new|\.old)?"
)

#: Folders that this thread holds already.
_HELD: ContextVar[frozenset[str]] = ContextVar("held folders", default=frozenset())


@contextmanager
def held(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold a folder while it is written into; say so where another process has it, and wait until that is done.

    The system lets go of it when the process ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = os.path.realpath(folder)
    if name in _HELD.get():
        yield
        return
    token = _HELD.set(_HELD.get() | {name})
    try:
        with _locked(folder, say) as locked:
            if locked:
                _sweep(folder)
            yield
    finally:
        _HELD.reset(token)


@contextmanager
def _locked(folder: Path, say: Callable[[str], None]) -> Iterator[bool]:
    """Lock a folder; gives False where this system cannot."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another reportgen is writing into `{folder}`: waiting until it is done.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            yield False
            return
        yield True
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what writers that were killed left behind: nobody else writes here now.

    What was only set aside is put back first, where the new had not yet taken its place.
    """
    for place in (folder, folder / "bundle"):
        for entry in _leftovers(place):
            original = place / entry.name[1 : -len(".00000000.old")]
            if entry.name.endswith(".old") and not os.path.lexists(original):
                with suppress(OSError):
                    entry.rename(original)
        for entry in _leftovers(place):
            with suppress(OSError):
                shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def _leftovers(place: Path) -> list[Path]:
    return [entry for entry in place.iterdir() if _LEFTOVER.fullmatch(entry.name)] if place.is_dir() else []
