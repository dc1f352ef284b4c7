"""Sizes in bytes as people write them: 500 MB, 8GB, 1.5 GiB."""

import re

_UNITS = {
    "": 1, "b": 1, "bytes": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12,
    "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12,
    "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40,
}  # fmt: skip


class SizeError(ValueError):
    """No size; the text goes on after the option's name."""


def parse_size(text: str) -> int:
    """Return the bytes that a size stands for; without a unit these are bytes."""
    found = re.fullmatch(
        r"\s*([0-9]{1,15}(?:\.[0-9]{1,6})?)\s*([kmgt]?i?b?|bytes)\s*", text.lower(), re.ASCII
    )
    unit = _UNITS.get(found[2]) if found else None
    size_bytes = int(float(found[1]) * unit) if found and unit else 0
    if size_bytes < 1:
        raise SizeError(f"is `{text}`: give a size, as in 500 MB or 8 GB.")
    return size_bytes


def size_words(size_bytes: int) -> str:
    """Return a size as people write it: 8 GB."""
    unit = next((unit for unit in ("tb", "gb", "mb", "kb") if size_bytes >= _UNITS[unit]), "b")
    return f"{size_bytes / _UNITS[unit]:.3g} {unit.upper() if unit != 'b' else 'bytes'}"
