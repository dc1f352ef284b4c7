"""How names, counts and lists from data appear in notes and messages: short, on one line, never endless."""

from collections.abc import Sequence

#: Names that a sentence holds before it says how many more there are.
NAMED = 8

#: Characters of one name or value that a sentence shows.
SHOWN_CHARACTERS = 60


def shortened(value: object, length: int = SHOWN_CHARACTERS) -> str:
    """Return the value as text on one line, cut to `length` characters with an ellipsis."""
    text = " ".join(str(value).split())
    return text if len(text) <= length else f"{text[: length - 1]}…"


def quoted(names: Sequence[object], limit: int = NAMED) -> str:
    """Return the names for a note: “a”, “b” and 3 more."""
    return listed([f"“{shortened(name)}”" for name in names], limit)


def ticked(names: Sequence[object], limit: int = NAMED) -> str:
    """Return the names for an error message: `a`, `b` and 3 more."""
    return listed([f"`{shortened(name)}`" for name in names], limit)


def listed(words: Sequence[str], limit: int = NAMED) -> str:
    """Return the words as a list in a sentence: a, b and 3 more."""
    shown, more = words[:limit], len(words) - limit
    if more > 0:
        return f"{', '.join(shown)} and {more:,} more"
    return " and ".join([*filter(None, [", ".join(shown[:-1])]), *shown[-1:]])


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return the number with its noun: 1 row, 1,200 rows."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def dimensions(sizes: Sequence[int]) -> str:
    """Return sizes with a multiplication sign between them: 28 × 28."""  # noqa: RUF002
    return " × ".join(f"{size:,}" for size in sizes)  # noqa: RUF001


def from_to(low: str, high: str) -> str:
    """Return a range: 0.42–80. Of negative numbers the dash would be read as a sign: -3 to 5."""  # noqa: RUF002
    return f"{low} to {high}" if "-" in low + high else f"{low}–{high}"  # noqa: RUF001


def were(number: int) -> str:
    """Return the verb that goes with a number of things: was or were."""
    return "was" if number == 1 else "were"


def number_text(value: float) -> str:
    """Return a number with as many digits as a reader can use."""
    if not abs(value) < 1e15:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
