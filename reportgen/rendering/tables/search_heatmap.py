"""Two searched parameters as a table: the mean score of each pair of values, the better the darker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportgen.bundle.search_records import Search
from reportgen.figures.search import is_matrix
from reportgen.wording.grammar import Name, label

#: Shades of the style sheet, palest first.
SHADES = 5


@dataclass(frozen=True)
class HeatCell:
    """A mean as shown, its shade from 1 on (0 for none), and whether this pair was chosen."""

    text: str
    shade: int
    chosen: bool


@dataclass(frozen=True)
class HeatRow:
    """One value of the first parameter."""

    name: Name
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatTable:
    """Rows are values of the parameter `down`, columns of `across`."""

    down: str
    across: str
    heads: tuple[Name, ...]
    rows: tuple[HeatRow, ...]


def heat_table(search: Search, text: Callable[[float | None], str]) -> HeatTable | None:
    """Return the table of a search over two parameters; None where it is drawn parameter by parameter."""
    if not is_matrix(search):
        return None
    down, across = search.parameters
    rows, columns = (_distinct(search, name) for name in (down, across))
    cells = {
        (repr(c.parameters[down]), repr(c.parameters[across])): (c.mean, c.chosen) for c in search.candidates
    }
    order = {
        mean: place for place, mean in enumerate(sorted({m for m, _ in cells.values() if m is not None}))
    }

    def cell(row: Any, column: Any) -> HeatCell:
        mean, chosen = cells.get((repr(row), repr(column)), (None, False))
        shade = 0 if mean is None else 1 + (SHADES - 1) * order[mean] // max(1, len(order) - 1)
        return HeatCell(text(mean), shade, chosen)

    return HeatTable(
        down,
        across,
        tuple(label(str(value)) for value in columns),
        tuple(HeatRow(label(str(row)), tuple(cell(row, column) for column in columns)) for row in rows),
    )


def _distinct(search: Search, name: str) -> list[Any]:
    """Return the values of a parameter in order, numbers by size and everything else by its text."""
    found = {repr(c.parameters[name]): c.parameters[name] for c in search.candidates}
    values = list(found.values())
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=str)
