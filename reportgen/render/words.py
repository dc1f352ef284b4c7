"""Grammar that sentences share: plurals, lists, small numbers in letters."""

from collections.abc import Sequence

from reportgen.figures.wording import plural, shorten
from reportgen.render.numbers import count

_LETTERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

#: A name in a sentence is cut beyond this width, in text sizes.
NAME_WIDTH = 24.0


def name(text: str) -> str:
    """Return a class or model name short enough for a sentence."""
    return shorten(text, NAME_WIDTH)


def counted(number: int, noun: str) -> str:
    """Return `1 error`, `1,200 errors`."""
    return f"{count(number)} {noun if number == 1 else plural(noun)}"


def in_letters(number: int) -> str:
    """Return small whole numbers as words."""
    return _LETTERS[number] if 0 <= number < len(_LETTERS) else count(number)


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return `a, b and c`."""
    if len(items) < 2:  # noqa: PLR2004
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """Return the text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]
