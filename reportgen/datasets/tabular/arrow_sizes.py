"""What files and streams of Arrow's format unpack to, read from their headers before anything is unpacked.

The layout is that of Arrow's File.fbs and Message.fbs (https://arrow.apache.org/docs/format/Columnar.html): each buffer
of a compressed batch begins with its size when unpacked, or with -1 where it is stored as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

#: Fields of the tables of File.fbs and Message.fbs that are looked at, by their places.
_DICTIONARIES, _BATCHES = 2, 3
_HEADER_TYPE, _HEADER = 1, 2
_DICTIONARY, _BATCH = 2, 3
_DICTIONARY_DATA = 1
_BUFFERS, _COMPRESSION = 2, 3

_SIZE_BYTES = 8

#: Bytes of a buffer and of a block in a list: two whole numbers of 64 bits, and of blocks one of 32 bits between them.
_BUFFER_BYTES, _BLOCK_BYTES = 16, 24

#: Bytes behind the footer of a file: its length, and the mark of the format.
_TAIL_BYTES = 10


@dataclass(frozen=True)
class _FlatTable:
    """A table of FlatBuffers (https://flatbuffers.dev/internals/): its fields are found through its vtable."""

    content: bytes
    start: int

    def place(self, field: int) -> int | None:
        """Where the field is, None where it is left out."""
        vtable = self.start - self._whole(self.start, 4)
        if 4 + 2 * field >= self._whole(vtable, 2):
            return None
        return self.start + found if (found := self._whole(vtable + 4 + 2 * field, 2)) else None

    def byte(self, field: int) -> int:
        place = self.place(field)
        return 0 if place is None else self.content[place]

    def table(self, field: int) -> "_FlatTable | None":
        place = self.place(field)
        return None if place is None else _FlatTable(self.content, place + self._whole(place, 4))

    def structs(self, field: int, size: int) -> list[bytes]:
        """A list of structs of `size` bytes."""
        place = self.place(field)
        if place is None:
            return []
        place += self._whole(place, 4)
        found = self.content[place + 4 : place + 4 + size * self._whole(place, 4)]
        return [found[start : start + size] for start in range(0, len(found), size)]

    def _whole(self, place: int, size: int) -> int:
        """A whole number; only the offset to a vtable, which has 4 bytes, may be negative."""
        found = self.content[place : place + size]
        if len(found) < size:
            raise ValueError("a header that points beyond its end")
        return int.from_bytes(found, "little", signed=size > 2)


def sizes_in_file(path: Path) -> Iterator[int]:
    """Yield the bytes that each batch of a file unpacks to, dictionaries first, as its footer lists them.

    Raises
    ------
    ValueError, OSError, pyarrow.ArrowException
        If the footer or what it points to is damaged.
    """
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        content = source.read_buffer()
    tail = content.slice(max(content.size - _TAIL_BYTES, 0)).to_pybytes()
    length = int.from_bytes(tail[:4], "little")
    if length > content.size - _TAIL_BYTES:
        raise ValueError("its footer is missing")
    footer = _root(content.slice(content.size - _TAIL_BYTES - length, length).to_pybytes())
    for field in (_DICTIONARIES, _BATCHES):
        for block in footer.structs(field, _BLOCK_BYTES):
            start = _number(block, 0)
            if not 0 <= start < content.size:
                raise ValueError("a block that lies beyond its end")
            yield _unpacked(pa.ipc.read_message(content.slice(start)))


def sizes_in_stream(path: Path) -> Iterator[int]:
    """Yield the bytes that each message of a stream unpacks to."""
    import pyarrow as pa

    with pa.OSFile(str(path)) as source:
        for message in pa.ipc.MessageReader.open_stream(source):
            yield _unpacked(message)


def _root(content: bytes) -> _FlatTable:
    return _FlatTable(content, int.from_bytes(content[:4], "little"))


def _unpacked(message: "pa.Message") -> int:
    """The bytes of a message's buffers when unpacked; 0 of one that is no batch."""
    root = _root(message.metadata.to_pybytes())
    batch = root.table(_HEADER)
    if batch is not None and root.byte(_HEADER_TYPE) == _DICTIONARY:
        batch = batch.table(_DICTIONARY_DATA)
    elif root.byte(_HEADER_TYPE) != _BATCH:
        return 0
    if batch is None or message.body is None:
        return 0
    if batch.place(_COMPRESSION) is None:
        return int(message.body.size)
    buffers = batch.structs(_BUFFERS, _BUFFER_BYTES)
    return sum(_size(message.body, _number(buffer, 0), _number(buffer, 8)) for buffer in buffers)


def _size(body: "pa.Buffer", start: int, length: int) -> int:
    if length < _SIZE_BYTES or not 0 <= start <= body.size - _SIZE_BYTES:
        return 0
    size = _number(body.slice(start, _SIZE_BYTES).to_pybytes(), 0)
    return max(size, 0) or length - _SIZE_BYTES


def _number(content: bytes, place: int) -> int:
    """A whole number of 64 bits."""
    return int.from_bytes(content[place : place + 8], "little", signed=True)
