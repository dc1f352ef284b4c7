"""Texts that look the same but are stored in different ways: they are one value, and a note says so."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.value_text import counted, shortened

#: Characters that nobody sees: soft hyphens, zero-width blanks and joiners, marks of direction, variation selectors.
_INVISIBLE = (
    0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
    *range(0x2066, 0x206A), *range(0xFE00, 0xFE10), 0xFEFF,
)  # fmt: skip

#: Blanks of other widths.
_BLANKS = (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)

_PLAIN = str.maketrans({**dict.fromkeys(_INVISIBLE), **dict.fromkeys(_BLANKS, " ")})


@dataclass(frozen=True)
class Lookalikes:
    """Texts without what cannot be seen.

    Attributes
    ----------
    seen : list of str
        What a reader sees of each text: without blanks around it and invisible characters, in Unicode's form NFC.
    texts : list of str
        Each text without blanks around it, and the same one for those that look the same.
    note : str, optional
        Which were made one.
    """

    seen: list[str]
    texts: list[str]
    note: str | None


def seen(text: str) -> str:
    """Return what a reader sees of a text."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text.translate(_PLAIN)).strip()


def join_lookalikes(distinct: Sequence[str]) -> Lookalikes:
    """Make one of texts that look the same; blanks around them need no note."""
    trimmed = [text.strip() for text in distinct]
    if all(map(str.isascii, trimmed)):
        return Lookalikes(trimmed, trimmed, None)
    visible = [seen(text) for text in trimmed]
    forms = Counter(look for look, _ in dict.fromkeys(zip(visible, trimmed, strict=True)))
    joined = [look for look, count in forms.items() if count > 1 and look]
    several = set(joined)
    texts = [look if look in several else text for look, text in zip(visible, trimmed, strict=True)]
    return Lookalikes(visible, texts, _note(joined) if joined else None)


def _note(joined: Sequence[str]) -> str:
    what = "is" if len(joined) == 1 else "are"
    return (
        f"{counted(len(joined), 'value')}, such as “{shortened(joined[0])}”, {what} stored in several ways that look "
        "the same (Unicode forms, invisible characters) and count as one."
    )
