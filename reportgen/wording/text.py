"""Text from data made fit for figures and pages: no characters that XML forbids, and no longer than there is room."""

import re
import unicodedata

#: Control characters, lone surrogates and non-characters, which XML 1.0 (section 2.2) forbids or discourages, and
#: the controls that would turn the direction of the text after a name.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e]"
)
_SPACES = re.compile(r"[\t\n\r\u2028\u2029]")
_REPLACEMENT = "\ufffd"


def printable(text: str) -> str:
    """Return `text` with what XML cannot hold replaced by U+FFFD, and tabs and line ends by spaces."""
    return _SPACES.sub(" ", _FORBIDDEN.sub(_REPLACEMENT, text))


def width_of(text: str) -> float:
    """Return a rough width in units of the text size: 0.56 for a letter, 1 for a wide one, 0 for an accent."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "iljtfrI.,:;'|! ":
        return 0.32
    return 0.9 if character in "mwMW@%" else 0.58


def short_title(title: str, widest: float) -> str:
    """Return the title of a model or metric, where it is too wide without its bracket, or as the abbreviation in it.

    `Majority class (baseline)` is `Majority class`, `Matthews correlation coefficient (MCC)` is `MCC`. Names from data
    are never shortened so: what their brackets hold may be what tells them apart.
    """
    plain, _, bracket = title.removesuffix(")").partition(" (")
    if width_of(printable(title)) <= widest or not (bracket and title.endswith(")")):
        return shorten(title, widest)
    fitting = bracket if bracket.isupper() and width_of(plain) > widest else plain
    return shorten(fitting, widest)


def shorten(text: str, widest: float) -> str:
    """Return `text`, cut in the middle with an ellipsis where it is wider than `widest` (in text sizes)."""
    text = printable(text)
    if width_of(text) <= widest:
        return text
    head, tail = "", ""
    front, back = 0, len(text) - 1
    room = widest - 1.0
    while front < back:
        at_front = width_of(head) <= 2 * width_of(tail)
        piece = text[front] if at_front else text[back]
        if width_of(head + piece + tail) > room:
            break
        head, tail = (head + piece, tail) if at_front else (head, piece + tail)
        front, back = (front + 1, back) if at_front else (front, back - 1)
    return f"{head.rstrip()}…{tail.lstrip()}"


def plural(noun: str) -> str:
    """Return the plural of a regular noun: images, classes, boxes."""
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def slug(text: str) -> str:
    """Return `text` as it may stand in a file name: letters, digits, dots, dashes and underscores of ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.") or "x"
