"""Tables in any format: one column is the target, the others become features or are left out with a reason."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, quoted, shortened
from reportgen.datasets.dataset import SOURCES, DataRequest, Dataset, Source
from reportgen.datasets.fingerprint import fingerprint_table
from reportgen.datasets.opened_table import (
    OpenedTable,
    is_table,
    main_table,
    opened_table,
    table_formats,
    test_table,
)
from reportgen.datasets.tabular.column import FREE_TEXT, Column, ColumnKind
from reportgen.datasets.tabular.column_roles import Role, assign_roles, code_notes, record, role_notes
from reportgen.datasets.tabular.column_values import read_column
from reportgen.datasets.tabular.decimal_marks import uses_decimal_comma
from reportgen.datasets.tabular.joined_tables import read_joined, unseen_note
from reportgen.datasets.tabular.missing_markers import ANSWER_GAPS
from reportgen.datasets.tabular.named_columns import NamedColumns, find_columns
from reportgen.datasets.tabular.repeated_codes import codes_of
from reportgen.datasets.tabular.table_format import TableFile
from reportgen.datasets.tabular.target_column import Targets, read_targets
from reportgen.datasets.tabular.typed_columns import SPELLED, texts_of, typed_column
from reportgen.errors import InputError
from reportgen.progress import Progress

if TYPE_CHECKING:
    import pandas as pd

#: What a target is called by numpy's kind of its type; everything else is numbers.
_KINDS: dict[str, ColumnKind] = {"b": "boolean", "O": "text"}


@dataclass(frozen=True, eq=False)
class _Table:
    """The rows that have a target value: the targets, and every other column with its part."""

    target_names: tuple[str, ...]
    targets: Targets
    roles: list[Role]
    shown: str | None
    train_size: int | None
    notes: tuple[str, ...]

    def columns(self, role: str) -> list[Column]:
        return [each.column for each in self.roles if each.role == role]

    def values(self, role: str) -> NDArray[Any] | None:
        """The values of the column that an option named, if one did."""
        found = self.columns(role)
        return found[0].series.to_numpy() if found else None

    def own_ids(self) -> NDArray[np.str_] | None:
        """What the column of --show calls each row, if there is one."""
        found = next((each.column for each in self.roles if each.column.name == self.shown), None)
        return None if found is None else np.array(texts_of(found).fillna("").tolist(), dtype=np.str_)


def load_table(request: DataRequest, progress: Progress) -> Dataset:
    """Load a table; its named columns are found before its rows are read.

    Raises
    ------
    InputError
        If no format knows the file, or what it holds cannot be read or learnt from.
    """
    with ExitStack() as open_files:
        opened = open_files.enter_context(opened_table(main_table(request), progress))
        asked = test_table(request)
        test = None if asked is None else open_files.enter_context(opened_table(asked, progress))
        return load_opened(opened, test, request, progress)


def load_opened(
    opened: OpenedTable, test: OpenedTable | None, request: DataRequest, progress: Progress
) -> Dataset:
    """Return the dataset of a table that is open, and of one of test rows where there is one.

    Raises
    ------
    InputError
        If a column is not there, or nothing can be learnt from the others.
    """
    file = opened.file
    asked = replace(request, target=request.target or file.default_target)
    named = find_columns(asked, file.names, headless=file.headless)
    table = _read(file, test.file if test else None, named)
    features = table.columns("feature")
    if not features:
        raise InputError(_nothing_to_learn_from(file.path, table.roles))
    for note in code_notes(table.roles):
        progress.message(note)
    unseen = None if table.train_size is None else unseen_note(features, table.train_size)
    notes = (*file.notes, *(test.file.notes if test else ()), *table.notes, *([unseen] if unseen else ()))
    notes = (*notes, *table.targets.notes, *role_notes(table.roles, len(table.targets.rows)))
    tested = f", tested on {test.title}" if test else ""
    return _dataset(table, notes, opened.name, f"{opened.title}{tested}")


def _read(file: TableFile, test: TableFile | None, named: NamedColumns) -> _Table:
    spelled = (name for name, kind in named.choices.kinds.items() if kind in SPELLED)
    as_text = frozenset(name for name in (*named.targets, named.split, *spelled) if name is not None)
    rows = read_joined(file, test, as_text, tuple(named.roles))
    frame = rows.frame
    targets = read_targets(frame, named.targets, file.gaps & ANSWER_GAPS)
    comma = uses_decimal_comma(frame, expected=file.decimal_comma)
    if len(targets.rows) < len(frame):
        frame = frame.iloc[targets.rows].reset_index(drop=True)
    columns = [_column(file, str(name), frame, targets, named, comma=comma) for name in frame.columns]
    _refuse_gaps(columns, named)
    roles = assign_roles(columns, named.roles, targets.classes, named.choices)
    train_size = None if rows.train_rows is None else int((targets.rows < rows.train_rows).sum())
    if train_size in (0, len(targets.rows)):
        lacking = file if train_size == 0 else test
        raise InputError(f"No row of `{lacking.path if lacking else ''}` has a value of the target.")
    return _Table(named.targets, targets, roles, named.shown, train_size, rows.notes)


def _column(
    file: TableFile, name: str, frame: "pd.DataFrame", targets: Targets, named: NamedColumns, *, comma: bool
) -> Column:
    import pandas as pd

    if name in named.targets:
        values = pd.Series(targets.answers[named.targets.index(name)].values)
        return Column(name, values, _KINDS.get(values.dtype.kind, "number"), 0, int(values.nunique()))
    if (kind := named.choices.kinds.get(name)) is not None:
        order = named.choices.orders.get(name, ())
        return typed_column(name, frame[name], kind, order, decimal_comma=file.decimal_comma)
    is_code = name == named.split or name in file.codes
    return read_column(name, frame[name], decimal_comma=comma, code=is_code, gaps=file.gaps)


def _refuse_gaps(columns: Sequence[Column], named: NamedColumns) -> None:
    """The columns of --groups, --time and --split-column must hold a single value in every row."""
    options = {named.groups: "--groups", named.time: "--time", named.split: "--split-column"}
    for column in columns:
        option = options.get(column.name)
        if option is None:
            continue
        if column.kind == "other":
            raise InputError(
                f"{option}: the column `{column.name}` holds lists or other objects, not single values."
            )
        if column.missing:
            raise InputError(
                f"{option}: the column `{column.name}` has no value in {counted(column.missing, 'row')}. "
                "Fill them in, or take these rows out."
            )
        if option == "--time" and column.kind not in {"date", "number"}:
            raise InputError(
                f"--time: the column `{column.name}` holds neither dates nor numbers, but values such as "
                f"`{shortened(column.series.iloc[0])}`. Write dates as 2024-01-31."
            )


def _nothing_to_learn_from(path: Path, roles: Sequence[Role]) -> str:
    withheld = [role for role in roles if role.role == "withheld"]
    if not withheld:
        return f"`{path}` has no column to learn from besides the ones that options name."
    reasons = "; ".join(f"{quoted([role.column.name])} because {role.reason}" for role in withheld[:5])
    what = "its only column is" if len(withheld) == 1 else f"all {len(withheld)} are"
    first = withheld[0].column
    how = "text" if first.kind == "text" else "number"
    return (
        f"`{path}` has no column to learn from: {what} left out: {reasons}. To learn from one all the same, say what "
        f"it is: --as '{first.name}={how}'."
    )


def _dataset(table: _Table, notes: tuple[str, ...], name: str, source: str) -> Dataset:
    import pandas as pd

    learnt = table.columns("feature")
    texts = tuple(column.name for column in learnt if column.kind == FREE_TEXT)
    features = pd.DataFrame({column.name: column.series for column in learnt})
    if texts:
        features = features.fillna(dict.fromkeys(texts, ""))  # no text is a text without words
    everything = pd.DataFrame(
        {f"{role.role}: {role.column.name}": role.column.series for role in table.roles}
    )
    return Dataset(
        name=name,
        source=source,
        kind="table",
        features=features,
        target=table.targets.values,
        target_names=table.target_names,
        fingerprint=fingerprint_table(everything),
        train_size=table.train_size,
        sample_ids=table.targets.rows,
        feature_names=tuple(features.columns),
        texts=texts,
        groups=table.values("group"),
        times=table.values("time"),
        split_labels=table.values("split"),
        own_ids=table.own_ids(),
        codes_of={column.name: codes_of(column) for column in _grouping(table)},
        columns=tuple(record(role) for role in table.roles),
        notes=notes,
        noun="row",
        class_order=table.targets.order,
    )


def _grouping(table: _Table) -> list[Column]:
    """The columns whose rows belong together and may stand in training and test alike.

    The column of --groups is kept on one side by each split that is drawn, but not by a test that is a file of its own.
    """
    if groups := table.columns("group"):
        return [] if table.train_size is None else groups
    return [role.column for role in table.roles if role.codes]


SOURCES.register(
    Source(
        "table",
        f"a table: {table_formats()}",
        load_table,
        is_table,
        takes_columns=True,
        order=50,
    )
)
