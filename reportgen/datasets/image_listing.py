"""Which files a folder of images holds, of which class, and whether they train or test; in natural order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.bundle.value_text import counted, quoted, were
from reportgen.datasets.image_files import SUFFIXES, BrokenImageError, image_size, leads_nowhere
from reportgen.errors import InputError

#: Files that a folder is recognised by; one of them must be an image or be called one.
LOOKED_AT = 20

_TRAIN = ("train", "training")
_TEST = ("test", "testing")
_VALIDATION = ("val", "valid", "validation")


@dataclass(frozen=True)
class ImageFile:
    """An image to be read: `label` is the name of its class's folder."""

    path: Path
    label: str
    is_test: bool


@dataclass
class Listing:
    """What the folder holds: files in their order, and notes on what was passed over."""

    files: list[ImageFile]
    notes: list[str]


def recognises_image_folder(path: Path) -> bool:
    """Whether the folder, or one in it down to the second level, holds a file that is an image or is called one."""
    if not path.is_dir():
        return False
    classes = _folders(path)
    places = [path, *classes, *(inner for folder in classes for inner in _folders(folder))]
    return any(_looks_like_image(file) for place in places for file in _files(place)[:LOOKED_AT])


def list_files(folder: Path) -> Listing:
    """Return the files of all class folders, training first; refuse a folder without class folders."""
    folders = {inner.name: inner for inner in _folders(folder)}
    if not folders:
        raise InputError(
            f"The images of `{folder}` lie side by side in it, so nothing says which class they are. "
            "Put them into a subfolder for each class, named like the class."
        )
    notes = []
    if loose := sum(_looks_like_image(file) for file in _files(folder)):
        notes.append(
            f"{counted(loose, 'image')} outside of the subfolders {were(loose)} passed over: nothing says the class."
        )
    if lost := [file.name for file in _files(folder) if leads_nowhere(file)]:
        notes.append(
            f"{counted(len(lost), 'link')} in the folder that {_lead(lost)} to nothing: {quoted(lost)}."
        )
    train = _named(folders, _TRAIN)
    if train is None or not _folders(folders[train]):
        return Listing(list(_class_files(folder, is_test=False)), notes)
    test = _named(folders, _TEST) or _named(folders, _VALIDATION)
    files = list(_class_files(folders[train], is_test=False))
    if test is not None:
        files += _class_files(folders[test], is_test=True)
    if others := [name for name in folders if name not in {train, test}]:
        notes.append(
            f"Only the folders {quoted([name for name in (train, test) if name])} are used, not {quoted(others)}."
        )
    return Listing(files, notes)


def _lead(links: list[str]) -> str:
    return "leads" if len(links) == 1 else "lead"


def _named(folders: dict[str, Path], names: tuple[str, ...]) -> str | None:
    return next((name for name in folders if name.lower() in names), None)


def _class_files(folder: Path, *, is_test: bool) -> Iterator[ImageFile]:
    """The files of each class folder in natural order, those of folders within after its own."""
    for class_folder in _folders(folder):
        label = class_folder.name.encode("utf-8", "replace").decode()
        pending = [class_folder]
        while pending:
            place = pending.pop(0)
            yield from (ImageFile(path, label, is_test) for path in _files(place))
            pending += [inner for inner in _folders(place) if not inner.is_symlink()]


def _looks_like_image(path: Path) -> bool:
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        image_size(path)
    except BrokenImageError:
        return False
    return True


def _folders(folder: Path) -> list[Path]:
    return _sorted(path for path in folder.iterdir() if path.is_dir() and not _is_hidden(path))


def _files(folder: Path) -> list[Path]:
    """The files of a folder, links that lead nowhere among them."""
    found = (path for path in folder.iterdir() if not _is_hidden(path))
    return _sorted(path for path in found if path.is_file() or leads_nowhere(path))


def _is_hidden(path: Path) -> bool:
    """Whether an operating system put it there, or a user hid it."""
    return path.name.startswith((".", "__MACOSX")) or path.name.lower() in {"thumbs.db", "desktop.ini"}


def _sorted(paths: Iterable[Path]) -> list[Path]:
    """Natural order: image2 before image10; the same on every machine."""
    return sorted(paths, key=lambda path: (_natural(path.name), path.name))


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """Digits compare as numbers, and before letters."""
    parts = re.split(r"([0-9]+)", name.lower())
    return [(not _is_number(part), int(part) if _is_number(part) else 0, part) for part in parts if part]


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit()
