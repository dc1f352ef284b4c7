"""Tables that a library gives as frames of pandas: names known at once, rows read when they are needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.datasets.tabular.table_format import TableFile

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class FrameTable(TableFile):
    """A table whose rows, of the columns `names` among others, `load` returns."""

    load: "Callable[[], pd.DataFrame]"

    def read(self, as_text: frozenset[str]) -> "pd.DataFrame":  # noqa: ARG002  # types are in the file
        """Return all rows."""
        return self.load()[list(self.names)]
