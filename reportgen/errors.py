"""The errors a user can cause, each with one message that says what is wrong, where, and what to do."""

from collections.abc import Iterable


class ReportgenError(Exception):
    """An error that the command line shows as one message and maps to `exit_code`."""

    exit_code = 2


class InputError(ReportgenError):
    """Usage, configuration or input is wrong: exit code 2."""


class AllModelsFailedError(ReportgenError):
    """Every model asked for failed: exit code 3; the report that says why is written all the same."""

    exit_code = 3


def nearest(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean `x`?" for the known word closest to `word`, or the empty string."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return f" Did you mean `{found[0]}`?" if found else ""
