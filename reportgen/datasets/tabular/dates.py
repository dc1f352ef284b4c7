"""Dates and times that are stored as text: recognised, and read in one format for the whole column."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import quoted, shortened
from reportgen.datasets.tabular.missing_markers import marks_among

#: What every date begins with; it spares other text the trying of formats. A year has two or four digits.
_DATE_LIKE = re.compile(
    r"([0-9]{4}[-/.][0-9]{1,2}"  # 2024-01-31, 2024/1/31, 2024-01
    r"|[0-9]{1,2}[-/.]([0-9]{1,2}|[A-Za-z]{3,9})[-/.]([0-9]{4}|[0-9]{2})\b"  # 31.1.2024, 1/31/24, 31-Jan-2024
    r"|[0-9]{1,2}\.? [A-Za-z]{3,9}\.?,? [0-9]{4}"  # 31 January 2024
    r"|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4})"  # January 31, 2024
)

_DAYS = (
    "%Y/%m/%d", "%Y.%m.%d", "%Y-%m",
    "%d.%m.%Y", "%d.%m.%y", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y",
    "%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y",
    "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")

#: Formats that can be told apart only where a day is above 12.
_TWINS = {"%m/%d": "%d/%m", "%m-%d": "%d-%m", "%d-%m": "%m-%d"}
_WORDS = {"%m/%d": "month/day", "%d/%m": "day/month", "%m-%d": "month-day", "%d-%m": "day-month"}

#: By the rule of POSIX, so that a birth in 1950 comes out a century late.
_TWO_DIGITS = "Years of two digits were taken for 1969 to 2068."

#: Distinct values on which a format is tried before all are read.
_LOOKED_AT = 100


@dataclass(frozen=True, eq=False)
class Dates:
    """Distinct values as datetime64 without time zone, and a note on how they were read."""

    values: NDArray[Any]
    note: str


def parse_dates(distinct: Sequence[str]) -> Dates | None:
    """Return the dates that distinct texts stand for, or None unless all do in one format, but for marks of missing."""
    if not any(_DATE_LIKE.match(text.strip()) for text in distinct[:_LOOKED_AT]):
        return None
    marks = marks_among(distinct)
    if not marks:
        return None if marks is None else _parse([text.strip() for text in distinct])
    passed_over = set(marks)
    is_date = np.array([text not in passed_over for text in distinct])
    dates = _parse([text.strip() for text in distinct if text not in passed_over])
    if dates is None:
        return None
    values = np.full(len(distinct), np.datetime64("NaT"), dtype=dates.values.dtype)
    values[is_date] = dates.values
    return Dates(
        values, f"{dates.note} {quoted(marks)} {'counts' if len(marks) == 1 else 'count'} as missing."
    )


def _parse(texts: list[str]) -> Dates | None:
    if not all(_DATE_LIKE.match(text) for text in texts[:_LOOKED_AT]):
        return None
    if (values := _converted(texts, "ISO8601")) is not None:
        return Dates(values, "Read as dates.")
    for day, time in product(_DAYS, _TIMES):
        if (values := _converted(texts, day + time)) is not None:
            return Dates(values, _note(texts, day, time))
    return None


def _converted(texts: list[str], form: str) -> NDArray[Any] | None:
    import pandas as pd

    for part in (texts[:_LOOKED_AT], texts):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                moments = pd.to_datetime(pd.Index(part), format=form, utc=True)
            except (ValueError, OverflowError):
                return None
    return moments.tz_localize(None).to_numpy()


def _note(texts: list[str], day: str, time: str) -> str:
    start = day[:5]
    years = f" {_TWO_DIGITS}" if "%y" in day else ""
    twin = day.replace(start, _TWINS[start]) if start in _TWINS else None
    if twin is None or _converted(texts, twin + time) is None:
        return f"Read as dates.{years}"
    return (
        f"Read as dates. Values such as “{shortened(texts[0])}” do not tell the day from the month; they were taken "
        f"as {_WORDS[start]}.{years}"
    )
