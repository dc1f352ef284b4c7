"""What stands for a missing value in files of text."""

from collections.abc import Iterable, Sequence

#: Taken as missing wherever they are all of a value, in any case: what spreadsheets, pandas, R and databases write.
GAPS = frozenset({
    "", "na", "n/a", "#n/a", "#na", "#n/a n/a", "<na>", "(na)", "na_character_", "na_integer_", "na_real_",
    "nan", "-nan", "nat", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "null", "(null)", "<null>", "[null]", "\\n",
    "none", "?", "#value!", "#div/0!", "#ref!", "#name?", "#num!", "#null!", "#calc!", "#spill!", "#getting_data",
})  # fmt: skip

#: The same for answers, where "None" is a class ("no disorder"), not a gap.
ANSWER_GAPS = GAPS - {"none"}


def _spellings(gaps: Iterable[str]) -> tuple[str, ...]:
    """The usual cases of each, for a reader that knows no others; blanks and rarer cases are found afterwards."""
    own = {"NaN", "-NaN", "NaT", "N/a", "n/A", "#N/a", "NA_character_", "NA_integer_", "NA_real_"}
    cases = {case(gap) for gap in gaps for case in (str.lower, str.upper, str.capitalize, str.title)}
    return tuple(sorted(cases | own))


MARKERS = _spellings(GAPS)
ANSWER_MARKERS = _spellings(ANSWER_GAPS)

#: Taken as missing only among numbers or dates, where they cannot be values; compared in lower case.
MARKERS_AMONG_NUMBERS = GAPS | {
    "-", "--", "---", "\u2013", "\u2014", ".", "..", "...", "*", "n.a.", "n.a", "n. a.", "k.a.", "k. a.", "s.o.",
    "nil", "unknown", "missing", "not available", "undefined", "tba", "tbd",
}  # fmt: skip

#: Marks for missing make a column of numbers or dates only where at least this share of the distinct values are some.
VALUE_SHARE = 0.5


def is_mark(text: str) -> bool:
    """Return whether a text among numbers or dates stands for missing."""
    return text.strip().lower() in MARKERS_AMONG_NUMBERS


def marks_among(distinct: Sequence[str]) -> list[str] | None:
    """Return the distinct texts that stand for missing if the others are numbers or dates; None where they are most."""
    marks = [text for text in distinct if is_mark(text)]
    return None if len(marks) > (1 - VALUE_SHARE) * len(distinct) else marks
