"""Tables that a library gives as Arrow tables: their names are known at once, their rows read when they are needed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.datasets.tabular.limited_copy import too_large
from reportgen.datasets.tabular.plain_types import frame_of
from reportgen.datasets.tabular.table_format import TableFile, refuse_repeated_names
from reportgen.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class ArrowTable(TableFile):
    """A table whose rows `load` returns.

    `what` is the format, as messages on damage name it.
    """

    what: str
    load: "Callable[[], pa.Table]"

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":  # noqa: ARG002  # types are in the file
        """Return all rows; names that pandas gave to rows come as columns."""
        import pandas as pd

        try:
            frame = frame_of(self.load())
        except read_errors() as error:
            raise damaged(self.path, self.what, error) from error
        frame.columns = pd.Index([str(name) for name in frame.columns])
        return frame[list(self.names)]


def read_errors() -> tuple[type[Exception], ...]:
    """What Arrow raises of files that it cannot read."""
    import pyarrow as pa

    return (ValueError, OSError, pa.ArrowException)


def column_names(names: list[str], path: Path) -> tuple[str, ...]:
    """Return the names of columns without pandas' numbers of rows; repeated ones are refused."""
    refuse_repeated_names(names, path)
    return tuple(name for name in names if not name.startswith("__index_level_"))


def damaged(path: Path, what: str, error: Exception) -> InputError:
    """Return the error for a file that begins as its format does and cannot be read, or has types that cannot."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, NotImplementedError):
        return InputError(
            f"`{path}` holds what cannot be read as {what}: {reason}. Save it with other types."
        )
    return InputError(
        f"`{path}` is damaged or cut short: it cannot be read as {what} ({reason}). Get the file again."
    )


def limited(
    batches: "Iterable[pa.RecordBatch]", schema: "pa.Schema", max_bytes: int, path: Path
) -> "pa.Table":
    """Return the table of batches that come one by one; more than `max_bytes` in memory is an InputError."""
    import pyarrow as pa

    kept, done = [], 0
    for batch in batches:
        done += max(batch.nbytes, batch.num_rows)  # of nothing but gaps no bytes are stored
        if done > max_bytes:
            raise too_large(path, max_bytes)
        kept.append(batch)
    return pa.Table.from_batches(kept, schema)
