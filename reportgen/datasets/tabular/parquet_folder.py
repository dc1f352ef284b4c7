"""Folders of Parquet files as one table: the columns of all files, and those that names such as `year=2024` give."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reportgen.bundle.value_text import quoted
from reportgen.datasets.tabular.arrow_table import damaged, read_errors
from reportgen.datasets.tabular.table_format import refuse_repeated_names
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as arrow_dataset

SUFFIXES = frozenset({".parquet", ".pq", ".parq"})

#: Endings of files that lie beside tables without being a part of them.
BESIDE = frozenset({".crc", ".md", ".txt"})

#: Folders of programs that say in them which of the files still count.
LOGS = {"_delta_log": "Delta Lake", ".hoodie": "Apache Hudi", "_spark_metadata": "Spark's streams"}

#: What a subfolder is called where its column has no value.
GAP = "__HIVE_DEFAULT_PARTITION__"


def is_parquet_folder(path: Path) -> bool:
    """Whether a folder holds Parquet files, at any depth, and no others but those that programs leave beside them."""
    found = False
    for file in _files(path):
        suffix = file.suffix.lower()
        if suffix not in SUFFIXES | BESIDE:
            return False
        found = found or suffix in SUFFIXES
    return found


def list_parts(folder: Path) -> list[Path]:
    """Return the Parquet files of a folder by their paths; one whose log says which of them count is refused."""
    if of := next((of for name, of in LOGS.items() if (folder / name).is_dir()), None):
        raise InputError(
            f"`{folder}` is a table of {of}, whose log says which of its files still count. Export it as plain Parquet."
        )
    return sorted(file for file in _files(folder) if file.suffix.lower() in SUFFIXES)


def _files(folder: Path) -> Iterator[Path]:
    """All files that are not hidden, nor in a hidden folder; links to folders are not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] not in "._"]
        yield from (Path(place, name) for name in names if name[0] not in "._")


def join_parts(folder: Path, parts: list[Path]) -> "arrow_dataset.Dataset":
    """Return the data set of files: a column that some of them lack has gaps there.

    Raises
    ------
    InputError
        If a file is damaged or names a column twice, or a column is of types that do not fit together.
    """
    import pyarrow as pa
    import pyarrow.dataset as arrow_dataset
    from pyarrow import fs

    schema = _schema(parts)
    keys = _keys(folder, parts, set(schema.names))
    factory = arrow_dataset.FileSystemDatasetFactory(
        fs.LocalFileSystem(),
        [str(part) for part in parts],
        arrow_dataset.ParquetFileFormat(),
        arrow_dataset.FileSystemFactoryOptions(
            partition_base_dir=str(folder), partitioning=arrow_dataset.HivePartitioning(keys)
        ),
    )
    return factory.finish(pa.schema([*schema, *keys]))


def folder_notes(folder: Path, parts: list[Path]) -> tuple[str, ...]:
    """Return a note where subfolders were joined whose names give no column: `train` and `test` for instance."""
    steps = [part.relative_to(folder).parts[:-1] for part in parts]
    names = sorted({step for inner in steps for step in inner if "=" not in step})
    if len(names) < 2:
        return ()
    return (f"The files of the subfolders {quoted(names)} were read as one table.",)


def _schema(parts: list[Path]) -> "pa.Schema":
    """The columns of all files; categories in some of them are text where they are text in others."""
    import pyarrow as pa

    schemas = {part: _schema_of(part) for part in parts}
    try:
        return _unified(list(schemas.values()))
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        decoded = {part: _decoded(schema) for part, schema in schemas.items()}
    joined, first = next(iter(decoded.values())), parts[0]
    for part, schema in decoded.items():
        try:
            joined = _unified([joined, schema])
        except (pa.ArrowTypeError, pa.ArrowInvalid) as error:
            reason = str(error).splitlines()[0].removeprefix("Unable to merge: ")
            raise InputError(
                f"`{part}` does not fit `{first.name}` and those after it: {reason}. "
                "Give the column one type in all files."
            ) from error
    return joined


def _schema_of(part: Path) -> "pa.Schema":
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(part)
    except read_errors() as error:
        raise damaged(part, "Parquet", error) from error
    refuse_repeated_names(schema.names, part)
    return schema.remove_metadata()


def _unified(schemas: "list[pa.Schema]") -> "pa.Schema":
    import pyarrow as pa

    return pa.unify_schemas(schemas, promote_options="permissive")


def _decoded(schema: "pa.Schema") -> "pa.Schema":
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(each.name, each.type.value_type if pa.types.is_dictionary(each.type) else each.type)
            for each in schema
        ]
    )


def _keys(folder: Path, parts: list[Path], present: set[str]) -> "pa.Schema":
    """The columns that subfolders are called after, unless the files hold them too.

    They are whole numbers if all values are, spelled as numbers are, else text.
    """
    import pyarrow as pa

    values: dict[str, set[str]] = {}
    for part in parts:
        for step in part.relative_to(folder).parts[:-1]:
            name, sign, value = step.partition("=")
            if sign and unquote(name) not in present:
                values.setdefault(unquote(name), set()).add(unquote(value))
    return pa.schema(
        [
            pa.field(name, pa.int64() if all(map(_is_number, found)) else pa.string())
            for name, found in values.items()
        ]
    )


def _is_number(value: str) -> bool:
    """Whether a value is a gap, or a whole number that its digits do not say more than: `2024`, but not `06001`."""
    return value == GAP or (re.fullmatch(r"0|-?[1-9][0-9]{0,17}", value) is not None)
