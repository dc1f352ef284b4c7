"""Grammar that sentences share: plurals, lists, small numbers in letters."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.wording.numbers import count
from reportgen.wording.text import plural, printable, short_title, shorten

_LETTERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@dataclass(frozen=True)
class Name:
    """A name from data where room is scarce: as shown, and in full where it was cut."""

    short: str
    full: str = ""


#: A name in a sentence is cut beyond this width, in text sizes.
NAME_WIDTH = 24.0


def name(text: str) -> str:
    """Return a class or model name short enough for a sentence; one of another direction is isolated from it."""
    short = shorten(text, NAME_WIDTH)
    if not any(unicodedata.bidirectional(character) in ("R", "AL") for character in short):
        return short
    return f"\u2068{_ISOLATES.sub('', short)}\u2069"


_ISOLATES = re.compile("[\u2066-\u2069]")


def label(text: str, widest: float = 15.0) -> Name:
    """Return a name for a table, cut beyond `widest` text sizes."""
    short = shorten(text, widest)
    return Name(short) if short == printable(text) else Name(short, text)


def title_label(title: str, widest: float) -> Name:
    """Return the title of a model or metric for a table, in its short form beyond `widest` text sizes."""
    short = short_title(title, widest)
    return Name(short) if short == printable(title) else Name(short, title)


def counted(number: int, noun: str) -> str:
    """Return `1 error`, `1,200 errors`."""
    return f"{count(number)} {noun if number == 1 else plural(noun)}"


def in_letters(number: int) -> str:
    """Return small whole numbers as words."""
    return _LETTERS[number] if 0 <= number < len(_LETTERS) else count(number)


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def possessive(title: str) -> str:
    """Return whose something is: `Random forest's`, `Support vectors'`."""
    return f"{title}'" if title.endswith("s") else f"{title}'s"


def capital(text: str) -> str:
    """Return the text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


#: Words that keep their capital inside a sentence: names of persons.
PROPER = ("Brier", "Cohen", "Hamming", "Jaccard", "Matthews")


def inside(title: str) -> str:
    """Return a title as it stands inside a sentence: capitals of abbreviations and of persons stay."""
    plain = title[1:2].islower() and not title.startswith(PROPER)
    return title[:1].lower() + title[1:] if plain else title
