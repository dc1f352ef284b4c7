"""What stands for a missing value in files of text."""

#: Taken as missing wherever they are all of a value: what spreadsheets, pandas, R and databases write.
MARKERS = (
    "", "NA", "N/A", "n/a", "#N/A", "#NA", "#N/A N/A", "<NA>", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "None",
    "?", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN", "#VALUE!", "#DIV/0!", "#REF!", "#NAME?", "#NUM!",
)  # fmt: skip

#: The same for answers, where "None" is a class ("no disorder"), not a gap.
ANSWER_MARKERS = tuple(marker for marker in MARKERS if marker != "None")

#: Taken as missing only among numbers or dates, where they cannot be values; compared in lower case.
MARKERS_AMONG_NUMBERS = frozenset({
    "-", "--", "---", ".", "..", "*", "n.a.", "n.a", "none", "nil", "unknown", "missing", "not available", "na",
})  # fmt: skip
