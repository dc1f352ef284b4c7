"""Arrow's own files and streams, and Feather, read by pyarrow."""

import warnings
from functools import partial
from io import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.datasets.tabular.arrow_sizes import sizes_in_file, sizes_in_stream
from reportgen.datasets.tabular.arrow_table import ArrowTable, column_names, damaged, limited, read_errors
from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.datasets.tabular.table_format import TABLE_FORMATS, TableChoice, TableFormat, missing_library
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

#: How a file, a stream, and the first version of Feather begin.
FILE_MAGIC, STREAM_MAGIC, FEATHER_MAGIC = b"ARROW1", b"\xff\xff\xff\xff", b"FEA1"

#: How a stream ends, if its writer came to its end.
STREAM_END = STREAM_MAGIC + bytes(4)

NO_END = "The stream has no mark of its end, so that its last rows may be missing."


def is_arrow(path: Path) -> bool:
    """Whether a file of another name begins as one of Arrow or Feather; how streams begin says too little."""
    return _beginning(path).startswith((FILE_MAGIC, FEATHER_MAGIC))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(FILE_MAGIC))


def examine(path: Path) -> ArrowTable:
    """Read a file, unless it unpacks to more than usual."""
    return examine_part(path, TableChoice())


def examine_part(path: Path, choice: TableChoice) -> ArrowTable:
    """Read the names of the columns; refuse damaged files, no rows, and names that occur twice."""
    if choice.table is not None:
        raise InputError(f"--table names one of several tables, but `{path}` is Arrow, which holds one.")
    beginning = _beginning(path)
    if not beginning.startswith((FILE_MAGIC, FEATHER_MAGIC, STREAM_MAGIC)):
        raise InputError(
            f"`{path}` is not what its name says: it begins as no file of Arrow or Feather does."
        )
    try:
        import pyarrow as pa  # noqa: F401  # asked for here, to say how to get it
    except ImportError:
        raise missing_library(path, "Arrow", "pyarrow", "arrow") from None
    try:
        table = _read(path, beginning, choice.max_bytes)
        table.validate(full=True)  # what a damaged file points to is otherwise read wherever it is
    except read_errors() as error:
        raise damaged(path, "Arrow", error) from error
    names = column_names(table.schema.names, path)
    if table.num_rows == 0:
        raise InputError(f"`{path}` has columns but no rows.")
    notes = (NO_END,) if beginning.startswith(STREAM_MAGIC) and not _has_end(path) else ()
    load = partial(_same, table)
    return ArrowTable(path=path, title="Arrow file", names=names, what="Arrow", load=load, notes=notes)


def _same(table: "pa.Table") -> "pa.Table":
    return table


def _read(path: Path, beginning: bytes, max_bytes: int) -> "pa.Table":
    import pyarrow as pa

    if beginning.startswith(FEATHER_MAGIC):
        return _first_feather(path)
    is_file = beginning.startswith(FILE_MAGIC)
    # A batch is unpacked as a whole, so that sizes have to be known before.
    if sum(sizes_in_file(path) if is_file else sizes_in_stream(path)) > max_bytes:
        raise too_large(path, max_bytes)
    if not is_file:
        with pa.OSFile(str(path)) as source, pa.ipc.open_stream(source) as reader:
            return limited(reader, reader.schema, max_bytes, path)
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        batches = (reader.get_batch(number) for number in range(reader.num_record_batches))
        return limited(batches, reader.schema, max_bytes, path)


def _first_feather(path: Path) -> "pa.Table":
    """The table of a file of Feather's first version, which is not compressed."""
    try:
        from pyarrow import feather

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it will not be read for ever
            return feather.read_table(str(path), memory_map=False)
    except (ImportError, AttributeError, NotImplementedError):
        raise InputError(
            f"`{path}` is in the first version of Feather, which this pyarrow reads no longer. Save it as Parquet."
        ) from None


def _has_end(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(len(STREAM_END), path.stat().st_size), SEEK_END)
        return file.read() == STREAM_END


TABLE_FORMATS.register(
    TableFormat(
        "arrow",
        "Arrow and Feather",
        frozenset({".arrow", ".arrows", ".ipc", ".feather"}),
        examine,
        is_arrow,
        examine_part,
    )
)
