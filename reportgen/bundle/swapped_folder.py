"""A folder whose content is replaced as one: whoever looks, and whatever is killed, finds the old or the new."""

import ctypes
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: What the kernel is asked for: to exchange two names in one step. Linux's renameat2 and macOS' renamex_np.
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


def can_be_swapped(folder: Path, names: tuple[str, ...]) -> bool:
    """Whether a folder can be replaced as a whole: there is none yet, or none of `names` in it is a link."""
    if not os.access(_existing(folder.parent), os.W_OK):
        return False
    if not os.path.lexists(folder):
        return True
    plain = folder.is_dir() and not folder.is_symlink() and not folder.is_mount()
    return plain and not any((folder / name).is_symlink() for name in names)


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


@contextmanager
def swapped(folder: Path, own: tuple[str, ...]) -> Iterator[Path]:
    """Give an empty folder to write into, which then takes the place of `folder` in one step.

    Files of somebody else's are carried over; those called as in `own` are not. Where anything is raised meanwhile, all
    is as it was before.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.new")
    new.mkdir()
    try:
        yield new
        if folder.exists():
            _carry_over(folder, new, own)
            shutil.copymode(folder, new)
            _exchange(new, folder)
        else:
            new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _carry_over(old: Path, new: Path, own: tuple[str, ...]) -> None:
    """Put what somebody else left in the old folder into the new one too; it stays in both until one is removed."""
    for entry in old.iterdir():
        place = new / entry.name
        if entry.name in own or os.path.lexists(place):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, place, symlinks=True, copy_function=_linked)
        else:
            _linked(str(entry), str(place))


def _linked(source: str, target: str) -> None:
    """Give a file a second name, or where that cannot be copy it."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _exchange(new: Path, old: Path) -> None:
    """Let two folders take each other's names, in one step where the system can."""
    swap = _system_swap()
    if swap is not None and swap(os.fsencode(new), os.fsencode(old)) == 0:
        return
    aside = old.with_name(f".{old.name}.{secrets.token_hex(4)}.old")
    old.rename(aside)
    try:
        new.rename(old)
    except BaseException:
        aside.rename(old)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _system_swap() -> Callable[[bytes, bytes], int] | None:
    """Return the call that exchanges two names and gives 0 if it did; None where the system has none."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            rename = library.renameat2
            return lambda new, old: int(rename(_AT_FDCWD, new, _AT_FDCWD, old, _RENAME_EXCHANGE))
        if sys.platform == "darwin":
            swap = library.renamex_np
            return lambda new, old: int(swap(new, old, _RENAME_SWAP))
    return None
