"""Columns that would be numbers but for a few values: a line of units below the names, `<0.1`, a typing error."""

from collections.abc import Sequence

from reportgen.bundle.value_text import counted, quoted
from reportgen.datasets.tabular.numerals import is_plain_number

#: Of so many different values at least, no more than this share may be something else.
_FEWEST = 20
_OTHERS = 0.1

#: Values that are looked at before all are.
_LOOKED_AT = 200


def stray_texts(distinct: Sequence[str]) -> list[str]:
    """Return the few of distinct texts that are no numbers where all others are; empty for any other texts."""
    if len(distinct) < _FEWEST or 2 * len(_others(distinct[:_LOOKED_AT])) > min(len(distinct), _LOOKED_AT):
        return []
    others = _others(distinct)
    return others if len(others) <= _OTHERS * len(distinct) else []


def _others(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if not is_plain_number(text)]


def strays_note(distinct: Sequence[str]) -> str | None:
    """Return the sentence on a column of text whose values are nearly all numbers; None for any other."""
    strays = stray_texts(distinct)
    if not strays:
        return None
    verb = "is none" if len(strays) == 1 else "are none"
    n_numbers = len(distinct) - len(strays)
    return f"Kept as text: {counted(n_numbers, 'different value')} are numbers, {quoted(strays)} {verb}."
