"""The part each column plays, with the reason where it is left out, as records and as notes for readers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.data_records import ColumnInfo
from reportgen.bundle.value_text import counted, listed, quoted, shortened
from reportgen.datasets.tabular.column import FREE_TEXT, Column
from reportgen.datasets.tabular.column_choices import NO_CHOICES, ColumnChoices
from reportgen.datasets.tabular.column_summaries import (
    aggregate_summary,
    class_summary,
    count_summary,
    summary,
)
from reportgen.datasets.tabular.identifiers import (
    NUMBERS_BUT,
    is_free_text,
    reason_of_nothing,
    reason_to_withhold,
)
from reportgen.datasets.tabular.repeated_codes import holds_codes
from reportgen.datasets.tabular.target_leakage import suspicion
from reportgen.tasks import MAX_NUMERIC_CLASSES


@dataclass(frozen=True, eq=False)
class Role:
    """A column and its part: feature, target, group, time, split, shown or withheld.

    `reason` says why a column is withheld, `warning` what is suspicious about one that is not, `codes` whether it
    holds codes that repeat and plays no part that an option gave it, `judged` whether what it looks like is the reason.
    """

    column: Column
    role: str
    reason: str | None = None
    warning: str | None = None
    codes: bool = False
    judged: bool = False


def assign_roles(
    columns: Sequence[Column],
    named: dict[str, str],
    classes: Sequence[NDArray[np.int64]],
    choices: ColumnChoices = NO_CHOICES,
) -> list[Role]:
    """Decide the part of each column.

    Parameters
    ----------
    columns : sequence of Column
    named : dict
        Roles that options gave, by column name.
    classes : sequence of ndarray of shape (n_rows,)
        Class numbers of each target, by which columns that give a target away are found.
    choices : ColumnChoices
        What options say of the other columns.
    """
    return [
        Role(column, named[column.name], codes=named[column.name] == "shown" and holds_codes(column))
        if column.name in named
        else _assign(column, classes, choices)
        for column in columns
    ]


def _assign(column: Column, classes: Sequence[NDArray[np.int64]], choices: ColumnChoices) -> Role:
    codes = holds_codes(column)
    if (reason := choices.reason_to_withhold(column.name)) is not None:
        return Role(column, "withheld", reason=reason, codes=codes)
    judge = reason_of_nothing if choices.wants(column.name) else reason_to_withhold
    if (reason := judge(column)) is not None:
        return Role(column, "withheld", reason=reason, codes=codes, judged=True)
    if column.name not in choices.kinds and is_free_text(column):
        column = replace(column, kind=FREE_TEXT)
    suspicions = (suspicion(column, own) for own in classes)
    return Role(column, "feature", warning=next(filter(None, suspicions), None), codes=codes)


def record(role: Role) -> ColumnInfo:
    """Return what the bundle keeps of a column; values of withheld columns and of groups are not shown."""
    column = role.column
    reason = f"Left out because {role.reason}." if role.reason else None
    return ColumnInfo(
        name=column.name,
        kind=column.kind,
        role=role.role,
        missing=column.missing,
        distinct=column.distinct,
        summary=_summary(role),
        aggregate=_aggregate(role),
        note=" ".join(filter(None, [reason, role.warning, None if _is_hidden(role) else column.note]))
        or None,
        suspicion=role.warning,
        codes=role.codes,
    )


def _is_hidden(role: Role) -> bool:
    """Whether no value of the column is shown, not even as an example of how it was read."""
    return role.role in {"withheld", "group", "shown"}


def _summary(role: Role) -> str:
    if _is_hidden(role):
        return count_summary(role.column)
    return class_summary(role.column) if role.role == "target" else summary(role.column)


def _aggregate(role: Role) -> str:
    """Return the summary without single rows; classes of a target are counted elsewhere all the same."""
    column = role.column
    if _is_hidden(role) or (role.role == "target" and column.distinct <= MAX_NUMERIC_CLASSES):
        return _summary(role)
    return aggregate_summary(column)


def role_notes(roles: Sequence[Role], n_rows: int) -> list[str]:
    """Return what a reader has to know of the columns: left out, missing, converted, suspicious."""
    return [
        *_withheld_notes(roles),
        *_override_notes(roles),
        *_missing_notes([role.column for role in roles if role.role == "feature"], n_rows),
        *_conversion_notes([role.column for role in roles if not _is_hidden(role)]),
        *(_warning_note(role) for role in roles if role.warning),
    ]


def code_notes(roles: Sequence[Role]) -> list[str]:
    """Return what a user has to know at once: columns of codes that repeat are not learnt from."""
    return _withheld_notes([role for role in roles if role.codes and role.judged])


def _withheld_notes(roles: Sequence[Role]) -> list[str]:
    """One sentence for each reason."""
    by_reason: dict[str, list[str]] = {}
    for role in roles:
        if role.reason is not None:
            by_reason.setdefault(role.reason, []).append(role.column.name)
    notes = []
    for reason, names in by_reason.items():
        words = reason if len(names) == 1 else _plural(reason)
        verb = "is" if len(names) == 1 else "are"
        notes.append(
            f"{quoted(names)} {verb} left out of the models and of every row shown, because {words}."
        )
    return notes


def _override_notes(roles: Sequence[Role]) -> list[str]:
    """Say how to learn from a column that was left out for what it looks like; of what tells of persons nothing."""
    doubtful = [role for role in roles if role.judged and not str(role.reason).endswith("of persons")]
    found = [role for role in doubtful if reason_of_nothing(role.column) is None]
    if not found:
        return []
    judged = [role.column for role in found]
    is_number = judged[0].kind == "number" or str(found[0].reason).startswith(NUMBERS_BUT)
    kind = "number" if is_number else "category"
    one = "this column" if len(judged) == 1 else "one of these columns"
    option = f"--as '{shortened(judged[0].name)}={kind}'"
    kinds = "number, category, ordered, text or date"
    return [f"To learn from {one} all the same, say what it holds: {option}, or {kinds}."]


def _plural(reason: str) -> str:
    for one, several in {
        "it is an": "each is an",
        "it is": "each is",
        "it has": "each has",
        "it holds": "they hold",
        "it only numbers": "each only numbers",
        "its values": "the values of each",
        "--drop names it": "--drop names them",
    }.items():
        if reason.startswith(one):
            return several + reason.removeprefix(one)
    return reason


def _missing_notes(columns: Sequence[Column], n_rows: int) -> list[str]:
    notes = []
    gaps = sorted((column for column in columns if column.missing), key=lambda column: -column.missing)
    if gaps:
        named = listed([f"“{shortened(column.name)}” ({column.missing:,})" for column in gaps])
        notes.append(f"Of the {n_rows:,} rows some have no value in {named}.")
    if endless := [column for column in columns if column.infinite]:
        total = counted(sum(column.infinite for column in endless), "infinite number")
        names = quoted([column.name for column in endless])
        notes.append(f"{total} in {names} cannot be used by models and count as missing.")
    return notes


def _conversion_notes(columns: Sequence[Column]) -> list[str]:
    by_note: dict[str, list[str]] = {}
    for column in columns:
        if column.note:
            by_note.setdefault(column.note, []).append(column.name)
    return [f"{quoted(names)}: {note[0].lower()}{note[1:]}" for note, names in by_note.items()]


def _warning_note(role: Role) -> str:
    return (
        f"“{shortened(role.column.name)}” may give the target away. {role.warning} If it is known only after the "
        f"target is, take it out with --drop '{shortened(role.column.name)}': models would look better than they are."
    )
