"""How frequent a class is where a model will work: `0.01`, `1 %`, or `fraud=0.01`."""

import re
from collections.abc import Sequence

from reportgen.errors import nearest

_SHARE = re.compile(r"\s*([+]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(%?)\s*")


class PrevalenceError(ValueError):
    """It cannot be read, or names no class; the message says what to write."""


def parse_prevalence(text: str) -> tuple[str | None, float]:
    """Return the class that was named, None for the positive one, and its share, between 0 and 1.

    Raises
    ------
    PrevalenceError
    """
    name, equals, number = text.rpartition("=")
    found = _SHARE.fullmatch(number)
    share = None if found is None else float(found[1]) / (100 if found[2] else 1)
    if share is None or not 0 < share < 1 or (equals and not name.strip()):
        raise PrevalenceError(f"is `{text}`: give a share between 0 and 1, as in 0.01 or fraud=0.01.")
    return name.strip() or None, share


def positive_share(text: str, classes: Sequence[str]) -> float:
    """Return the share of the second of two classes, the positive one, whichever of them is named.

    Raises
    ------
    PrevalenceError
        Also where there are no two classes, or the named one is not among them.
    """
    name, share = parse_prevalence(text)
    if len(classes) != 2:
        raise PrevalenceError(f"is `{text}`: it is about two classes, and here there are {len(classes)}.")
    if name is None or name == classes[1]:
        return share
    if name == classes[0]:
        return 1 - share
    known = " and ".join(f"`{own}`" for own in classes)
    raise PrevalenceError(
        f"is `{text}`: there is no class `{name}`.{nearest(name, classes)} The classes are {known}."
    )
