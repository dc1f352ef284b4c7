"""Examination: what was looked at in a file, and where it falls short."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Examination:
    """What came of a file.

    Attributes
    ----------
    checked : tuple of str
        What was looked at and found good, a line each.
    short : tuple of str
        Where it falls short, a line each; empty for a good file.
    """

    checked: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing falls short."""
        return not self.short


def outcome(good: str, short: list[str]) -> Examination:
    """Return one check: `good` says what holds where nothing falls short; equal shortcomings are said once."""
    return Examination((), tuple(dict.fromkeys(short))) if short else Examination((good,), ())


def joined(*parts: Examination) -> Examination:
    """Return several checks as one."""
    return Examination(
        tuple(line for part in parts for line in part.checked),
        tuple(line for part in parts for line in part.short),
    )


def quoted(text: str, most: int = 100) -> str:
    """Return text of a file for a message: on one line, cut where it is long."""
    line = " ".join(
        text[: 10 * most].split()
    )  # not all of it: a page may quote one long text again and again
    return line if len(line) <= most else f"{line[: most - 1]}…"
