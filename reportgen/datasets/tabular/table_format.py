"""What a format of tables must do: tell its files by name or content, give the columns' names, read the rows."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError, nearest
from reportgen.registry import Registry

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class TableFile(ABC):
    """A file that holds a table: its columns are known, its rows not yet read.

    Attributes
    ----------
    path : Path
    title : str
        What kind of file it is, for a reader: `CSV file`.
    part : str
        Where the file holds several tables, which one this is, for a reader: `sheet visits`.
    names : tuple of str
        Of the columns, each once.
    codes : frozenset of str
        Columns whose digits are codes, such as postcodes, and stay text.
    decimal_comma : bool
        Whether "1,234" in this file is more likely one and a bit than a thousand and a bit.
    gaps : frozenset of str
        Texts that stand for a gap, in lower case, wherever `read` leaves them in; of a format that has types, none.
    headless : bool
        Whether what should be names looks like data, which messages then say.
    notes : tuple of str
        Sentences on how the file was read.
    default_target : tuple of str
        The columns that are the target where --target names none; empty where the data does not say.
    """

    path: Path
    title: str
    names: tuple[str, ...]
    part: str = ""
    codes: frozenset[str] = frozenset()
    decimal_comma: bool = False
    gaps: frozenset[str] = frozenset()
    headless: bool = False
    notes: tuple[str, ...] = ()
    default_target: tuple[str, ...] = ()

    @abstractmethod
    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":
        """Return all rows, with the columns `names` and the index 0, 1, ...

        A gap is None, NaN or what pandas has for it; lists and objects stay what they are. The columns in `as_text`
        are targets, whose spelling matters: a format without types returns them as the text that is in the file.

        Raises
        ------
        InputError
            If the file is damaged; the message says where.
        """

    def read_noted(self, as_text: frozenset[str]) -> "tuple[pd.DataFrame, tuple[str, ...]]":
        """Return all rows, and sentences on what only reading them could show."""
        return self.read(as_text), ()


@dataclass(frozen=True)
class TableChoice:
    """Which of several tables of a file to read, by its name or by a query, and the bytes that it may unpack to."""

    table: str | None = None
    query: str | None = None
    max_bytes: int = 8 * 10**9


@dataclass(frozen=True)
class TableFormat:
    """A format of tables.

    Attributes
    ----------
    id : str
    title : str
        As lists of formats name it: `Parquet`.
    suffixes : frozenset of str
        Endings of file names, in lower case with the dot. They decide; one such as `.gz` after them is looked past.
    examine : callable
        Returns the TableFile of a path; raises InputError where the content is not what the name says, there is no
        row, or a column's name occurs twice.
    recognises : callable, optional
        Whether a file of any other name holds this format, by how it begins.
    examine_part : callable, optional
        For files that may hold several tables: returns the chosen one; without a choice the only one, and where there
        are several raises an InputError that names them.
    takes_query : bool
        Whether a choice may be a query.
    recognises_folder : callable, optional
        Whether a folder as a whole is a table of this format.
    """

    id: str
    title: str
    suffixes: frozenset[str]
    examine: Callable[[Path], TableFile]
    recognises: Callable[[Path], bool] | None = None
    examine_part: Callable[[Path, TableChoice], TableFile] | None = None
    takes_query: bool = False
    recognises_folder: Callable[[Path], bool] | None = None

    def open(self, path: Path, choice: TableChoice) -> TableFile:
        """Return the table chosen; a choice that this format cannot follow is an InputError."""
        if choice.query is not None and not self.takes_query:
            raise InputError(f"--query is for databases, but `{path}` is {self.title}.")
        if choice.query is not None and choice.table is not None:
            raise InputError("--table and --query both say what to read: give one of them.")
        if self.examine_part is not None:
            return self.examine_part(path, choice)
        if choice.table is not None:
            raise InputError(
                f"--table names one of several tables, but `{path}` is {self.title}, which holds one."
            )
        return self.examine(path)


#: Endings of compressed files, which are looked past.
COMPRESSED = frozenset({".gz", ".gzip", ".bz2", ".xz", ".zst", ".zstd", ".zip"})

TABLE_FORMATS: Registry[TableFormat] = Registry(
    "table_formats", "reportgen.datasets.table_formats", sort=lambda known: known.id
)


def named_format(name: str) -> TableFormat:
    """Return the format that a user names, by its id or the ending of its files' names."""
    word = name.strip().lower().lstrip(".")
    for known in TABLE_FORMATS:
        if word == known.id or f".{word}" in known.suffixes:
            return known
    words = sorted({suffix.lstrip(".") for known in TABLE_FORMATS for suffix in known.suffixes})
    raise InputError(f"--format-in is `{name}`: give one of {', '.join(words)}.{nearest(word, words)}")


def find_table_format(path: Path) -> TableFormat | None:
    """Return the format of a file by its name, else by its content; None where no format knows it."""
    if path.is_dir():
        return next(
            (known for known in TABLE_FORMATS if known.recognises_folder and known.recognises_folder(path)),
            None,
        )
    suffix = _suffix(path)
    by_name = next((known for known in TABLE_FORMATS if suffix in known.suffixes), None)
    if by_name is not None:
        return by_name
    return next((known for known in TABLE_FORMATS if known.recognises and known.recognises(path)), None)


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return suffixes[-2] if len(suffixes) > 1 and suffixes[-1] in COMPRESSED else "".join(suffixes[-1:])


def choose_table(names: Sequence[str], choice: TableChoice, path: Path, what: str) -> str:
    """Return the name of the table to read: the one chosen, or the only one; `what` is a table or a sheet."""
    if choice.table is not None:
        if choice.table in names:
            return choice.table
        there = f"its {what}s are {ticked(names)}" if names else f"it has no {what}"
        raise InputError(
            f"`{path}` has no {what} called `{choice.table}`.{nearest(choice.table, names)} "
            f"{there[0].upper()}{there[1:]}."
        )
    if not names:
        raise InputError(f"`{path}` has no {what} with rows.")
    if len(names) > 1:
        raise InputError(f"`{path}` has several {what}s: {ticked(names)}. Name one: --table NAME.")
    return names[0]


def missing_library(path: Path, title: str, library: str, extra: str) -> InputError:
    """Return the error for a format whose library is not installed, with the extra that brings it."""
    return InputError(f"`{path}` is {title}, which needs {library}: pip install 'reportgen-eval[{extra}]'.")


def refuse_repeated_names(names: Sequence[str], path: Path) -> None:
    """Raise an InputError that lists the column names that occur more than once."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise InputError(
            f"`{path}` has several columns called {ticked(twice)}. Give each column a name of its own."
        )
