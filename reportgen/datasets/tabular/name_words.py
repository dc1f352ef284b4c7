"""The words that a column's name is made of, and whether they name an identifier."""

import re
from itertools import pairwise

#: Words that name an identifier.
IDENTIFIERS = frozenset({"id", "ids", "uid", "uuid", "guid"})

_RUN_TOGETHER = re.compile(
    r"(user|customer|client|patient|passenger|person|account|order|row|sample|record|case|member|employee|student)id"
)


def words(name: str) -> set[str]:
    """Return the words of a name: `PassengerId`, `passenger_id` and `passenger id` are the same two."""
    return set(word_list(name))


def pairs(name: str) -> set[str]:
    """Return neighbouring words run together: `first name` is a firstname."""
    return {left + right for left, right in pairwise(word_list(name))}


def names_identifier(name: str) -> bool:
    """Return whether a column is called like an identifier."""
    return bool(words(name) & IDENTIFIERS or _RUN_TOGETHER.search(name.lower()))


def word_list(name: str) -> list[str]:
    """Return the words of a name in their order."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:200])
    return re.findall(r"[^\W_]+", spaced.lower())
