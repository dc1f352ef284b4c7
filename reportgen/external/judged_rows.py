"""Which samples of a file are judged on which split and in which fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.value_text import counted
from reportgen.errors import InputError
from reportgen.external.class_names import NamedValues
from reportgen.external.sample_columns import TEST_NAMES, TRAIN_NAMES
from reportgen.external.sample_parts import Part, Rows


@dataclass(frozen=True, eq=False)
class JudgedRows:
    """The samples of each split by their place, those of the folds fold by fold.

    Attributes
    ----------
    positions : dict of split to ndarray
    fold_sizes : tuple of int
    notes : tuple of str
    """

    positions: dict[Split, Rows]
    fold_sizes: tuple[int, ...]
    notes: tuple[str, ...] = ()


def judged_rows(parts: Sequence[Part], rows: Sequence[Rows], n_samples: int) -> JudgedRows:
    """Return which samples are judged where: by a column of folds in cross-validation, by one of splits on a test.

    Raises
    ------
    InputError
        If no row belongs to a test or a fold.
    """
    fold = _column(parts, rows, "fold")
    split = _column(parts, rows, "split")
    every = np.arange(n_samples)
    if split is None:
        if fold is None:
            return JudgedRows({"test": every}, ())
        return _in_folds(fold, parts, rows, every, {})
    is_test = np.array([*(name.lower() in TEST_NAMES for name in split.names), False])[split.codes]
    test, others = every[is_test], every[~is_test]
    found: dict[Split, Rows] = {"test": test} if len(test) else {}
    if fold is not None and len(others):
        return _in_folds(fold.take(others), parts, [own[others] for own in rows], others, found)
    if not found:
        known = [name for name in split.names if name.lower() in TRAIN_NAMES]
        raise InputError(
            "No row belongs to a test: the column of splits says "
            f"{', '.join(f'`{name}`' for name in known or split.names)}. "
            "Name the column of the folds with --fold, or remove that of the splits to judge all rows."
        )
    verb = "is" if len(others) == 1 else "are"
    note = f"{counted(len(others), 'row')} that the file says were trained on {verb} left out."
    return JudgedRows(found, (), (note,) if len(others) else ())


def _in_folds(
    fold: NamedValues, parts: Sequence[Part], rows: Sequence[Rows], places: Rows, found: dict[Split, Rows]
) -> JudgedRows:
    codes = _numbered(fold)
    repeat = _column(parts, rows, "repeat")
    if repeat is not None and len(repeat.names) > 1:  # a fold of each repeat is a fold of its own
        codes = _numbered(NamedValues(codes + (codes.max() + 1) * _numbered(repeat), ()))
    has_fold = codes >= 0
    used = np.unique(codes[has_fold], return_inverse=True)[1]
    order = np.argsort(used, kind="stable")
    sizes = np.bincount(used).tolist()
    if len(sizes) < 2:
        return JudgedRows({**found, "test": found.get("test", places)}, ())
    return JudgedRows({"cv": places[has_fold][order], **found}, tuple(sizes))


def _numbered(values: NamedValues) -> NDArray[np.int64]:
    """Return the codes of values in their order, numbers by value."""
    if not values.names:
        return np.unique(values.codes, return_inverse=True)[1].astype(np.int64)
    ranked = sorted(range(len(values.names)), key=lambda place: _natural(values.names[place]))
    rank = np.empty(len(ranked) + 1, dtype=np.int64)
    rank[ranked], rank[-1] = np.arange(len(ranked)), -1
    return rank[values.codes]


def _natural(name: str) -> tuple[str, int, str]:
    """Order `Fold2` before `Fold10`."""
    digits = name[len(name.rstrip("0123456789")) :]
    return name.rstrip("0123456789"), int(digits) if digits else -1, name


def _column(parts: Sequence[Part], rows: Sequence[Rows], role: str) -> NamedValues | None:
    """Return the values that samples have in the column of a role, of the first file that has it."""
    for part, own in zip(parts, rows, strict=True):
        name = getattr(part.roles, role)
        if name is not None:
            return part.named(name).take(own)
    return None


def group_codes(
    parts: Sequence[Part], rows: Sequence[Rows], keys: NDArray[np.object_] | None
) -> NDArray[np.int64] | None:
    """Return the group of each sample, of --groups or the case that repeats are of; None where there are none."""
    groups = _column(parts, rows, "groups")
    if groups is not None:
        return groups.codes
    repeats = _column(parts, rows, "repeat")
    if repeats is None or keys is None or len(repeats.names) < 2:
        return None
    cases = [str(key).partition("\0")[0] for key in keys.tolist()]
    return np.unique(cases, return_inverse=True)[1].astype(np.int64)
