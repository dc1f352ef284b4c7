"""Standard input: kept in a file for as long as it is read, because formats look at it more than once."""

import sys
from pathlib import Path

from reportgen.datasets.tabular.limited_copy import CHUNK_BYTES, write_limited
from reportgen.datasets.tabular.place import PLACES, TablePlace
from reportgen.errors import InputError
from reportgen.progress import Progress

NAME = "standard input"


def is_standard_input(name: str) -> bool:
    """Whether a name stands for standard input."""
    return name == "-"


def keep_standard_input(name: str, folder: Path, max_bytes: int, progress: Progress) -> Path:  # noqa: ARG001
    """Write what another program pipes in to a file."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or sys.stdin.isatty():
        raise InputError("`-` is standard input, but nothing is piped in: cat data.csv | reportgen ...")
    path = folder / NAME
    write_limited(lambda: stream.read(CHUNK_BYTES), path, max_bytes, NAME)
    if not path.stat().st_size:
        raise InputError(f"`{NAME}` is empty.")
    return path


PLACES.register(
    TablePlace(
        "standard_input",
        "a table from standard input: `--dataset - --format-in csv`",
        is_standard_input,
        keep_standard_input,
    )
)
