"""One IDX file, the format in which MNIST and its relatives are published: recognised and read, gzipped or not.

Format: two zero bytes, one byte for the type of the values, one for the number of dimensions, then each dimension
as a big-endian 32-bit number, then the values (http://yann.lecun.com/exdb/mnist/).
"""

import gzip
import io
import math
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import dimensions
from reportgen.errors import InputError

_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP_MAGIC = b"\x1f\x8b"

#: No gzip stream shrinks its content by more than this (the limit of the deflate format is 1032).
_MAX_COMPRESSION = 1032

#: More dimensions than any file of images or labels has; random bytes often claim more.
_MAX_DIMENSIONS = 4


@dataclass(frozen=True)
class IdxHeader:
    """What the first bytes of an IDX file say: the type of its values (as numpy names it) and its shape."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def size_bytes(self) -> int:
        """Bytes that the values take, uncompressed."""
        return math.prod(self.shape) * np.dtype(self.dtype).itemsize


def read_header(path: Path) -> IdxHeader | None:
    """Return the header of an IDX file, or None if the content is something else."""
    try:
        with _open(path) as file:
            return _parse_header(file)
    except (OSError, EOFError, zlib.error):
        return None


def read_values(path: Path) -> NDArray[Any]:
    """Return the values of an IDX file in its own type and shape, in the machine's byte order.

    Raises
    ------
    InputError
        If the file is cut short, damaged, or holds more than its header says.
    """
    try:
        with _open(path) as file:
            header = _parse_header(file)
            if header is None:
                raise InputError(f"`{path}` is no IDX file: its first bytes are not those of one.")
            content = _read_content(file, header, path)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"`{path}` is damaged or cut short ({error}). Get the file again.") from error
    values = np.frombuffer(content, dtype=header.dtype).reshape(header.shape)
    return values.astype(values.dtype.newbyteorder("="), copy=False)


def _open(path: Path) -> io.BufferedIOBase:
    with path.open("rb") as file:
        is_gzip = file.read(2) == _GZIP_MAGIC
    return gzip.open(path, "rb") if is_gzip else path.open("rb")


def _parse_header(file: io.BufferedIOBase) -> IdxHeader | None:
    magic = file.read(4)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _TYPES:
        return None
    n_dimensions = magic[3]
    sizes = file.read(4 * n_dimensions)
    if not 1 <= n_dimensions <= _MAX_DIMENSIONS or len(sizes) < 4 * n_dimensions:
        return None
    shape = tuple(int(size) for size in np.frombuffer(sizes, dtype=">u4"))
    return IdxHeader(_TYPES[magic[2]], shape)


def _read_content(file: io.BufferedIOBase, header: IdxHeader, path: Path) -> bytes:
    expected = header.size_bytes
    shape = dimensions(header.shape)
    if expected > path.stat().st_size * _MAX_COMPRESSION:
        raise InputError(f"`{path}` is cut short: its header promises {shape} values. Get the file again.")
    content = file.read(expected)
    if len(content) < expected:
        found = f"{len(content):,} of {expected:,} bytes"
        raise InputError(
            f"`{path}` is cut short: its header promises {shape} values, but it holds {found}. Get the file again."
        )
    if file.read(1):
        raise InputError(
            f"`{path}` holds more than the {shape} values that its header promises. Get the file again."
        )
    return content
