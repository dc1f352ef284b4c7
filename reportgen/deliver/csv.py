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

#: What a spreadsheet would take for a formula: these at the beginning, unless it is a number.
_FORMULA = re.compile(r"^(?!\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$)[=+\-@\t\r]")


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
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text


FORMATS.register(Format("csv", "all scores, a row a figure", "scores.csv", write))
