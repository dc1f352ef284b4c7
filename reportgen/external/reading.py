"""Files of predictions read into tables of single values, whatever their format."""

from pathlib import Path

from reportgen.bundle.bundle_files import refuse_special
from reportgen.config.byte_sizes import parse_size
from reportgen.datasets.opened_table import TableName, opened_table
from reportgen.datasets.tabular.encoding import detect_encoding, open_bytes
from reportgen.datasets.tabular.json_text import JsonError, decode
from reportgen.datasets.tabular.place import find_place
from reportgen.errors import InputError
from reportgen.external.array_file import read_arrays
from reportgen.external.nested_columns import flattened, longest_list
from reportgen.external.prediction_table import PredictionTable
from reportgen.progress import Progress


def read_predictions(name: str, max_size: str, format_in: str | None, progress: Progress) -> PredictionTable:
    """Return the table in a file, at an address or on standard input.

    Raises
    ------
    InputError
        If it is not there, of no format known, damaged or empty.
    """
    path = Path(name).expanduser()
    if find_place(name) is None:
        if not path.exists():
            raise InputError(f"--predictions: there is no file `{name}`.")
        refuse_special(path)
        if path.suffix.lower() == ".npz":
            return read_arrays(path)
        if path.suffix.lower() == ".json" and (nested := _nested_json(path)) is not None:
            return nested
    with opened_table(
        TableName(name, format_in=format_in, max_bytes=parse_size(max_size)), progress
    ) as opened:
        frame, notes = opened.file.read_noted(frozenset())
        frame, dropped = flattened(frame)
        notes = (
            *opened.file.notes,
            *notes,
            *(f"“{own}” holds lists, and is not looked at." for own in dropped),
        )
        return PredictionTable.of(opened.name, opened.title, frame, notes)


def _nested_json(path: Path) -> PredictionTable | None:
    """Return the longest list of objects inside the objects of a file; None where its outermost value is a table."""
    import pandas as pd

    encoding, _ = detect_encoding(path)
    try:
        with open_bytes(path) as file:
            value = decode(file.read().decode(encoding).removeprefix("\ufeff"))
    except (JsonError, UnicodeDecodeError):
        return None  # the reader of tables says what is wrong
    if not isinstance(value, dict) or any(isinstance(inner, list) for inner in value.values()):
        return None
    rows = longest_list(value)
    if rows is None:
        return None
    frame, _ = flattened(pd.DataFrame(rows))
    return PredictionTable.of(path.name, f"JSON file {path.name}", frame)
