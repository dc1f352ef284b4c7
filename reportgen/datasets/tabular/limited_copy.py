"""Writing what is unpacked, downloaded or piped in to a file, and no more of it than it may be."""

import errno
import tempfile
from collections.abc import Callable
from pathlib import Path

from reportgen.config.byte_sizes import size_words
from reportgen.errors import InputError

CHUNK_BYTES = 1 << 20


def write_limited(read: Callable[[], bytes], goal: Path, max_bytes: int, what: Path | str) -> None:
    """Write what `read` returns piece by piece, until it returns nothing.

    Raises
    ------
    InputError
        If it is more than `max_bytes` in all, or more than there is room for; the message speaks of `what`.
    """
    done = 0
    try:
        with goal.open("wb") as file:
            while piece := read():
                done += len(piece)
                if done > max_bytes:
                    raise too_large(what, max_bytes)
                file.write(piece)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise InputError(f"There is no room for `{what}` in {tempfile.gettempdir()}: set TMPDIR.") from error


def too_large(what: Path | str, max_bytes: int) -> InputError:
    """Return the error for data of more than `max_bytes`."""
    return InputError(
        f"`{what}` holds more than {size_words(max_bytes)}. If that is as it should be, allow more: --max-size SIZE."
    )
