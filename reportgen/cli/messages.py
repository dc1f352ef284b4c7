"""What is said on standard error, and paths on standard output: safe for terminals, pipes and odd file names."""

import os
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path


def say(text: str) -> None:
    """Write one message to standard error."""
    print(printable(text), file=sys.stderr, flush=True)  # noqa: T201 - this is where messages go


def printable(text: str) -> str:
    """Return text without control characters, which names from data could send to the terminal."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    harmless = character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs")
    joins = character in "\u200c\u200d"  # within words and emoji of several characters
    return character if harmless or joins else character.encode("unicode_escape", "surrogatepass").decode()


def print_paths(paths: Iterable[Path]) -> None:
    """Write paths to standard output, one a line, byte for byte as the system knows them."""
    for path in paths:
        sys.stdout.flush()
        sys.stdout.buffer.write(os.fsencode(path) + os.linesep.encode())
    sys.stdout.flush()
