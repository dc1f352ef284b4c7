"""Columns that are left out: identifiers, names of persons, free text, and columns that say nothing."""

import re
from collections.abc import Callable

import numpy as np

from reportgen.bundle.value_text import counted
from reportgen.datasets.tabular.column import Column
from reportgen.datasets.tabular.column_summaries import percent
from reportgen.datasets.tabular.name_words import IDENTIFIERS, names_identifier, pairs, word_list, words
from reportgen.datasets.tabular.nearly_numbers import stray_texts
from reportgen.datasets.tabular.repeated_codes import holds_codes, reason_for_codes
from reportgen.datasets.target_array import LARGEST_WHOLE

#: Text of which more than this share of the values are different cannot be learnt from as categories.
UNIQUE_SHARE = 0.5

#: How the reason begins where a few values make text of numbers.
NUMBERS_BUT = "it holds numbers but"

#: Fewer different values than this are never taken for identifiers.
MIN_DISTINCT = 20

#: Values that are looked at to tell what text holds.
LOOKED_AT = 500

#: Words in a value, on average, from which on it is free text, where more than this share of the values are different.
FREE_TEXT_WORDS, FREE_TEXT_SHARE = 5, 0.1

#: Longer names of columns that hold such a word are about something else: "name of the street fair".
MAX_CONTACT_WORDS = 3

_PERSON_NAMES = frozenset({
    "firstname", "lastname", "fullname", "surname", "forename", "givenname", "familyname", "middlename", "maidenname",
    "username", "vorname", "nachname", "familienname", "prenom", "nombre", "apellido",
})  # fmt: skip
_CONTACTS = frozenset({
    "email", "mail", "phone", "telephone", "mobile", "fax", "address", "street", "iban", "ssn", "passport", "telefon",
    "adresse",
})  # fmt: skip
_NUMBERINGS = IDENTIFIERS | {"key", "index", "idx", "nr", "no", "num", "number", "serial", "unnamed"}
#: What an index numbers; of anything else it is a measurement, such as a price index.
_INDEXED = frozenset({"row", "sample", "record", "case", "item", "line", "image", "file", "unnamed", "level"})
_TITLE = re.compile(r"\b(Mr|Mrs|Miss|Ms|Dr|Herr|Frau|Mme|Prof)\b\.?\s+[A-Z]")
_WITH_UNIT = re.compile(
    r"[+-]?[0-9]+([.,][0-9]+)*\s*[^\W\d_]{1,6}[²³/%°]?[^\W\d_]{0,3}|[+-]?[0-9.,]+\s*[°\"'\u2032\u2033]\w?"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]+")


def reason_to_withhold(column: Column) -> str | None:
    """Return why the column is left out, as words that follow "because"; None if models may have it."""
    return next((reason for check in _CHECKS if (reason := check(column)) is not None), None)


def is_free_text(column: Column) -> bool:
    """Return whether a column of text is one of sentences, to be learnt from by their words, and not of categories."""
    many = column.distinct > max(MIN_DISTINCT, FREE_TEXT_SHARE * column.present)
    if column.kind != "text" or not many:
        return False
    sample = column.series.dropna().head(LOOKED_AT)
    return bool(np.mean([len(str(value).split()) for value in sample]) >= FREE_TEXT_WORDS)


def reason_of_nothing(column: Column) -> str | None:
    """Return why nothing can be learnt from the column, as words that follow "because"; None where something can."""
    if column.kind == "other":
        return "it holds lists or other objects, not single values"
    if column.present == 0:
        return "every value is missing"
    if column.distinct == 1 and not column.missing:
        return "it has the same value in every row"
    return None


def _personal(column: Column) -> str | None:
    """Names and contact details of persons, by the column's name or by what its values look like."""
    named = words(column.name)
    contact = bool(named & _CONTACTS) and len(named) <= MAX_CONTACT_WORDS
    if column.kind != "text":
        return "it holds contact details of persons" if contact and _is_unique(column) else None
    varied = column.distinct > MIN_DISTINCT or _is_unique(column)
    sample = [str(value) for value in column.series.dropna().head(LOOKED_AT)]
    if (contact and varied) or _share(_EMAIL.fullmatch, sample) > UNIQUE_SHARE:
        return "it holds contact details of persons"
    person = bool(named & _PERSON_NAMES) or pairs(column.name) & _PERSON_NAMES
    if (person and varied) or ("name" in named and len(named) == 1 and _is_unique(column)):
        return "it holds names of persons"
    return "it holds names of persons" if _share(_TITLE.search, sample) > 0.3 and varied else None


def _numbering(column: Column) -> str | None:
    """Whole numbers, all different: a number for each row, or an identifier by its name."""
    if column.kind != "number" or column.distinct < column.present or column.present < MIN_DISTINCT:
        return None
    numbers = column.series.dropna().to_numpy(dtype=np.float64)
    if not np.array_equal(numbers, np.trunc(numbers)):
        return None
    if numbers.max() - numbers.min() + 1 == column.present:
        return "it only numbers the rows"
    if numbers.min() > LARGEST_WHOLE or _is_numbering(column.name) or names_identifier(column.name):
        return "it is an identifier, different in every row"
    return None


def _is_numbering(name: str) -> bool:
    """Whether a name says that the column numbers something: `serial no`, but not `no of rooms` or `price index`."""
    said = word_list(name)
    if not said or said[-1] not in _NUMBERINGS:
        return said[:1] == ["unnamed"]
    return said[-1] not in {"index", "idx"} or set(said[:-1]) <= _INDEXED


def _repeated_codes(column: Column) -> str | None:
    """Codes that several rows share: their rows belong together, which is what --groups is for."""
    return reason_for_codes(column) if holds_codes(column) else None


def _nearly_numbers(column: Column) -> str | None:
    """Numbers among which a few texts stand, so that nearly every row is a category of its own."""
    if column.kind != "text" or column.distinct < MIN_DISTINCT or not _is_unique(column):
        return None
    strays = stray_texts([str(value) for value in column.series.dropna().unique()])
    are = "is none" if len(strays) == 1 else "are none"
    return f"{NUMBERS_BUT} for {counted(len(strays), 'value')} that {are}" if strays else None


def _unique_text(column: Column) -> str | None:
    if column.kind != "text" or column.distinct < MIN_DISTINCT or not _is_unique(column):
        return None
    if is_free_text(column):
        return None
    sample = [str(value) for value in column.series.dropna().head(LOOKED_AT)]
    if _share(_WITH_UNIT.fullmatch, sample) == 1:
        return "it holds numbers with text such as units behind them; plain numbers would be used"
    if column.distinct == column.present:
        return "its values are all different, as those of identifiers are"
    if column.missing > column.present:
        gaps = percent(column.missing / len(column.series))
        return f"it is missing in {gaps} of the rows and nearly always different in the others"
    return f"it has {column.distinct:,} different values in {column.present:,} rows, too many to learn from"


_CHECKS: tuple[Callable[[Column], str | None], ...] = (
    reason_of_nothing,
    _personal,
    _numbering,
    _repeated_codes,
    _nearly_numbers,
    _unique_text,
)


def _is_unique(column: Column) -> bool:
    return column.distinct > UNIQUE_SHARE * column.present


def _share(matches: Callable[[str], object], sample: list[str]) -> float:
    return sum(matches(value) is not None for value in sample) / len(sample) if sample else 0.0
