"""The columns that options name: found, or refused with the nearest name."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.bundle.value_text import NAMED, ticked
from reportgen.datasets.dataset import DataRequest
from reportgen.datasets.tabular.column_choices import (
    NO_CHOICES,
    ColumnChoices,
    chosen_columns,
    column_choices,
)
from reportgen.errors import InputError, nearest

#: Columns that a message lists; a user looks for one of them.
LISTED = 30

#: Options that may name the same column.
_TOGETHER = (
    frozenset({"--keep", "--as", "--order"}),
    frozenset({"--time", "--as"}),
    *(frozenset({"--show", option}) for option in ("--groups", "--time", "--split-column", "--drop")),
)


@dataclass(frozen=True)
class NamedColumns:
    """The targets, and the columns that options take out of the features."""

    targets: tuple[str, ...]
    groups: str | None
    time: str | None
    split: str | None
    choices: ColumnChoices = NO_CHOICES
    shown: str | None = None

    @property
    def roles(self) -> dict[str, str]:
        """The role of each named column, by its name."""
        targets = ((name, "target") for name in self.targets)
        pairs = (
            *targets,
            (self.shown, "shown"),
            (self.groups, "group"),
            (self.time, "time"),
            (self.split, "split"),
        )
        return {name: role for name, role in pairs if name is not None}


def find_columns(request: DataRequest, names: Sequence[str], *, headless: bool = False) -> NamedColumns:
    """Return the named columns; a missing or repeated one is an InputError that lists what there is.

    Parameters
    ----------
    request : DataRequest
    names : sequence of str
        The columns of the table.
    headless : bool
        Whether its first line looks like data, which a message then says.
    """
    hint = " Its first line looks like data: put a line with names above it." if headless else ""
    if not request.target:
        raise InputError(
            f"`{request.dataset}` is a table: say which column is the target, with --target. "
            f"It has {ticked(names, LISTED)}.{hint}"
        )
    options = (
        *(("--target", name) for name in request.target),
        ("--groups", request.groups),
        ("--time", request.time),
        ("--split-column", request.split_column),
        ("--show", request.show),
    )
    given = [(option, name) for option, name in options if name is not None]
    given += chosen_columns(request, names)
    for option, name in given:
        if name not in names:
            raise InputError(
                f"{option}: `{request.dataset}` has no column `{name}`.{nearest(name, names)} "
                f"It has {ticked(names, LISTED)}.{hint}"
            )
    _refuse_repeated(given)
    choices = column_choices(request, names)
    return NamedColumns(
        request.target, request.groups, request.time, request.split_column, choices, request.show
    )


def _refuse_repeated(given: Sequence[tuple[str, str]]) -> None:
    for _, name in given:
        options = [option for option, other in given if other == name]
        if len(options) > len(set(options)):
            raise InputError(f"{options[0]} names the column `{name}` twice. Once is enough.")
        if len(options) > 1 and not any(set(options) <= together for together in _TOGETHER):
            raise InputError(
                f"{' and '.join(options[:NAMED])} name the same column, `{name}`. It can play one part only."
            )
