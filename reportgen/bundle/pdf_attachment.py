"""Files attached to a PDF, read with care: whoever made it, it is somebody else's file."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import InputError

if TYPE_CHECKING:
    from pypdf import PdfReader

#: Bytes of the largest PDF read.
MOST_BYTES = 512_000_000


def attachments_of(path: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Return the content of the attachments of a PDF that have one of the names; the first of each name.

    Nothing in it is run or drawn. pypdf refuses streams that would grow beyond 75 MB.

    Raises
    ------
    InputError
        If the file is no PDF, is encrypted or damaged, or holds more than can be taken.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            f"`{path}` is too large for a report: over {MOST_BYTES // 10**6} MB. Give the bundle."
        )
    found = _read(path, names)
    if found is None:
        raise InputError(f"`{path}` is encrypted, so nothing can be read from it. Give the bundle.")
    return found


def _read(path: Path, names: tuple[str, ...]) -> dict[str, bytes] | None:
    """Return what is attached; None where the file is encrypted."""
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is said once, in our words
    try:
        with path.open("rb") as file:
            reader = PdfReader(file)
            return None if reader.is_encrypted else _taken(reader, names)
    except OSError:
        raise
    except LimitReachedError as error:
        raise InputError(
            f"What is attached to `{path}` is larger than a report's attachment may be ({error}). Give the bundle."
        ) from error
    except Exception as error:  # whatever a damaged file makes the reader stumble over
        raise InputError(f"`{path}` cannot be read as a PDF ({type(error).__name__}: {error}).") from error


def _taken(reader: "PdfReader", names: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in reader.attachment_list:
        if entry.name in names and entry.name not in found:
            found[entry.name] = bytes(entry.content)
    return found
