"""What a format of tables must do: tell its files by name or content, give the columns' names, read the rows."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.bundle.value_text import ticked
from reportgen.errors import InputError
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
    """

    path: Path
    title: str
    names: tuple[str, ...]
    codes: frozenset[str] = frozenset()
    decimal_comma: bool = False
    gaps: frozenset[str] = frozenset()
    headless: bool = False
    notes: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class TableFormat:
    """A format of tables.

    Attributes
    ----------
    id : str
    title : str
        As lists of formats name it: `Parquet`.
    suffixes : frozenset of str
        Endings of file names, in lower case with the dot. They decide; a `.gz` after them is looked past.
    examine : callable
        Returns the TableFile of a path; raises InputError where the content is not what the name says, there is no
        row, or a column's name occurs twice.
    recognises : callable, optional
        Whether a file of any other name holds this format, by how it begins.
    """

    id: str
    title: str
    suffixes: frozenset[str]
    examine: Callable[[Path], TableFile]
    recognises: Callable[[Path], bool] | None = None


TABLE_FORMATS: Registry[TableFormat] = Registry(
    "table_formats", "reportgen.datasets.table_formats", sort=lambda known: known.id
)


def find_table_format(path: Path) -> TableFormat | None:
    """Return the format of a file by its name, else by its content; None where no format knows it."""
    suffix = _suffix(path)
    by_name = next((known for known in TABLE_FORMATS if suffix in known.suffixes), None)
    if by_name is not None:
        return by_name
    return next((known for known in TABLE_FORMATS if known.recognises and known.recognises(path)), None)


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else "".join(suffixes[-1:])


def refuse_repeated_names(names: Sequence[str], path: Path) -> None:
    """Raise an InputError that lists the column names that occur more than once."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise InputError(
            f"`{path}` has several columns called {ticked(twice)}. Give each column a name of its own."
        )
