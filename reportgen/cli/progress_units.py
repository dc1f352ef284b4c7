"""Durations and downloads in words, as lines and table of the progress say them."""


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


def format_bytes(done: int, total: int | None) -> str:
    """Return how much of a download is there, in megabytes: `12.3 of 55.0 MB`."""
    return f"{done / 1e6:.1f} MB" if total is None else f"{done / 1e6:.1f} of {total / 1e6:.1f} MB"
