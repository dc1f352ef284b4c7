"""Standard streams that outlast their reader: what cannot be written is given up, and the exit code stays the verdict.

Python's own streams raise where a reader has gone, a disk is full or a descriptor is closed, at a `print` or only when
the process ends, and each turns a failed gate into another exit code.
"""

import errno
import io
import os
import select
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

#: What says that nobody reads on: no fault that anybody should hear of.
_NOBODY = (errno.EPIPE, errno.EBADF, errno.ECONNRESET)


class LastingWriter(io.BufferedWriter):
    """Writes to a descriptor and never fails: after the first write that does, everything is taken and dropped.

    It stands above Python's own file, not in its place: a KeyboardInterrupt after a write would make the buffer take
    for unwritten what was written.

    Attributes
    ----------
    failure : OSError or None
        Why output was given up.
    """

    failure: OSError | None = None

    def __init__(self, descriptor: int) -> None:
        super().__init__(io.FileIO(descriptor, "w", closefd=False))

    def write(self, content: "Buffer") -> int:
        """Take all of the content, waiting where a descriptor does not block; return its length in bytes."""
        rest = memoryview(content).cast("B")
        size = len(rest)
        while rest and self.failure is None:
            try:
                rest = rest[super().write(rest) :]
            except BlockingIOError as error:
                rest = rest[error.characters_written :]
                self._wait()
            except OSError as error:
                self._give_up(error)
        return size

    def flush(self) -> None:
        """Write out what is buffered."""
        while True:
            try:
                return super().flush()
            except BlockingIOError:
                self._wait()
            except OSError as error:
                if self.failure is not None:
                    return None
                self._give_up(error)

    def _wait(self) -> None:
        select.select([], [self.fileno()], [])

    def _give_up(self, error: OSError) -> None:
        """Let what is buffered, and what is still to come, lead nowhere."""
        self.failure = error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def keep_streams() -> None:
    """Make standard output and error last; streams that a caller has put in their place are left alone."""
    _open_closed_descriptors()
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None or stream is getattr(sys, f"__{name}__"):
            setattr(sys, name, _lasting(stream, descriptor))


def finish_output() -> str | None:
    """Write out what is buffered; return why standard output is not whole, None where it is or nobody reads it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # streams that are not ours
            stream.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    failure = buffer.failure if isinstance(buffer, LastingWriter) else None
    return None if failure is None or failure.errno in _NOBODY else failure.strerror


def _open_closed_descriptors() -> None:
    """Let a standard descriptor that is closed lead nowhere, lest the next file that is opened becomes it."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free


def _lasting(stream: TextIO | None, descriptor: int) -> TextIO:
    """Return a stream that writes as `stream` does; what its encoding lacks is written as an escape."""
    encoding = None if stream is None else stream.encoding
    live = stream is not None and stream.isatty()
    return io.TextIOWrapper(
        LastingWriter(descriptor),
        encoding=encoding or "utf-8",
        errors="backslashreplace",
        line_buffering=live or descriptor == 2,
        write_through=bool(getattr(stream, "write_through", False)),
    )
