"""Folders of Parquet files in stores: all files copied, before any of it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from reportgen.datasets.tabular.limited_copy import CHUNK_BYTES, too_large, write_limited
from reportgen.datasets.tabular.parquet_folder import BESIDE, LOGS, SUFFIXES
from reportgen.errors import InputError
from reportgen.progress import Progress

#: More files than this take so long one by one that they are better copied by a program for that.
MOST_FILES = 10_000


@dataclass(frozen=True)
class _Part:
    """A file of the folder: its address, its path in the folder, and its size."""

    address: str
    path: PurePosixPath
    size_bytes: int


def copy_folder(store: Any, place: str, folder: Path, max_bytes: int, shown: str, progress: Progress) -> None:
    """Copy the Parquet files at `place` of a store of fsspec into `folder`, which is made.

    Raises
    ------
    InputError
        If there are files of other formats, none of Parquet, more than 10,000 or more than `max_bytes` in all. The
        message calls the folder `shown`.
    """
    parts = _parts(store, place, shown, max_bytes)
    total, done = sum(part.size_bytes for part in parts), 0
    for part in parts:
        goal = folder / part.path
        goal.parent.mkdir(parents=True, exist_ok=True)
        with store.open(part.address, "rb") as remote:
            write_limited(partial(remote.read, CHUNK_BYTES), goal, max_bytes - done, shown)
        done += goal.stat().st_size
        progress.download(folder.name, done, total)


def _parts(store: Any, place: str, shown: str, max_bytes: int) -> list[_Part]:
    parts: list[_Part] = []
    size_bytes = 0
    for part in _listed(store, place, shown):
        if part.path.suffix.lower() not in SUFFIXES:
            raise InputError(
                f"`{shown}` is a folder, which is read only where all files are Parquet, but it holds `{part.path}`. "
                "Give the address of one file."
            )
        parts.append(part)
        size_bytes += part.size_bytes
        if size_bytes > max_bytes:
            raise too_large(shown, max_bytes)
        if len(parts) > MOST_FILES:
            raise InputError(
                f"`{shown}` holds more than {MOST_FILES:,} files. Copy it here, and give its path."
            )
    if not parts:
        raise InputError(f"`{shown}` is a folder without Parquet files. Give the address of one file.")
    return parts


def _listed(store: Any, place: str, shown: str) -> Iterator[_Part]:
    """The files of a folder of which a table may be made; those hidden or beside tables are left out.

    Not by fsspec's `walk`, which takes folders that cannot be listed for empty ones.
    """
    root = place.rstrip("/")
    folders = [root]
    while folders:
        folder = folders.pop()
        for known in store.ls(folder, detail=True):
            path = PurePosixPath(known["name"].removeprefix(root).lstrip("/"))
            if known["name"].rstrip("/") == folder or not path.name:
                continue  # stores keep empty files as marks of folders
            if of := LOGS.get(path.name):
                raise InputError(
                    f"`{shown}` is a table of {of}, whose log says which of its files still count. "
                    "Export it as plain Parquet."
                )
            if path.name[0] in "._" and ".." not in path.parts:
                continue
            if ".." in path.parts or "\0" in str(path):
                raise InputError(f"`{shown}` holds a file whose name leads elsewhere: `{path}`.")
            if known["type"] == "directory":
                folders.append(known["name"].rstrip("/"))
            elif path.suffix.lower() not in BESIDE:
                yield _Part(known["name"], path, known["size"] or 0)
