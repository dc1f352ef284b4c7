"""Opening the table that a name stands for, wherever it is and however it is packed, for as long as it is read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reportgen.bundle.value_text import listed
from reportgen.config.addresses import shown_address
from reportgen.config.byte_sizes import parse_size
from reportgen.datasets.dataset import DataRequest
from reportgen.datasets.tabular.place import find_place
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableChoice,
    TableFile,
    find_table_format,
    named_format,
)
from reportgen.datasets.unpacking import compression, unpacked
from reportgen.errors import InputError
from reportgen.progress import Progress


@dataclass(frozen=True)
class TableName:
    """What a user says of a table: where it is, and how it is read.

    Attributes
    ----------
    name : str
        A path, an address, `openml:61`, or `-` for standard input.
    table, query : str, optional
        Which of several tables in it.
    format_in : str, optional
        Its format, where its name and content do not tell.
    max_bytes : int
        The most that it may download or unpack to.
    """

    name: str
    table: str | None = None
    query: str | None = None
    format_in: str | None = None
    max_bytes: int = 8 * 10**9


@dataclass(frozen=True)
class OpenedTable:
    """A table that can be read; `title` says what it is, for a reader: `CSV file data.csv.gz`."""

    file: TableFile
    name: str
    title: str


def main_table(request: DataRequest) -> TableName:
    """Return what --dataset names."""
    most = parse_size(request.max_size)
    return TableName(request.dataset, request.table, request.query, request.format_in, most)


def test_table(request: DataRequest) -> TableName | None:
    """Return what --test-data names, None where it is not given; what is not there or contradicts it is refused."""
    name = request.test_data
    if name is None:
        return None
    if request.split_column is not None:
        raise InputError(
            "--test-data and --split-column each say which samples are the test. Give one of them."
        )
    if name == request.dataset == "-":
        raise InputError("--dataset and --test-data are both standard input. Give a file for one of them.")
    path = Path(name).expanduser()
    if find_place(name) is None:
        if not path.exists():
            raise InputError(f"--test-data: there is no file `{name}`.")
        if not is_table(path):
            raise InputError(f"--test-data: `{name}` is no table of a format known: {table_formats()}.")
    return TableName(name, table=request.test_table, max_bytes=parse_size(request.max_size))


@contextmanager
def opened_table(asked: TableName, progress: Progress) -> Iterator[OpenedTable]:
    """Open a table; messages raised while it is open speak of what the user named.

    Raises
    ------
    InputError
        If it cannot be had, unpacked, or is of no format known.
    """
    if asked.format_in is not None:
        named_format(asked.format_in)
    place = find_place(asked.name)
    if place is None:
        path = Path(asked.name).expanduser()
        with _unpacked(path, asked) as file:
            yield OpenedTable(file, path.name, _title(file, path.name))
        return
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        fetched = place.fetch(asked.name, Path(folder), asked.max_bytes, progress)
        if isinstance(fetched, TableFile):
            _refuse_choices(asked)
            yield OpenedTable(fetched, asked.name, fetched.title)
            return
        known_as = fetched.name if asked.name == "-" else shown_address(asked.name)
        try:
            with _unpacked(fetched, asked) as file:
                yield OpenedTable(file, fetched.name, f"{file.title} from {known_as}")
        except InputError as error:
            text = str(error).replace(str(fetched), known_as)
            raise InputError(text.replace(f"`{asked.name}`", f"`{known_as}`")) from error


def _refuse_choices(asked: TableName) -> None:
    """Raise an InputError where options choose how to read what is a single table already."""
    options = {"--table": asked.table, "--query": asked.query, "--format-in": asked.format_in}
    for option in [option for option, value in options.items() if value is not None]:
        raise InputError(f"{option} says how a file is read, but `{asked.name}` is a table. Leave it out.")


def _title(file: TableFile, name: str) -> str:
    """`CSV file t.csv`; in a file that holds several tables, the one that is read."""
    return f"{file.title} {name}" + (f", {file.part}" if file.part else "")


@contextmanager
def _unpacked(path: Path, asked: TableName) -> Iterator[TableFile]:
    with unpacked(path, asked.max_bytes, asked.table) as inner:
        form = named_format(asked.format_in) if asked.format_in else find_table_format(inner.path)
        if form is None:
            raise InputError(
                f"`{inner.path}` is no table of a format known: {table_formats()}. If it is one, "
                "say which: --format-in csv."
            )
        yield form.open(inner.path, TableChoice(inner.table, asked.query, asked.max_bytes))


def is_table(path: Path) -> bool:
    """Whether a format of tables knows the file or folder, by its name or content, or it is compressed."""
    return find_table_format(path) is not None or (path.is_file() and compression(path) is not None)


def table_formats() -> str:
    """Return the titles of all formats, for a sentence."""
    titles = [known.title for known in TABLE_FORMATS]
    return listed(titles, limit=len(titles))
