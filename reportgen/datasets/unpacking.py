"""Compressed files: told by their first bytes, and unpacked into a folder that is gone afterwards, up to a limit."""

import bz2
import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from reportgen.bundle.value_text import ticked
from reportgen.datasets.tabular.limited_copy import CHUNK_BYTES, write_limited
from reportgen.datasets.tabular.table_format import COMPRESSED, missing_library
from reportgen.errors import InputError, nearest

#: Of zstandard so little is unpacked at once that even a bomb's part fits into memory.
ZSTD_CHUNK_BYTES = 1 << 12

#: Compressed files within compressed files that are unpacked too.
LAYERS = 3

#: How compressed files begin.
_MAGIC = {
    b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstandard", b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
}  # fmt: skip


@dataclass(frozen=True)
class Unpacked:
    """What was in a compressed file, or the file itself; and the table asked for, unless that was a file in a zip."""

    path: Path
    table: str | None


def compression(path: Path) -> str | None:
    """Return how a file is compressed, by its first bytes; of zip archives only those that are called one."""
    with path.open("rb") as file:
        beginning = file.read(6)
    found = next((kind for magic, kind in _MAGIC.items() if beginning.startswith(magic)), None)
    return None if found == "zip" and path.suffix.lower() != ".zip" else found


@contextmanager
def unpacked(path: Path, max_bytes: int, table: str | None = None) -> Iterator[Unpacked]:
    """Give what a compressed file holds as a file of its own; messages speak of the compressed one.

    Raises
    ------
    InputError
        If it is damaged, unpacks to more than `max_bytes`, or holds several files, none of which is `table`.
    """
    if path.is_dir() or compression(path) is None:
        yield Unpacked(path, table)
        return
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        inner = Unpacked(path, table)
        try:
            for layer in range(LAYERS):
                kind = compression(inner.path)
                if kind is None:
                    break
                inner = _layer(inner, kind, Path(folder, str(layer)), max_bytes)
            yield inner
        except InputError as error:
            raise InputError(str(error).replace(str(inner.path), str(path))) from error


def _layer(outer: Unpacked, kind: str, folder: Path, max_bytes: int) -> Unpacked:
    folder.mkdir()
    path = outer.path
    try:
        if kind == "zip":
            return _unzip(outer, folder, max_bytes)
        # A zip archive that a server compressed once more is still one inside.
        inner = folder / (path.stem if path.suffix.lower() in COMPRESSED - {".zip"} else path.name)
        with path.open("rb") as packed:
            write_limited(_reader(kind, packed, path), inner, max_bytes, path)
    except (
        EOFError,
        zlib.error,
        lzma.LZMAError,
        gzip.BadGzipFile,
        zipfile.BadZipFile,
        _DamagedError,
    ) as error:
        raise InputError(f"`{path}` is damaged or cut short ({error}). Get the file again.") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise InputError(f"`{path}` is damaged: {error}. Get the file again.") from error  # so says bz2
    _refuse_tar(inner, path)
    return Unpacked(inner, outer.table)


class _DamagedError(Exception):
    """What a library for which errors of its own says of a damaged file."""


def _reader(kind: str, packed: BinaryIO, path: Path) -> Callable[[], bytes]:
    """A function that returns the next unpacked bytes, and none at the end."""
    if kind == "zstandard":
        return _zstandard_reader(packed, path)
    stream: IO[bytes] = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}[kind](packed, "rb")  # type: ignore[operator]
    return lambda: stream.read(CHUNK_BYTES)


def _zstandard_reader(packed: BinaryIO, path: Path) -> Callable[[], bytes]:
    try:
        import zstandard
    except ImportError:
        raise missing_library(path, "compressed with zstandard", "zstandard", "zstandard") from None

    def pieces() -> Iterator[bytes]:
        frame, rest = None, b""
        try:
            while chunk := rest or packed.read(ZSTD_CHUNK_BYTES):
                frame = frame or zstandard.ZstdDecompressor().decompressobj()
                if piece := frame.decompress(chunk):
                    yield piece
                frame, rest = (None, frame.unused_data) if frame.eof else (frame, b"")
        except zstandard.ZstdError as error:
            raise _DamagedError(error) from error
        if frame is not None:
            raise EOFError("its end is missing")

    found = pieces()
    return lambda: next(found, b"")


def _unzip(outer: Unpacked, folder: Path, max_bytes: int) -> Unpacked:
    path = outer.path
    with zipfile.ZipFile(path) as archive:
        members = {
            info.filename: info
            for info in archive.infolist()
            if not info.is_dir()
            and not info.filename.startswith("__MACOSX")
            and Path(info.filename).name[:1] != "."
        }
        named = outer.table in members
        name = outer.table if named and outer.table is not None else _only_member(list(members), outer)
        if members[name].flag_bits & 1:
            raise InputError(f"`{path}` is encrypted: unpack it, and give the file in it.")
        inner = folder / (Path(name).name or "data")
        try:
            with archive.open(members[name]) as packed:
                write_limited(lambda: packed.read(CHUNK_BYTES), inner, max_bytes, path)
        except NotImplementedError:
            raise InputError(f"`{path}` is packed in a way that is not known: unpack it yourself.") from None
    return Unpacked(inner, None if named else outer.table)


def _only_member(names: list[str], outer: Unpacked) -> str:
    if not names:
        raise InputError(f"`{outer.path}` holds no file.")
    if len(names) > 1:
        hint = nearest(outer.table, names) if outer.table else ""
        absent = f", none of them called `{outer.table}`.{hint} They are" if outer.table else ":"
        raise InputError(
            f"`{outer.path}` holds several files{absent} {ticked(names)}. Name one: --table NAME."
        )
    return names[0]


def _refuse_tar(inner: Path, path: Path) -> None:
    with inner.open("rb") as file:
        file.seek(257)
        if file.read(5) == b"ustar":
            raise InputError(f"`{path}` is a tar archive: unpack it, and give a file or folder in it.")
