"""What is said on standard error, and paths on standard output: safe for terminals, pipes and odd file names."""

import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

#: What a CI service would take for a command to itself: `::` at the beginning of a line, `##[` and `##vso[` anywhere.
_COMMAND = re.compile(r"^\s*(?=::)|(?=##\w*\[)")


def say(*lines: str) -> None:
    """Write one message to standard error; line ends within a line are text, as they come from names and values."""
    print("\n".join(map(printable, lines)), file=sys.stderr, flush=True)  # noqa: T201 - this is where messages go


def tell_service(command: str) -> None:
    """Write a command to the CI service that runs us, whose values are escaped as the service has it."""
    print(_without_controls(command), file=sys.stderr, flush=True)  # noqa: T201 - the service reads both streams


def printable(text: str) -> str:
    """Return text as one line without control characters or commands, which names from data could send out."""
    return _COMMAND.sub(r"\\", _without_controls(text))


def _without_controls(text: str) -> str:
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    harmless = unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    joins = character in "\u200c\u200d"  # within words and emoji of several characters
    return character if harmless or joins else character.encode("unicode_escape", "surrogatepass").decode()


def print_paths(paths: Iterable[Path]) -> None:
    """Write paths to standard output, one a line, byte for byte as the system knows them."""
    for path in paths:
        sys.stdout.flush()
        sys.stdout.buffer.write(os.fsencode(path) + os.linesep.encode())
    sys.stdout.flush()
