"""Which progress is shown: none, plain lines, or, on a terminal, a live table."""

import os
import sys

from reportgen.cli.progress_lines import PlainLines
from reportgen.progress import Progress, Silent

_DUMB = ("", "dumb", "unknown")


def display(*, quiet: bool, verbose: bool) -> Progress:
    """Return what shows progress here: a table on a terminal, plain lines in CI and pipes, nothing if quiet."""
    if quiet:
        return Silent()
    if is_live_terminal():
        from reportgen.cli.progress_table import LiveTable

        return LiveTable(verbose=verbose)
    return PlainLines(verbose=verbose)


def is_live_terminal() -> bool:
    """Whether standard error can show something that moves, and somebody watches."""
    in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return sys.stderr.isatty() and not in_ci and os.environ.get("TERM", "") not in _DUMB
