"""Files written whole or not at all: to a file beside, which is then renamed."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, content: bytes | memoryview) -> None:
    """Write `content` to a temporary file beside `path`, then rename it over `path`, as `atomic_file` does."""
    with atomic_file(path) as file:
        file.write(content)


@contextmanager
def named_as(path: Path) -> Iterator[None]:
    """Let errors name `path`, which users know, and not the hidden file beside it that is written first."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and Path(os.fsdecode(error.filename)).name.startswith(f".{path.name}."):
            error.filename, error.filename2 = str(path), None
        raise


def followed(path: Path) -> Path:
    """Return where a link leads, so that it stays one: whoever set it wants the file there."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _is_special(path: Path) -> bool:
    """Whether there is a device, a pipe or the like at a path: what takes bytes and is no file to be replaced."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Give a temporary file beside `path` to write to; it is renamed over `path` if nothing was raised meanwhile.

    A link stays, and the file that it leads to is replaced. A device or a pipe is written to as it is.
    """
    if _is_special(path):
        with path.open("wb") as file:
            yield file
        return
    path = followed(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    # 0o666 less the umask, as for any new file; tempfile would leave it unreadable for others.
    with named_as(path), os.fdopen(os.open(temporary, flags, 0o666), "wb") as file:
        try:
            yield file
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        try:
            file.close()
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def beside_it(path: Path, ending: str) -> Path:
    """Return a hidden name beside a path, which nobody else takes."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.{ending}")
