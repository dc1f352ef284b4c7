"""Times of day and durations that are stored as text: 08:15, 8:15:30 PM, 27:40:00, as seconds."""

import re
from collections.abc import Sequence

import numpy as np

from reportgen.bundle.value_text import quoted, shortened
from reportgen.datasets.tabular.missing_markers import marks_among
from reportgen.datasets.tabular.numerals import Numerals

#: Hours and minutes of two digits, seconds with a fraction. Ratios such as 3:1 have fewer, MAC addresses more parts.
_CLOCK = re.compile(
    r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])(:(?P<seconds>[0-5][0-9]([.,][0-9]+)?))?(\s?(?P<half>[AaPp])\.?[Mm]\.?)?"
)

#: Distinct values one of which must look like a time before all are read.
_LOOKED_AT = 20
_HOURS_OF_A_DAY = 24
_HOURS_OF_A_HALF = 12


def parse_times(distinct: Sequence[str]) -> Numerals | None:
    """Return the seconds that distinct texts stand for, or None unless all are times, but for marks of missing.

    They are seconds since midnight; where one has 24 hours or more all are durations, which need seconds: 25:30 may
    as well be minutes.
    """
    if not any(_CLOCK.fullmatch(text.strip()) for text in distinct[:_LOOKED_AT]):
        return None
    marks = marks_among(distinct)
    if marks is None:
        return None
    passed_over = set(marks)
    times = [text for text in distinct if text not in passed_over]
    seconds = [_seconds(text.strip()) for text in times]
    found = [value for value in seconds if value is not None]
    if len(found) < len(seconds):
        return None
    is_day = max(found) < _HOURS_OF_A_DAY * 3600
    if not is_day and any(text.count(":") == 1 for text in times):
        return None
    placed = dict(zip(times, found, strict=True))
    what = "Read as times of day, in seconds since midnight" if is_day else "Read as durations, in seconds"
    note = f"{what}: “{shortened(times[0])}” is {placed[times[0]]:,.15g}."
    if marks:
        note += f" {quoted(marks)} {'counts' if len(marks) == 1 else 'count'} as missing."
    return Numerals(np.array([placed.get(text, np.nan) for text in distinct]), note)


def _seconds(text: str) -> float | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, half = int(match["hours"]), match["half"]
    if half is not None:
        if not 1 <= hours <= _HOURS_OF_A_HALF:
            return None
        hours = hours % _HOURS_OF_A_HALF + (_HOURS_OF_A_HALF if half in "Pp" else 0)
    return hours * 3600 + int(match["minutes"]) * 60 + float((match["seconds"] or "0").replace(",", "."))
