"""Text files: whether a file is text at all, in which encoding, and whether its end is missing."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from reportgen.datasets.tabular.table_format import TABLE_FORMATS
from reportgen.errors import InputError

CHUNK_BYTES = 1 << 20
#: What DOS ends texts with.
END_OF_TEXT = b"\x1a"

GZIP_MAGIC = b"\x1f\x8b"

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

#: What is read to tell text of two bytes a character: so many of the bytes are zero, and nearly all on one side.
_LOOKED_AT_BYTES = 1 << 16
_ZEROS = 0.05
_ON_ONE_SIDE = 0.9
_LEAST_TEXT = 8

#: Beginnings of what often carries the name of a table without being one. Formats of tables say themselves what they
#: recognise.
_OTHER_CONTENT = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\x93NUMPY": "a NumPy array",
    b"SQLite format 3": "a SQLite database",
    b"<!doctype": "a web page, perhaps the error page of a download",
    b"<html": "a web page, perhaps the error page of a download",
}


def is_gzip(path: Path) -> bool:
    """Whether the file begins like a gzip file."""
    with path.open("rb") as file:
        return file.read(2) == GZIP_MAGIC


def open_bytes(path: Path) -> io.BufferedReader | gzip.GzipFile:
    """Open a file for reading, gzipped or not."""
    return gzip.open(path, "rb") if is_gzip(path) else path.open("rb")


def detect_encoding(path: Path) -> tuple[str, str | None]:
    """Return the encoding of a text file and, where it had to be guessed, a note.

    A byte order mark decides; else UTF-8 if all of the file is valid UTF-8; else UTF-16 where every other byte of
    many is zero; else Windows-1252, or Latin-1 where even that does not fit.

    Raises
    ------
    InputError
        If the file is no text, or a gzip file that is damaged.
    """
    try:
        return _detect(path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"`{path}` is damaged or cut short ({error}). Get the file again.") from error


def _detect(path: Path) -> tuple[str, str | None]:
    with open_bytes(path) as file:
        beginning = file.read(64)
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if beginning.startswith(mark) and _decodes(path, encoding):
            return encoding, None
    _refuse_other(path, beginning)
    if any(b"\0" in chunk for chunk in _chunks(path)):
        _refuse_known(path)
        if (wide := _wide_encoding(path)) is None:
            raise _zeros(path)
        return wide, "The file does not say its encoding. It was read as UTF-16, as its zero bytes tell."
    if _decodes(path, "utf-8"):
        return "utf-8", None
    encoding, title = ("cp1252", "Windows-1252") if _decodes(path, "cp1252") else ("latin-1", "Latin-1")
    return encoding, f"The file is not in UTF-8. It was read as {title}, so accented letters may be wrong."


def _wide_encoding(path: Path) -> str | None:
    """UTF-16 without a byte order mark: by the side of each character on which the zero bytes are; None for others."""
    with open_bytes(path) as file:
        beginning = file.read(_LOOKED_AT_BYTES)
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        n_zeros, n_high = beginning.count(b"\0"), beginning[high::2].count(b"\0")
        if n_zeros < max(_LEAST_TEXT, _ZEROS * len(beginning)) or n_high < _ON_ONE_SIDE * n_zeros:
            continue
        if _is_text(codecs.getincrementaldecoder(encoding)("replace").decode(beginning)) and _decodes(
            path, encoding
        ):
            return encoding
    return None


def _is_text(text: str) -> bool:
    return all(letter.isprintable() or letter in "\t\r\n" for letter in text)


def _refuse_known(path: Path) -> None:
    # Only of what is no text: a format of text recognises its own files.
    known = next(
        (known.title for known in TABLE_FORMATS if known.recognises and known.recognises(path)), None
    )
    if known is not None:
        raise InputError(f"`{path}` is not what its name says: it holds {known}, not text.")


def _zeros(path: Path) -> InputError:
    """The error for a file with zero bytes: in a text it says where the first one is."""
    with open_bytes(path) as file:
        beginning = file.read(_LOOKED_AT_BYTES)
    text = beginning.replace(b"\0", b"").decode("utf-8", "ignore")
    if len(text) < _LEAST_TEXT or not _is_text(text):
        return InputError(f"`{path}` is not what its name says: it holds binary data, not text.")
    line = next(number for number, line in enumerate(_lines(path), start=1) if b"\0" in line)
    return InputError(
        f"`{path}`, line {line:,}, holds zero bytes, as a copy or download that broke off does. Get the file again, "
        "or take them out."
    )


def _lines(path: Path) -> Iterator[bytes]:
    with open_bytes(path) as file:
        yield from file


def _refuse_other(path: Path, beginning: bytes) -> None:
    for mark, what in _OTHER_CONTENT.items():
        if beginning.lstrip().lower().startswith(mark.lower()):
            raise InputError(f"`{path}` is not what its name says: it holds {what}, not lines of text.")


def _chunks(path: Path) -> Iterator[bytes]:
    with open_bytes(path) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def last_line(path: Path, encoding: str) -> str | None:
    """Return the last line of an uncompressed file if no line end follows it; else None."""
    if is_gzip(path) or encoding.startswith(("utf-16", "utf-32")):
        return None
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, CHUNK_BYTES), io.SEEK_END)
        tail = file.read().removesuffix(END_OF_TEXT)
    line = tail.splitlines()[-1] if tail else b""
    return None if tail.endswith((b"\n", b"\r")) else line.decode(encoding, "replace")
