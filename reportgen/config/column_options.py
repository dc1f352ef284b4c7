"""What is said of single columns: `COLUMN=KIND` of --as, and `COLUMN=low,mid,high` of --order."""

import csv
from collections.abc import Collection
from typing import Literal, get_args

from reportgen.errors import nearest

#: What a column may be taken as.
AskedKind = Literal["number", "category", "ordered", "text", "date", "id"]

KINDS: tuple[AskedKind, ...] = get_args(AskedKind)


class ColumnOptionError(ValueError):
    """It cannot be read; the message goes on after the option's name."""


def parse_kind(text: str) -> tuple[str, AskedKind]:
    """Return (column, kind) of `zip=category`; the column may hold equal signs itself.

    Raises
    ------
    ColumnOptionError
    """
    column, sign, kind = text.rpartition("=")
    word = kind.strip().lower()
    if not sign or not column.strip():
        raise ColumnOptionError(f"is `{text}`: give COLUMN=KIND, as in zip=category.")
    if word not in KINDS:
        problem = f"is `{text}`: `{kind.strip()}` is none of {', '.join(KINDS)}.{nearest(word, KINDS)}"
        raise ColumnOptionError(problem)
    return column.strip(), word


def parse_order(text: str, known: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return (column, values) of `size=low,mid,high`, lowest first; values with commas in them stand in quotes.

    Columns and values may hold equal signs: the first one counts before which one of the columns `known` stands,
    else the first.

    Raises
    ------
    ColumnOptionError
    """
    parts = text.split("=")
    names = ["=".join(parts[:place]).strip() for place in range(1, len(parts))]
    place = next((place for place, name in enumerate(names) if name in known), 0)
    if not names or not names[place]:
        raise ColumnOptionError(f"is `{text}`: give COLUMN=VALUES, as in size=low,mid,high.")
    row = next(csv.reader(["=".join(parts[place + 1 :])], skipinitialspace=True), [])
    values = tuple(value.strip() for value in row)
    if len(values) < 2 or "" in values:
        raise ColumnOptionError(
            f"is `{text}`: name two values or more, lowest first, as in size=low,mid,high."
        )
    if len(set(values)) < len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise ColumnOptionError(f"is `{text}`: `{twice}` is named twice.")
    return names[place], values
