"""Column: the values of one column as models can take them, what kind they are, and what was done to them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

ColumnKind = Literal["number", "boolean", "date", "text", "ordered", "free text", "other"]

#: The kind of text that models learn from by its words.
FREE_TEXT: Literal["free text"] = "free text"


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table, cleaned.

    Attributes
    ----------
    name : str
    series : Series
        Numbers (missing is NaN), booleans, datetime64 without time zone, text, or for ordered categories a pandas
        Categorical of text; `other` is left as it was.
    kind : {"number", "boolean", "date", "text", "ordered", "free text", "other"}
        A boolean column with gaps holds 1.0, 0.0 and NaN. `text` is taken as categories, `free text` by its words.
    missing, distinct : int
        Rows without a value, and different values among the others.
    note : str, optional
        What was done to the values, as a sentence without a subject: "Read as dates, day first."
    infinite : int
        Values that were infinite and are now missing.
    """

    name: str
    series: "pd.Series[Any]"
    kind: ColumnKind
    missing: int
    distinct: int
    note: str | None = None
    infinite: int = 0

    @property
    def present(self) -> int:
        """Rows that have a value."""
        return len(self.series) - self.missing
