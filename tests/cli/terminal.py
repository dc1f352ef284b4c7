"""A terminal of our own for a program: everything it shows, and what remains on the screen's lines."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Sequence

from tests.cli.process import environment, killed_where_stuck

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def in_terminal(
    command: Sequence[str],
    *,
    width: int = 100,
    when: Callable[[subprocess.Popen[bytes], str], None] | None = None,
    **changes: str,
) -> tuple[int, str]:
    """Run a command whose standard streams are a terminal; return its exit code and all that it wrote.

    `when` is called with the process and what it wrote so far each time it writes.
    """
    ours, theirs = pty.openpty()
    variables = environment(TERM="xterm-256color", COLUMNS=str(width), LINES="40")
    variables.update(changes)
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=variables) as process:
        os.close(theirs)
        written = b""
        with killed_where_stuck(process):
            while chunk := _read(ours):
                written += chunk
                if when is not None:
                    when(process, written.decode("utf-8", "replace"))
            os.close(ours)
            return process.wait(), written.decode("utf-8", "replace")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # how Linux says that the other side has closed
        return b""


def plain(written: str) -> str:
    """Return what was written without control sequences, each line that was ever shown on its own."""
    return re.sub(r"[\r\n]+", "\n", CONTROL.sub("", written))


def python(code: str) -> list[str]:
    """Return the command that runs a piece of Python."""
    return [sys.executable, "-c", code]
