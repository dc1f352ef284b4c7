"""Where the two files of a bundle lie: in a folder, in a zip of it, in a report that carries them."""

import errno
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportgen.bundle.pdf_attachment import attachments_of
from reportgen.config.addresses import refuse_address
from reportgen.errors import InputError

RECORD_NAME = "bundle.json"
ARRAYS_NAME = "arrays.npz"

#: The folder of a bundle, in the folder of the reports.
BUNDLE_FOLDER = "bundle"

#: Of what comes packed: bytes of the record, and of all arrays together, once they are unpacked.
MOST_RECORD_BYTES = 256_000_000
MOST_ARRAYS_BYTES = 4_000_000_000

#: What reading a damaged or an encrypted zip raises.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError)

#: Folders above a bundle inside a zip.
DEEPEST = 3


@dataclass(frozen=True)
class Parts:
    """The two files of a bundle, and what messages call it; `arrays` is None where there are none.

    `alone` says that the record was given as a file of its own, so that nobody expects arrays.
    """

    record: bytes
    arrays: Path | io.BytesIO | None
    name: str
    alone: bool = False


def find_parts(place: Path) -> Parts:
    """Return the files of the bundle in a folder, the folder above it, a zip, a report as PDF or JSON.

    Raises
    ------
    InputError
        If there is none, or the file is damaged.
    """
    refuse_address(place)
    refuse_special(place)
    if place.is_file():
        return _in_file(place)
    for folder in (place, place / BUNDLE_FOLDER):
        if (folder / RECORD_NAME).is_file():
            arrays = folder / ARRAYS_NAME
            record = (folder / RECORD_NAME).read_bytes()
            return Parts(record, arrays if arrays.exists() else None, str(folder))
    if not place.exists():
        raise InputError(f"There is no bundle at `{place}`: nothing is there.")
    raise InputError(
        f"There is no bundle at `{place}`: it holds no {RECORD_NAME}. `reportgen evaluate` writes one."
    )


def beside(path: str | Path) -> Path:
    """Return the folder in which the reports of a stored bundle lie: that of a file, or the one above its folder."""
    place = Path(path)
    if place.is_file():
        if place.name != RECORD_NAME:
            return place.parent
        place = place.parent
    if place.resolve().name != BUNDLE_FOLDER:
        return place
    return place.parent if place.name not in ("", "..") else place.resolve().parent


def is_report(place: Path) -> bool:
    """Whether a file is a PDF."""
    with place.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def refuse_special(place: Path) -> None:
    """Raise an InputError for a pipe, a socket or a device: what is read here is read more than once."""
    try:
        mode = place.stat().st_mode
    except (OSError, ValueError):
        return  # what is not there is said where it is looked for
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputError(
            f"`{place}` is a pipe, a socket or a device. Give a file; a table may come from `-`."
        )


def _in_file(place: Path) -> Parts:
    if zipfile.is_zipfile(place) and not is_report(place):
        with _readable(place), zipfile.ZipFile(place) as archive:
            return _in_zip(archive, str(place))
    if is_report(place):
        return _in_report(place)
    if place.suffix.lower() == ".json":
        return _in_record(place)
    if place.suffix.lower() in (".html", ".htm"):
        raise InputError(
            f"`{place}` is an HTML report, which carries no bundle. Give the bundle's folder, a zip of it, or a report "
            "as PDF."
        )
    raise InputError(
        f"There is no bundle in `{place}`: it is neither a zip that is whole nor a report as PDF. Give the bundle's "
        "folder, the folder above, or a zip of it."
    )


def _in_record(place: Path) -> Parts:
    """Return the record at its own path, with the arrays beside it where it stands as in a bundle's folder."""
    arrays = place.with_name(ARRAYS_NAME)
    beside = place.name == RECORD_NAME and arrays.exists()
    return Parts(place.read_bytes(), arrays if beside else None, str(place), alone=not beside)


def _in_report(place: Path) -> Parts:
    found = attachments_of(place, (RECORD_NAME, ARRAYS_NAME))
    if RECORD_NAME not in found:
        raise InputError(
            f"`{place}` carries no bundle. It was made with --attach none, or by another program: give the bundle's "
            "folder, or make reports with --attach full."
        )
    arrays = found.get(ARRAYS_NAME)
    return Parts(found[RECORD_NAME], None if arrays is None else io.BytesIO(arrays), str(place))


def _in_zip(archive: zipfile.ZipFile, name: str) -> Parts:
    plain = {PurePosixPath(inner): inner for inner in archive.namelist() if _is_plain(inner)}
    names = list(plain)
    records = sorted((p for p in names if p.name == RECORD_NAME), key=lambda p: (len(p.parts), str(p)))
    if not records or len(records[0].parts) > DEEPEST:
        raise InputError(f"There is no bundle in `{name}`: the zip holds no {RECORD_NAME}.")
    record, arrays = records[0], records[0].with_name(ARRAYS_NAME)
    content = _taken(archive, plain[record], MOST_RECORD_BYTES, name)
    held = io.BytesIO(_taken(archive, plain[arrays], MOST_ARRAYS_BYTES, name)) if arrays in plain else None
    return Parts(content, held, name)


def _is_plain(inner: str) -> bool:
    """Whether the name of a member leads down from the top of the zip, and nowhere else."""
    return not inner.startswith(("/", "\\")) and ".." not in PurePosixPath(inner).parts


def _taken(archive: zipfile.ZipFile, inner: str, most: int, name: str) -> bytes:
    """Return a member; a zip never gives more than it declares, so what it declares is what is checked."""
    info = archive.getinfo(inner)
    if info.file_size > most:
        raise InputError(
            f"`{inner}` in `{name}` would be {info.file_size:,} bytes, more than any bundle has."
        )
    return archive.read(info)


def refuse_bomb(arrays: Path | io.BytesIO, name: str) -> None:
    """Raise an InputError where arrays that came packed would fill the memory once unpacked."""
    if isinstance(arrays, Path):
        return
    with _readable(name), zipfile.ZipFile(arrays) as archive:
        total = sum(info.file_size for info in archive.infolist())
    arrays.seek(0)
    if total > MOST_ARRAYS_BYTES:
        raise InputError(f"The arrays in `{name}` would be {total:,} bytes, more than any bundle has.")


@contextmanager
def _readable(name: object) -> Iterator[None]:
    """Make one message of whatever a damaged zip raises."""
    try:
        yield
    except (*DAMAGE, OSError) as error:
        if (
            isinstance(error, OSError) and error.errno != errno.EINVAL
        ):  # which is a place before the beginning
            raise
        raise InputError(f"The zip `{name}` is damaged or encrypted ({error}).") from error
