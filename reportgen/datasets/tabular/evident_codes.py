"""Texts that could be numbers but are codes by how they are written: 007, 12E5 beside 7E03, +4930123456."""

import re
from collections.abc import Sequence

from reportgen.bundle.value_text import shortened

#: Digits that begin with a zero, also behind the plus of a telephone number: one value tells of the column.
ZERO_FIRST = r"\s*\+?0[0-9]+\s*"

#: Programs write no power of ten so: they have one digit before the E, or a point, and a sign behind it.
E_AMONG_DIGITS = r"\s*(?:[0-9]{2,}[eE][0-9]+|[0-9]+[eE]0[0-9]+)\s*"

#: What else is in a column of such codes.
_DIGITS_OR_E = r"\s*\+?[0-9]+(?:[eE][0-9]+)?\s*"

#: Numbers of telephones have so many digits, and all of a column a plus.
TELEPHONE = r"\s*\+[0-9]{8,15}\s*"

_zero_first = re.compile(ZERO_FIRST)
_e_among_digits = re.compile(E_AMONG_DIGITS)
_digits_or_e = re.compile(_DIGITS_OR_E)
_telephone = re.compile(TELEPHONE)


def first_code(distinct: Sequence[str]) -> str | None:
    """Return a text that shows that distinct texts without gaps among them are codes; None where none does."""
    found = next((text for text in distinct if _zero_first.fullmatch(text)), None)
    if found is None and distinct and _all_match(_telephone, distinct):
        return distinct[0]
    if found is None and _all_match(_digits_or_e, distinct):
        found = next((text for text in distinct if _e_among_digits.fullmatch(text)), None)
    return found


def codes_note(distinct: Sequence[str]) -> str | None:
    """Return the sentence on a column of text that would be numbers if it were not of codes; None for any other."""
    code = first_code(distinct) if _all_match(_digits_or_e, distinct) else None
    return (
        None if code is None else f"Kept as text: values such as “{shortened(code)}” are codes, not numbers."
    )


def _all_match(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    return all(map(pattern.fullmatch, texts))
