"""Parquet files: names and rows, read by pyarrow."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.datasets.tabular.plain_types import frame_of
from reportgen.datasets.tabular.table_format import (
    TABLE_FORMATS,
    TableFile,
    TableFormat,
    missing_library,
    refuse_repeated_names,
)
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

PARQUET_MAGIC = b"PAR1"


@dataclass(frozen=True, kw_only=True)
class ParquetFile(TableFile):
    """A Parquet file, its schema read."""

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":  # noqa: ARG002  # types are in the file
        """Return all rows; names that pandas gave to rows come as columns."""
        import pandas as pd
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            frame = frame_of(pq.read_table(self.path))
        except (ValueError, OSError, pa.ArrowException) as error:
            raise InputError(_damaged(self.path, error)) from error
        frame.columns = pd.Index([str(name) for name in frame.columns])
        return frame[list(self.names)]


def is_parquet(path: Path) -> bool:
    """Whether the file begins like a Parquet file."""
    with path.open("rb") as file:
        return file.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC


def examine(path: Path) -> ParquetFile:
    """Read the names of the columns; refuse damaged files, no rows, and names that occur twice."""
    if not is_parquet(path):
        raise InputError(f"`{path}` is not what its name says: it does not begin as a Parquet file does.")
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise missing_library(path, "Parquet", "pyarrow", "parquet") from None
    try:
        metadata = pq.read_metadata(path)
        names = pq.read_schema(path).names
    except (ValueError, OSError, pa.ArrowException) as error:
        raise InputError(_damaged(path, error)) from error
    refuse_repeated_names(names, path)
    if metadata.num_rows == 0:
        raise InputError(f"`{path}` has columns but no rows.")
    named = tuple(name for name in names if not name.startswith("__index_level_"))
    return ParquetFile(path=path, title="Parquet file", names=named)


def _damaged(path: Path, error: Exception) -> str:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"`{path}` is damaged or cut short: it cannot be read as Parquet ({reason}). Get the file again."


TABLE_FORMATS.register(
    TableFormat("parquet", "Parquet", frozenset({".parquet", ".pq", ".parq"}), examine, is_parquet)
)
