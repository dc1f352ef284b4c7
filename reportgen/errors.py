"""The errors a user can cause, each with one message that says what is wrong, where, and what to do."""

from collections.abc import Iterable, Sequence
from pathlib import Path


class ReportgenError(Exception):
    """An error that the command line shows as one message and maps to `exit_code`."""

    exit_code = 2


class InputError(ReportgenError):
    """Usage, configuration or input is wrong: exit code 2."""


class MissingLibraryError(InputError):
    """A library of the system is missing; the message has a line for each way to get it."""


class GateRuleError(InputError):
    """A gate names what does not exist; `rule` is the gate, for whoever knows where it was written."""

    def __init__(self, problem: str, rule: str, place: str = "--gate") -> None:
        super().__init__(f"{place}: {problem}")
        self.problem = problem
        self.rule = rule


class IgnoredFindingError(InputError):
    """A finding cannot be ignored; `finding` is its id, for whoever knows where it was written."""

    def __init__(self, problem: str, finding: str, place: str = "--ignore-finding") -> None:
        super().__init__(f"{place}: {problem}")
        self.problem = problem
        self.finding = finding


class AllModelsFailedError(ReportgenError):
    """Every model asked for failed: exit code 3; `written` are the paths of the reports that say why."""

    exit_code = 3

    def __init__(self, message: str, written: Sequence[Path] = ()) -> None:
        super().__init__(message)
        self.written = tuple(written)


class GatesFailedError(ReportgenError):
    """A gate of level error failed: exit code 1; `written` are the paths of the reports that say so."""

    exit_code = 1

    def __init__(self, message: str, written: Sequence[Path] = ()) -> None:
        super().__init__(message)
        self.written = tuple(written)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean `x`?" for the known word closest to `word`, or the empty string."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return f" Did you mean `{found[0]}`?" if found else ""
