"""Everything that written files hold: members of archives, streams and attachments of PDFs, parts of messages."""

import base64
import email
import email.policy
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import numpy as np
from numpy.typing import NDArray

#: A number as text: its digits are compared, so that how many of them are written does not matter.
NUMBER = re.compile(rb"(?<![\w.#])-?\d+\.?\d*(?:[eE][-+]?\d+)?")

_DATA = re.compile(rb"data:([\w/+.-]*)((?:;[\w=-]+)*),([^\"'\s)>]*)")

#: Digits of a number that make it that of one sample, not a round one.
TELLING = 6


class Piece(NamedTuple):
    """Some content and where it stands."""

    where: str
    content: bytes


def pieces_in(folder: Path) -> Iterator[Piece]:
    """Yield all that the files in a folder hold, however it is packed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from unpacked(Piece(str(path.relative_to(folder)), path.read_bytes()))


def unpacked(piece: Piece) -> Iterator[Piece]:
    """Yield a piece, and all that is packed in it."""
    yield piece
    where, content = piece
    if where.endswith(".eml"):
        yield from _parts_of_message(piece)
    elif content.startswith(b"%PDF-"):
        yield from _parts_of_document(piece)
    elif content.startswith(b"PK\x03\x04"):
        for name, values in arrays_in(content).items():
            yield Piece(f"{where}/{name}", " ".join(map(str, values.ravel().tolist())).encode())
    else:
        for place, found in enumerate(_DATA.finditer(content)):
            kind, how, text = found.groups()
            inner = base64.b64decode(text) if b"base64" in how else unquote_to_bytes(text.decode())
            yield from unpacked(Piece(f"{where}/data {place} {kind.decode()}", inner))


def arrays_in(content: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of an NPZ file."""
    return dict(np.load(io.BytesIO(content), allow_pickle=False))


def _parts_of_message(piece: Piece) -> Iterator[Piece]:
    message = email.message_from_bytes(piece.content, policy=email.policy.default)
    for place, part in enumerate(message.walk()):
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            yield from unpacked(Piece(f"{piece.where}/part {place} {part.get_filename('')}", content))


def _parts_of_document(piece: Piece) -> Iterator[Piece]:
    from pypdf import PdfReader
    from pypdf.generic import StreamObject

    reader = PdfReader(io.BytesIO(piece.content))
    for number in sorted(
        {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    ):
        found = reader.get_object(number) if number else None
        if isinstance(found, StreamObject):
            yield Piece(f"{piece.where}/object {number}", found.get_data())
        elif found is not None:
            yield Piece(f"{piece.where}/object {number}", repr(found).encode())
    for place, page in enumerate(reader.pages):
        yield Piece(f"{piece.where}/text of page {place + 1}", page.extract_text().encode())
    for name, parts in reader.attachments.items():
        for content in parts:
            yield from unpacked(Piece(f"{piece.where}/attached {name}", content))


def numbers_in(piece: Piece) -> NDArray[np.float64]:
    """Return the numbers with more than TELLING digits that stand in a piece as text."""
    if not _is_text(piece.content):
        return np.empty(0)
    found = {text for text in NUMBER.findall(piece.content) if len(text) > TELLING}
    return np.array([value for value in map(float, found) if not is_round(value)])


def is_round(value: float) -> bool:
    """Whether a number, or what is missing of it to 1, has few digits."""
    return any(float(f"{own:.{TELLING - 1}g}") == own for own in (value, round(1 - value, 15)))


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def shared_numbers(piece: Piece, marks: NDArray[np.float64]) -> list[float]:
    """Return the marks that a piece holds as numbers, to seven digits or more: single precision is found too."""
    found = numbers_in(piece)
    if not len(found) or not len(marks):
        return []
    marks = np.sort(marks)
    place = np.searchsorted(marks, found).clip(1, len(marks) - 1)
    near = [np.abs(marks[at] - found) <= 1e-7 * np.abs(found) for at in (place - 1, place)]
    return found[near[0] | near[1]].tolist()
