"""All scores as a table, a row a figure, at full precision."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from reportgen.bundle.schema import Score
from reportgen.deliver.format_spec import FORMATS, Delivery, Format

#: The fields of a score in the order of the bundle, the analysis before and the results' digest behind them.
COLUMNS = ("analysis", *Score.__struct_fields__, "results_digest")

#: Where a spreadsheet may begin a cell: at the beginning, and where its region divides at semicolons, tabs or lines.
_PIECES = re.compile(r"([;\t\r\n])")

#: Signs that begin a formula, in any width, behind whatever a spreadsheet takes off before it looks.
_FORMULA = re.compile(
    r"[\s\x00-\x1f\x7f-\xa0\u200b-\u200f\u2060\ufeff'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b]"
)
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


def write(delivery: Delivery) -> bytes:
    """Return the table in UTF-8, empty cells for what does not apply."""
    record = delivery.bundle.record
    lines = [_line(COLUMNS)]
    for analysis in record.analyses:
        for score in analysis.scores:
            fields = msgspec.structs.astuple(score)
            lines.append(_line([_cell(v) for v in (analysis.id, *fields, record.run.results_digest)]))
    return "".join(lines).encode()


def _line(cells: Sequence[str]) -> str:
    """Return a row, ended by a line feed alone."""
    text = io.StringIO()
    # Where rows end in "\n", older versions of Python leave a cell with "\r" without quotes: two rows to most readers.
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: Any) -> str:
    """Return a value as text: numbers in full, and text so that no spreadsheet runs it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    return guarded(str(value))


def guarded(text: str) -> str:
    """Return text with an apostrophe before all that a spreadsheet would compute; numbers stay numbers."""
    pieces = _PIECES.split(text)
    safe = "".join(f"'{piece}" if _is_formula(piece) else piece for piece in pieces)
    return f"'{safe}" if text[:1] in ("\t", "\r", "\n") else safe


def _is_formula(piece: str) -> bool:
    return bool(_FORMULA.match(piece)) and not _NUMBER.fullmatch(piece)


FORMATS.register(Format("csv", "all scores, a row a figure", "scores.csv", write))
