"""Numbers that were written for people: 1,234.50, 1.234,50, $12, 45 %, with marks for missing among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import quoted, shortened
from reportgen.datasets.tabular.missing_markers import MARKERS_AMONG_NUMBERS

_PARTS = re.compile(r"([$€£¥%])?\s*([+-]?[0-9.,]+(?:[eE][+-]?[0-9]+)?)\s*([$€£¥%])?")

#: Digits that begin with zeros, or are too long for a float to hold: postcodes, account numbers.
_CODE = re.compile(r"0[0-9]+|[+-]?[0-9]{16,}")

#: Marks for missing make a column of numbers only where at least this share of the distinct values are numbers.
_NUMBER_SHARE = 0.5

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
        return float(body.replace(self.thousands, "").replace(self.point, "."))


def _writing(thousands: str, point: str) -> _Writing:
    t, p = re.escape(thousands), re.escape(point)
    grouped = rf"[0-9]{{1,3}}({t}[0-9]{{3}})+({p}[0-9]*)?"
    plain = rf"([0-9]+{p}?[0-9]*|{p}[0-9]+)([eE][+-]?[0-9]+)?"
    return _Writing(re.compile(rf"[+-]?({grouped}|{plain})"), thousands, point)


_WITH_POINT = _writing(",", ".")
_WITH_COMMA = _writing(".", ",")


def parse_numerals(distinct: Sequence[str], *, decimal_comma: bool) -> Numerals | None:
    """Return the numbers that distinct texts stand for, or None unless all do, but for marks of missing.

    All must carry the same currency or percent sign, or none. Codes are no numbers, and "12 kg" is text.

    Parameters
    ----------
    distinct : sequence of str
    decimal_comma : bool
        Which way of writing is tried first where both fit, as in "1,234".
    """
    if not any(_PARTS.fullmatch(text.strip()) for text in distinct[:_LOOKED_AT]):
        return None
    marks = [text for text in distinct if text.strip().lower() in MARKERS_AMONG_NUMBERS]
    if len(marks) > (1 - _NUMBER_SHARE) * len(distinct):
        return None
    proper = [text for text in distinct if text.strip().lower() not in MARKERS_AMONG_NUMBERS]
    bodies = _bodies(proper)
    if bodies is None:
        return None
    for writing in (_WITH_COMMA, _WITH_POINT) if decimal_comma else (_WITH_POINT, _WITH_COMMA):
        if all(writing.pattern.fullmatch(body) for body in bodies):
            numbers = dict(zip(proper, map(writing.number, bodies), strict=True))
            values = np.array([numbers.get(text, np.nan) for text in distinct])
            return Numerals(_whole(values), _note(numbers, marks))
    return None


def _bodies(texts: list[str]) -> list[str] | None:
    """The texts without their sign of currency or percent; None if they are no numbers, or signs differ."""
    matches = [_PARTS.fullmatch(text.strip()) for text in texts]
    found = [match for match in matches if match is not None]
    signs = {(match[1] or "") + (match[3] or "") for match in found}
    if len(found) < len(texts) or len(signs) > 1 or any(_CODE.fullmatch(match[2]) for match in found):
        return None
    return [match[2] for match in found]


def _whole(values: NDArray[np.float64]) -> NDArray[Any]:
    return values.astype(np.int64) if np.array_equal(values, np.trunc(values)) else values


def _note(numbers: dict[str, float], marks: list[str]) -> str | None:
    parts = []
    written = next(
        (text for text in numbers if not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*", text.strip())), None
    )
    if written is not None:
        parts.append(f"Read as numbers: “{shortened(written)}” is {numbers[written]:,.15g}.")
    if marks:
        parts.append(f"{quoted(marks)} {'counts' if len(marks) == 1 else 'count'} as missing.")
    return " ".join(parts) or None
