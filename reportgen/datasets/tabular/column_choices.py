"""What options say of the columns of a table besides their parts: which are learnt from, and taken as what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from reportgen.config.column_options import AskedKind, parse_kind, parse_order
from reportgen.datasets.dataset import DataRequest


@dataclass(frozen=True)
class ColumnChoices:
    """What was asked for.

    Attributes
    ----------
    dropped : tuple of str
        Columns that are not learnt from.
    kept : tuple of str
        The only ones that are learnt from; empty where all are.
    kinds : dict of str to str
        What columns are taken as.
    orders : dict of str to tuple of str
        The values of ordered categories, lowest first; such columns are among `kinds`.
    """

    dropped: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    kinds: dict[str, AskedKind] = field(default_factory=dict)
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def reason_to_withhold(self, name: str) -> str | None:
        """Return why an option leaves a column out, as words that follow "because"; None where none does."""
        if name in self.dropped:
            return "--drop names it"
        if self.kept and name not in self.kept:
            return "it is not among the columns of --keep"
        return "it is an identifier (--as)" if self.kinds.get(name) == "id" else None

    def wants(self, name: str) -> bool:
        """Return whether a column is learnt from whatever it looks like."""
        return name in self.kept or name in self.kinds


#: Where no option says anything.
NO_CHOICES = ColumnChoices()


def column_choices(request: DataRequest, names: Collection[str]) -> ColumnChoices:
    """Return what the options say, not yet checked against the names of the columns."""
    kinds = dict(map(parse_kind, request.kinds))
    orders = dict(parse_order(text, names) for text in request.orders)
    return ColumnChoices(
        dropped=_split(request.drop, names),
        kept=_split(request.keep, names),
        kinds={**kinds, **dict.fromkeys(orders, "ordered")},
        orders=orders,
    )


def chosen_columns(request: DataRequest, names: Collection[str]) -> list[tuple[str, str]]:
    """Return (option, column) for each column that the options name, in the order given."""
    return [
        *(("--drop", name) for name in _split(request.drop, names)),
        *(("--keep", name) for name in _split(request.keep, names)),
        *(("--as", parse_kind(text)[0]) for text in request.kinds),
        *(("--order", parse_order(text, names)[0]) for text in request.orders),
    ]


def _split(texts: Sequence[str], names: Collection[str]) -> tuple[str, ...]:
    """Divide texts at commas, but for those that are a column's name as they stand."""
    parts = (part for text in texts for part in ([text] if text in names else text.split(",")))
    return tuple(part if part in names else part.strip() for part in parts if part.strip())
