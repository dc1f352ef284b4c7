"""Places of tables that are no files here, such as standard input: what each must do to be read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reportgen.config.addresses import is_address, shown_address
from reportgen.datasets.tabular.table_format import TableFile
from reportgen.errors import InputError
from reportgen.progress import Progress
from reportgen.registry import Registry


class Fetch(Protocol):
    """Brings a table from its place into a folder."""

    def __call__(self, name: str, folder: Path, max_bytes: int, progress: Progress) -> Path | TableFile:
        """Return the file in `folder` that now holds it, named as a reader knows it, or the table itself.

        Raises
        ------
        InputError
            If it cannot be had, or holds more than `max_bytes`.
        """


@dataclass(frozen=True)
class TablePlace:
    """A kind of place.

    Attributes
    ----------
    id : str
    title : str
        One line for `reportgen list datasets`: how it is named, and what it is.
    answers : callable
        Whether a name, such as `-` or `s3://bucket/file.csv`, is of this kind.
    fetch : callable
    """

    id: str
    title: str
    answers: Callable[[str], bool]
    fetch: Fetch


PLACES: Registry[TablePlace] = Registry("places", "reportgen.datasets.places", sort=lambda place: place.id)


def find_place(name: str) -> TablePlace | None:
    """Return the place that a name stands for, None where it is a path or an id.

    Raises
    ------
    InputError
        If it is an address of a kind that no place reads, such as `ftp://host/data.csv`.
    """
    found = next((place for place in PLACES if place.answers(name)), None)
    if found is None and "://" in name and is_address(name):
        raise InputError(
            f"`{shown_address(name)}` is an address of a kind that is not read. Give a path, or an address "
            "that begins with https://, s3://, gs:// or az://."
        )
    return found
