"""The way into the program, and out of it."""

import os
import sys
from collections.abc import Sequence

from reportgen.cli.exit_codes import INTERRUPTED
from reportgen.cli.messages import say
from reportgen.cli.program import app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    After an interruption the process is ended at once: threads may still be fitting in compiled code, and a
    normal exit would wait for them.
    """
    given = tuple(sys.argv[1:] if arguments is None else arguments)
    try:
        app(args=list(given), prog_name="reportgen", obj=given)
    except KeyboardInterrupt:
        say("Interrupted.")
        code: object = INTERRUPTED
    except SystemExit as stop:
        code = stop.code
    if code == INTERRUPTED:
        _leave_at_once(INTERRUPTED)
    raise SystemExit(code)


def _leave_at_once(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            continue
    os._exit(code)
