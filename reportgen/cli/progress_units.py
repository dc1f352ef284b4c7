"""Durations and downloads in words, as lines and table of the progress say them."""

from math import ceil

from reportgen.progress import SecondsLeft

#: A duration that is only roughly known is told in the largest unit of which it has more than two.
_UNITS = ((3600, "h"), (60, "min"), (1, "s"))


def format_seconds(seconds: float) -> str:
    """Return a duration for reading: `0.12 s`, `2.3 s`, `48 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {left} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def format_left(left: SecondsLeft | None) -> str:
    """Return how long something still takes: `40 to 90 s left`, `2 to 6 min left`; nothing where that is unknown.

    The ends are rounded outwards: more digits than are known would only be noise.
    """
    if left is None:
        return ""
    low, high = left
    size, unit = next((size, unit) for size, unit in _UNITS if high > 2 * size or size == 1)
    step = 10 if unit == "s" and high > 20 else 1
    first, last = step * int(low / size / step), step * max(1, ceil(high / size / step))
    return f"up to {last} {unit} left" if first == 0 else f"{first} to {last} {unit} left"


def format_bytes(done: int, total: int | None) -> str:
    """Return how much of a download is there, in megabytes: `12.3 of 55.0 MB`."""
    return f"{done / 1e6:.1f} MB" if total is None else f"{done / 1e6:.1f} of {total / 1e6:.1f} MB"
