"""Numbers that were written for people: 1,234.50, 1.234,50, 12'345, -$12, (12), 45 %, and marks for missing."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import quoted, shortened
from reportgen.datasets.tabular.evident_codes import first_code
from reportgen.datasets.tabular.lookalikes import seen
from reportgen.datasets.tabular.missing_markers import MARKERS_AMONG_NUMBERS, VALUE_SHARE

#: Other writings of minus, of the apostrophe, and of the marks of Arabic and of full-width numbers.
_PLAIN = str.maketrans({
    **dict.fromkeys("\u2212\ufe63\uff0d\u2013", "-"), **dict.fromkeys("\u2019\u02bc\u00b4`", "'"),
    "\u066b": ".", "\u066c": ",", "\u066a": "%", "\uff0e": ".", "\uff0c": ",", "\uff0b": "+", "\uff05": "%",
})  # fmt: skip

#: Currencies that are written as letters, and as a sign with letters. Any sign of Unicode's is one too.
_CURRENCIES = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD",
    "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN",
    "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR", "US$", "A$", "C$",
    "R$", "HK$", "NZ$", "S$", "Rs", "Rs.", "kr", "kr.", "Kč", "zł", "Ft", "lei", "Fr", "Fr.", "SFr.",
    "\u0440\u0443\u0431", "\u0440\u0443\u0431.",
)  # fmt: skip
_SIGNS = "".join(chr(code) for code in range(0x24, 0x20C1) if unicodedata.category(chr(code)) == "Sc")
_UNIT = "|".join(
    [*map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)), f"[{re.escape(_SIGNS)}%\u2030]"]
)

#: A number in pieces: parentheses or a sign for minus, and one unit before or behind.
_PARTS = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>{_UNIT})?\s*(?P<inner_open>\()?\s*(?P<inner>[+-])?\s*"
    rf"(?P<body>[0-9.,][0-9.,' ]*?(?:[eE][+-]?[0-9]+)?)\s*(?P<last>-)?\s*(?P<close>\))?\s*(?P<behind>{_UNIT})?"
    rf"\s*(?P<outer_close>\))?"
)

#: The numbers of most columns, which are taken to pieces in a fraction of the time.
_SIMPLE_PARTS = re.compile(r"([+-]?)([0-9][0-9.,]*)")

#: What stands between the digits of a number.
_MARKS = re.compile("[,.' ]")

#: A number that needs no note on how it was read.
_AS_USUAL = re.compile(r"[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]+)?")

#: Whole numbers from here on are no quantities; from 2^53 on, floats would make some of them the same.
_LARGEST_NUMBER = 2**63
_LONG_DIGITS = 16

#: What is left of a text: its digits, whether it is negative, and its unit.
_Numeral = tuple[str, bool, str]

#: Distinct values one of which must look like a number before all are read.
_LOOKED_AT = 20


@dataclass(frozen=True, eq=False)
class Numerals:
    """Distinct values as numbers, NaN where a mark stands for missing, and a note on how they were read."""

    values: NDArray[Any]
    note: str | None


@dataclass(frozen=True)
class _Writing:
    """A way of writing numbers: its pattern, and what it uses for thousands and for the decimal point."""

    pattern: re.Pattern[str]
    thousands: str
    point: str

    def number(self, body: str) -> float:
        digits = body.replace(self.thousands, "").replace(self.point, ".")
        return int(digits) if digits.isdecimal() else float(digits)


def _writing(thousands: str, point: str) -> _Writing:
    t, p = re.escape(thousands), re.escape(point)
    indian = rf"|[0-9]{{1,2}}({t}[0-9]{{2}})+{t}[0-9]{{3}}" if thousands == "," else ""
    grouped = rf"([0-9]{{1,3}}({t}[0-9]{{3}})+{indian})({p}[0-9]*)?"
    plain = rf"([0-9]+{p}?[0-9]*|{p}[0-9]+)([eE][+-]?[0-9]+)?"
    return _Writing(re.compile(rf"{grouped}|{plain}"), thousands, point)


_WRITINGS = tuple(_writing(*marks) for marks in (",.", " .", "'.", ".,", " ,", "',"))


def parse_numerals(distinct: Sequence[str], *, decimal_comma: bool) -> Numerals | None:
    """Return the numbers that distinct texts stand for, or None unless all do, but for marks of missing.

    All must be written in the same way and carry the same currency or percent sign, or none. Codes are no numbers,
    whole numbers that floats cannot tell apart neither, and "12 kg" is text.

    Parameters
    ----------
    distinct : sequence of str
    decimal_comma : bool
        Which way of writing is tried first where several fit, as in "1,234".
    """
    found = _numerals(distinct)
    if found is None:
        return None
    fitting = _fitting(found)
    if not fitting:
        return None
    writing = next((each for each in fitting if (each.point == ",") == decimal_comma), fitting[0])
    numbers = {
        text: -writing.number(body) if negative else writing.number(body)
        for text, (body, negative, _) in found.items()
    }
    values = np.array([numbers.get(text, np.nan) for text in distinct])
    marks = [text for text in distinct if text not in numbers]
    return Numerals(_whole(values), _note(numbers, marks, writing))


def is_plain_number(text: str) -> bool:
    """Return whether a text is a number by itself, written in any of the ways that are read, without a unit."""
    found = _numeral(text)
    return found is not None and not found[2] and bool(_fitting({text: found}))


def points_that_fit(distinct: Sequence[str]) -> frozenset[str]:
    """Return which of point and comma can be the decimal mark of distinct texts; neither where they are no numbers."""
    found = _numerals(distinct)
    return frozenset(writing.point for writing in _fitting(found)) if found else frozenset()


def _numerals(distinct: Sequence[str]) -> dict[str, _Numeral] | None:
    """The pieces of each text that is no mark of missing; None if they cannot be numbers of one kind."""
    if not any(_numeral(text) for text in distinct[:_LOOKED_AT]):
        return None
    found: dict[str, _Numeral] = {}
    n_marks = 0
    for text in distinct:
        if simple := _SIMPLE_PARTS.fullmatch(text):
            found[text] = (simple[2], simple[1] == "-", "")
        elif numeral := _numeral(text):
            found[text] = numeral
        elif text.strip().lower() not in MARKERS_AMONG_NUMBERS and _bare(text) not in MARKERS_AMONG_NUMBERS:
            return None
        else:
            n_marks += 1
    if n_marks > (1 - VALUE_SHARE) * len(distinct) or len({unit for _, _, unit in found.values()}) > 1:
        return None
    if first_code(list(found)) is not None:
        return None
    return found if _are_exact([body for body, _, _ in found.values()]) else None


def _numeral(text: str) -> _Numeral | None:
    match = _PARTS.fullmatch(seen(_plain(text)))
    if match is None:
        return None
    part = match.groupdict(default="")
    if part["last"] and part["body"][-1] in ".," and len(part["body"]) > 1:  # "12.-" is a price without cents
        part.update(last="", body=part["body"][:-1])
    n_open = len(part["open"] + part["inner_open"])
    minuses = n_open + sum(part[name] == "-" for name in ("sign", "inner", "last"))
    is_phone = "+" in (part["sign"], part["inner"]) and " " in part["body"]
    if n_open != len(part["close"] + part["outer_close"]) or minuses > 1 or is_phone:
        return None
    if (part["sign"] and part["inner"]) or (part["before"] and part["behind"]):
        return None
    return part["body"], minuses == 1, part["before"] or part["behind"]


def _plain(text: str) -> str:
    """A text with the usual minus and marks, and the digits 0 to 9 in place of those of any script."""
    text = text.translate(_PLAIN)
    return text if text.isascii() else "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def _bare(text: str) -> str:
    """A text without the unit around it, in lower case."""
    return re.sub(rf"^({_UNIT})|({_UNIT})$", "", text.strip()).strip().lower()


def _are_exact(bodies: Sequence[str]) -> bool:
    """Whether none is a code, and no whole numbers are so long that floats make the same of them."""
    if any(body[0] == "0" and body.isdecimal() and len(body) > 1 for body in bodies):
        return False
    groups = [_MARKS.split(body) for body in bodies if len(body) >= _LONG_DIGITS]
    long = {int("".join(parts)) for parts in groups if len(parts) != 2 and all(map(str.isdecimal, parts))}
    return max(long, default=0) < _LARGEST_NUMBER and len(set(map(float, long))) == len(long)


def _fitting(found: dict[str, _Numeral]) -> list[_Writing]:
    bodies = [body for body, _, _ in found.values()]
    return [writing for writing in _WRITINGS if all(map(writing.pattern.fullmatch, bodies))]


def _whole(values: NDArray[np.float64]) -> NDArray[Any]:
    is_whole = np.array_equal(values, np.trunc(values)) and np.abs(values).max(initial=0) < _LARGEST_NUMBER
    return values.astype(np.int64, copy=False) if is_whole else values


def _note(numbers: dict[str, float], marks: list[str], writing: _Writing) -> str | None:
    parts = []
    divided = writing.thousands == "."
    unusual = [text for text in numbers if (divided and "." in text) or not _AS_USUAL.fullmatch(text.strip())]
    if unusual:
        shown = max(unusual[:_LOOKED_AT], key=len)
        parts.append(f"Read as numbers: “{shortened(shown)}” is {numbers[shown]:,.15g}.")
    if marks:
        parts.append(f"{quoted(marks)} {'counts' if len(marks) == 1 else 'count'} as missing.")
    return " ".join(parts) or None
