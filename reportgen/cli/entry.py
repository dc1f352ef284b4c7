"""The way into the program, and out of it."""

import os
import sys
from collections.abc import Sequence

from reportgen.cli.exit_codes import INTERRUPTED
from reportgen.cli.lasting_streams import finish_output, keep_streams
from reportgen.cli.messages import say
from reportgen.cli.program import app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; nothing that happens to the streams changes the exit code.

    After an interruption the process is ended at once: threads may still be fitting in compiled code, and a
    normal exit would wait for them.
    """
    keep_streams()
    given = tuple(sys.argv[1:] if arguments is None else arguments)
    try:
        app(args=list(given), prog_name="reportgen", obj=given)
    except KeyboardInterrupt:
        say("Interrupted.")
        code: object = INTERRUPTED
    except SystemExit as stop:
        code = stop.code
    reason = finish_output()
    if reason is not None:
        say(f"Standard output could not be written to its end ({reason}). The exit code holds all the same.")
    if code == INTERRUPTED:
        _leave_at_once(INTERRUPTED)
    raise SystemExit(code)


def _leave_at_once(code: int) -> None:
    os._exit(code)
