"""Parquet: single files, and folders of them, whose subfolders may be called `year=2024` (hive partitions)."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.datasets.tabular.arrow_table import ArrowTable, column_names, damaged, limited, read_errors
from reportgen.datasets.tabular.parquet_folder import (
    SUFFIXES,
    folder_notes,
    is_parquet_folder,
    join_parts,
    list_parts,
)
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableChoice,
    TableFormat,
    missing_library,
    refuse_repeated_names,
)
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as arrow_dataset

PARQUET_MAGIC = b"PAR1"


def is_parquet(path: Path) -> bool:
    """Whether the file begins like a Parquet file."""
    with path.open("rb") as file:
        return file.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC


def examine(path: Path) -> ArrowTable:
    """Read a file or folder, unless it unpacks to more than usual."""
    return examine_part(path, TableChoice())


def examine_part(path: Path, choice: TableChoice) -> ArrowTable:
    """Read the names of the columns; refuse damaged files, no rows, and names that occur twice."""
    if choice.table is not None:
        raise InputError(f"--table names one of several tables, but `{path}` is Parquet, which holds one.")
    parts = list_parts(path) if path.is_dir() else [path]
    for part in parts:
        if not is_parquet(part):
            raise InputError(f"`{part}` is not what its name says: it does not begin as a Parquet file does.")
    try:
        import pyarrow as pa  # noqa: F401  # asked for here, to say how to get it
    except ImportError:
        raise missing_library(path, "Parquet", "pyarrow", "parquet") from None
    try:
        found = join_parts(path, parts) if path.is_dir() else _single(path)
        n_rows = found.count_rows()
    except read_errors() as error:
        raise damaged(path, "Parquet", error) from error
    names = column_names(found.schema.names, path)
    if n_rows == 0:
        raise InputError(f"`{path}` has columns but no rows.")
    return ArrowTable(
        path=path,
        title="folder of Parquet files" if path.is_dir() else "Parquet file",
        names=names,
        what="Parquet",
        load=partial(_load, found, choice.max_bytes, path),
        notes=folder_notes(path, parts) if path.is_dir() else (),
    )


def _single(path: Path) -> "arrow_dataset.Dataset":
    import pyarrow.dataset as arrow_dataset
    import pyarrow.parquet as pq

    refuse_repeated_names(pq.read_schema(path).names, path)  # of which no data set is made
    return arrow_dataset.dataset(path, format="parquet")


def _load(found: "arrow_dataset.Dataset", max_bytes: int, path: Path) -> "pa.Table":
    import pyarrow as pa

    try:
        return limited(found.to_batches(), found.schema, max_bytes, path)
    except pa.ArrowInvalid as error:
        if not path.is_dir() or "not in range" not in str(error):
            raise
        raise InputError(
            f"`{path}` holds files in which a column has several types, and none of them holds all values: "
            f"{str(error).splitlines()[0]}. Give the column one type in all files."
        ) from error


TABLE_FORMATS.register(
    TableFormat(
        "parquet", "Parquet", SUFFIXES, examine, is_parquet, examine_part, recognises_folder=is_parquet_folder
    )
)
