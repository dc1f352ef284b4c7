"""Columns of codes that repeat, such as patients or devices: their rows belong together, and models may not have them.

What is a code is decided here alone: such columns are left out of the features, and where rows of one code stand in
training and test alike is looked up by the codes that this module returns.
"""

import re

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import shortened
from reportgen.datasets.tabular.column import Column
from reportgen.datasets.tabular.name_words import names_identifier, words

#: Fewer different codes than this are categories.
FEWEST_CODES = 20

#: Codes of people, places or devices repeat, but most of them not often: the median has between so many rows.
ROWS_OF_ONE = (2, 30)

#: As many rows have to have a code.
FILLED = 0.8

#: As many of the codes have to look like one.
LOOK_LIKE_CODES = 0.95

#: Columns called like identifiers hold codes from this share of different values on, however often each repeats.
MANY_IDENTIFIERS = 0.1

#: Letters and digits without a blank, at least two of these, as in PAT0012, 4711-03 or a UUID.
_CODE = re.compile(r"(?=(?:.*\d){2})[A-Za-z0-9]+(?:[-_./:#][A-Za-z0-9]+)*")

#: Words in names of columns that hold people, places and devices, in singular or plural; numbers are codes by their
#: name alone.
_HOLDERS = frozenset(
    {"id", "uid", "uuid", "patient", "subject", "person", "customer", "client", "user", "member", "participant",
     "student", "animal", "device", "machine", "sensor", "vehicle", "account", "household", "family", "speaker",
     "writer", "site", "session"}
)  # fmt: skip

#: The same of numbers only: words that look like no code are as often a category, as countries are.
_CODES = frozenset({"key", "code"})

#: Words in names of columns whose codes are categories: many people live in one of them.
_CATEGORIES = frozenset({"postcode", "zip", "zipcode", "postal", "plz"})


def holds_codes(column: Column) -> bool:
    """Return whether a column holds codes that repeat and split the rows into many small groups."""
    if column.kind not in {"number", "text"} or not _is_whole(column):
        return False
    return _identifies(column) or _in_small_groups(column)


def codes_of(column: Column) -> NDArray[np.int64]:
    """Return a number for each row's code, -1 where it has none."""
    import pandas as pd

    return np.asarray(pd.factorize(column.series)[0], dtype=np.int64)


def reason_for_codes(column: Column) -> str:
    """Return why a column of codes is left out, and what to do where its rows belong together."""
    what = "it is an identifier" if names_identifier(column.name) else "its values are codes that repeat"
    name = shortened(column.name)
    return f"{what}; if its rows belong together, --groups '{name}' keeps them on one side of each split"


def _identifies(column: Column) -> bool:
    many = column.distinct > max(FEWEST_CODES, MANY_IDENTIFIERS * column.present)
    return many and names_identifier(column.name)


def _in_small_groups(column: Column) -> bool:
    if column.present < FILLED * len(column.series) or column.distinct < FEWEST_CODES:
        return False
    counts = column.series.value_counts()
    if not ROWS_OF_ONE[0] <= float(np.median(counts)) <= ROWS_OF_ONE[1]:
        return False
    named = words(column.name)
    named |= {word.removesuffix("s") for word in named}
    if named & _CATEGORIES:
        return False
    if column.kind == "number":
        return bool(named & (_HOLDERS | _CODES))
    alike = np.mean([bool(_CODE.fullmatch(str(value).strip())) for value in counts.index])
    return bool(alike >= LOOK_LIKE_CODES or named & _HOLDERS)


def _is_whole(column: Column) -> bool:
    if column.kind != "number":
        return True
    numbers = column.series.dropna().to_numpy(dtype=np.float64)
    return np.array_equal(numbers, np.trunc(numbers))
