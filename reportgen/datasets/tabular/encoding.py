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
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

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

    A byte order mark decides; else UTF-8 if all of the file is valid UTF-8; else Windows-1252, or Latin-1 where even
    that does not fit.

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
        # Only of what is no text: a format of text recognises its own files.
        known = next(
            (known.title for known in TABLE_FORMATS if known.recognises and known.recognises(path)), None
        )
        raise InputError(f"`{path}` is not what its name says: it holds {known or 'binary data'}, not text.")
    if _decodes(path, "utf-8"):
        return "utf-8", None
    encoding, title = ("cp1252", "Windows-1252") if _decodes(path, "cp1252") else ("latin-1", "Latin-1")
    return encoding, f"The file is not in UTF-8. It was read as {title}, so accented letters may be wrong."


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
