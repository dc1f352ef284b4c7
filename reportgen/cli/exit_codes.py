"""What happened, as one message and an exit code.

0 all well; 1 a gate or a verification failed; 2 usage, configuration or input is wrong, or something is missing;
3 every model failed; 130 interrupted.
"""

import errno
from collections.abc import Callable

from reportgen.cli.messages import say
from reportgen.errors import GatesFailedError, MissingLibraryError, ReportgenError

OK = 0
#: A gate or a verification.
FAILED = 1
WRONG = 2
INTERRUPTED = 130

#: What to say to somebody who interrupts an evaluation.
FITS_KEPT = "Finished fits are kept; the same command takes them up."

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def attempt(work: Callable[[], int | None], *, verbose: bool = False, interrupted: str = "") -> int:
    """Do the work and return the exit code; whatever is raised becomes one message on standard error.

    Parameters
    ----------
    work : callable
        Returns an exit code, or None for 0.
    verbose : bool
        Whether to show tracebacks as well.
    interrupted : str
        What to say after "Interrupted.", where something was kept.
    """
    try:
        return work() or OK
    except KeyboardInterrupt:
        say(f"Interrupted. {interrupted}".strip())
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a message instead of a traceback
        if verbose:
            import traceback

            from reportgen.config.addresses import without_secrets

            say(*without_secrets(traceback.format_exc()).splitlines())
        first, *more = _lines(error)
        say(f"Error: {first}", *more)
        return error.exit_code if isinstance(error, ReportgenError) else WRONG


def describe(error: Exception) -> str:
    """Return what a user should read: what is wrong and what to do."""
    if isinstance(error, ReportgenError):
        return str(error)
    if isinstance(error, MemoryError):
        return "The memory is exhausted. Use fewer samples (--limit), or fewer processes (--jobs 1)."
    if isinstance(error, OSError) and error.errno in _FULL:
        return f"There is no space left{_where(error)}. Free some, or use --output and --cache-dir."
    if isinstance(error, OSError) and error.errno in _FORBIDDEN:
        return f"Access is denied{_where(error)} ({error.strerror}). Allow it, or use another file or folder."
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.strerror}: `{error.filename}`."
    return f"reportgen failed, and this is a bug: {_named(error)}. `--verbose` shows where."


def _lines(error: Exception) -> list[str]:
    """Return what a user should read line by line: of an error that has several, and of a rule with a mark below it."""
    text = describe(error)
    if isinstance(error, GatesFailedError | MissingLibraryError):
        return text.split("\n")
    return text.rsplit("\n", 2) if text.endswith("^") else [text]


def _where(error: OSError) -> str:
    return f": `{error.filename}`" if error.filename else ""


def _named(error: Exception) -> str:
    text = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
