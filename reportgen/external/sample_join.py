"""Samples of several models and files joined: by what they are called, else by position where the truth agrees."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.value_text import counted, listed, ticked
from reportgen.errors import InputError
from reportgen.external.class_names import NamedValues
from reportgen.external.sample_parts import Part, Rows

#: Samples that a message shows before it says how many more there are.
SHOWN = 3


@dataclass(frozen=True, eq=False)
class JoinedSamples:
    """The samples that every model has predicted.

    Attributes
    ----------
    truth : NamedValues
        Of each sample.
    rows : tuple of ndarray of shape (n_samples,)
        Of each part the position of each sample among its rows.
    keys : ndarray of shape (n_samples,), optional
        What each sample is called; None where nothing names them.
    notes : tuple of str
        On samples that were left out, and how they were joined.
    """

    truth: NamedValues
    rows: tuple[Rows, ...]
    keys: NDArray[np.object_] | None
    notes: tuple[str, ...]


def join_samples(parts: Sequence[Part]) -> JoinedSamples:
    """Return the samples that all parts share, in the order of the first.

    Raises
    ------
    InputError
        If no file has the truth, a sample is named twice by one model, two files disagree on the truth, or there is
        nothing to join by.
    """
    if not any(part.roles.truth for part in parts):
        files = list(dict.fromkeys(part.table.name for part in parts))
        raise InputError(
            f"{ticked(files)} {'has' if len(files) == 1 else 'have'} no column of the true classes. Name it with "
            "--truth COLUMN, "
            "or give the file that has it as one more --predictions."
        )
    keys = [part.keys for part in parts]
    known = [own for own in keys if own is not None]
    joined = _by_key(parts, known) if len(known) == len(parts) else _by_position(parts, keys)
    return _with_truth(parts, joined)


@dataclass(frozen=True, eq=False)
class _Joined:
    rows: tuple[Rows, ...]
    keys: NDArray[np.object_] | None
    notes: tuple[str, ...] = ()


def _by_key(parts: Sequence[Part], keys: Sequence[NDArray[np.object_]]) -> _Joined:
    import pandas as pd

    for part, own in zip(parts, keys, strict=True):
        _refuse_missing(part, own)
        _refuse_twice(part, own)
    common = pd.Index(keys[0])
    for own in keys[1:]:
        common = common[common.isin(own)]
    if not len(common):
        raise InputError(_nothing_in_common(parts, keys))
    rows = tuple(pd.Index(own).get_indexer(common).astype(np.int64) for own in keys)
    return _Joined(rows, common.to_numpy(dtype=object), tuple(_left_out(parts, keys, len(common))))


def _left_out(parts: Sequence[Part], keys: Sequence[NDArray[np.object_]], common: int) -> list[str]:
    """Say of which samples not every model has a prediction, so that they are left out."""
    short = {
        part.model: len(own) - common
        for part, own in zip(parts, keys, strict=True)
        if part.columns and len(own) > common
    }
    if not short:
        return []
    said = listed([f"{counted(number, 'sample')} of “{model}”" for model, number in short.items()])
    return [
        f"Models are compared on the {counted(common, 'sample')} that all have predicted: {said} are left out."
    ]


def _nothing_in_common(parts: Sequence[Part], keys: Sequence[NDArray[np.object_]]) -> str:
    shown = [
        f"`{part.table.name}` has {ticked(own[:SHOWN].tolist())}"
        for part, own in zip(parts, keys, strict=True)
    ]
    seen = listed(list(dict.fromkeys(shown)))
    return f"No sample has a row in every file: {seen}. Name the column of their ids with --id COLUMN."


def _refuse_missing(part: Part, keys: NDArray[np.object_]) -> None:
    missing = sum(key is None for key in keys.tolist())
    if missing:
        raise InputError(
            f"`{part.table.name}`: {counted(missing, 'row')} has no value in `{part.roles.id}`, the column of the ids. "
            "Fill them in, or name another: --id COLUMN."
        )


def _refuse_twice(part: Part, keys: NDArray[np.object_]) -> None:
    import pandas as pd

    again = pd.Index(keys).duplicated()
    if again.any():
        twice = [str(key).partition("\0")[0] for key in dict.fromkeys(keys[again].tolist())]
        raise InputError(
            f"`{part.table.name}`: {counted(len(twice), 'sample')} stands there more than once for "
            f"“{part.model}”, such as "
            f"{ticked(twice, SHOWN)}. Leave one row for each, or add a column `repeat` that numbers the repeats."
        )


def _by_position(parts: Sequence[Part], keys: Sequence[NDArray[np.object_] | None]) -> _Joined:
    """Pair rows by their position, which only holds where the truth agrees in every row."""
    first = parts[0]
    every = np.arange(len(first.rows))
    if len(parts) == 1 or all(
        part.table is first.table and np.array_equal(part.rows, first.rows) for part in parts
    ):
        return _Joined((every,) * len(parts), keys[0])
    without = [part.table.name for part, own in zip(parts, keys, strict=True) if own is None]
    names = list(dict.fromkeys(without))
    verb = "has" if len(names) == 1 else "have"
    help_ = f"Give each row an id, and name its column with --id: {ticked(names)} {verb} none."
    if len({len(part.rows) for part in parts}) > 1:
        numbers = listed([f"“{part.model}” has {counted(len(part.rows), 'row')}" for part in parts])
        raise InputError(f"Predictions cannot be paired by position: {numbers}. {help_}")
    truths = [part.truth for part in parts if part.truth is not None]
    if (
        len(truths) < len(parts) or len(truths[0].names) < 2
    ):  # a truth that never changes agrees with any order
        raise InputError(
            f"Predictions cannot be paired by position where not every file has the truth. {help_}"
        )
    for part, truth in zip(parts[1:], truths[1:], strict=True):
        differing = int((truth.texts != truths[0].texts).sum())
        if differing:
            raise InputError(
                f"Predictions cannot be paired by position: the truth of “{part.model}” differs from that of "
                f"“{first.model}” "
                f"in {counted(differing, 'row')}. {help_}"
            )
    note = (
        "Rows have no ids: they are paired by their position, at which the truth is the same in every file."
    )
    return _Joined((every,) * len(parts), None, (note,))


def _with_truth(parts: Sequence[Part], joined: _Joined) -> JoinedSamples:
    """Return the samples with their truth, on which all files that have it must agree; those without are left out."""
    truths = [
        (part, part.truth.take(rows))
        for part, rows in zip(parts, joined.rows, strict=True)
        if part.truth is not None
    ]
    first_part, first = truths[0]
    for part, other in truths[1:]:
        if part.table is not first_part.table or part.roles.model_column is not None:
            _refuse_other_truth(first_part, first, part, other, joined)
    has_truth = first.codes >= 0
    if not has_truth.any():
        raise InputError(
            f"`{first_part.table.name}`: no row has a value in `{first_part.roles.truth}`, the true classes."
        )
    return _kept(parts, first, joined, has_truth)


def _kept(
    parts: Sequence[Part], truth: NamedValues, joined: _Joined, has_truth: NDArray[np.bool_]
) -> JoinedSamples:
    """Return the samples that have a true class and a prediction of every model; notes count the others."""
    notes, kept = [*joined.notes], has_truth
    if not has_truth.all():
        notes.append(f"{_left_out_rows(int((~has_truth).sum()))}: they have no true class.")
    for part, rows in zip(parts, joined.rows, strict=True):
        complete = part.is_complete[rows]
        lacking = int((kept & ~complete).sum())
        if lacking:
            notes.append(f"{_left_out_rows(lacking)}: “{part.model}” has no prediction or no score there.")
        kept = kept & complete
    if not kept.any():
        raise InputError("No row has a true class, and a prediction and score of every model.")
    if kept.all():
        return JoinedSamples(truth, joined.rows, joined.keys, tuple(notes))
    places = np.flatnonzero(kept)
    keys = None if joined.keys is None else joined.keys[places]
    return JoinedSamples(truth.take(places), tuple(rows[places] for rows in joined.rows), keys, tuple(notes))


def _left_out_rows(number: int) -> str:
    return f"{counted(number, 'row')} {'is' if number == 1 else 'are'} left out"


def _refuse_other_truth(
    first_part: Part, first: NamedValues, part: Part, other: NamedValues, joined: _Joined
) -> None:
    both = (first.codes >= 0) & (other.codes >= 0)
    differing = np.flatnonzero(both & (first.texts != other.texts))
    if not len(differing):
        return
    shown = [
        f"{joined.keys[place] if joined.keys is not None else f'row {place + 1}'} is `{first.texts[place]}` "
        f"and `{other.texts[place]}`"
        for place in differing[:SHOWN].tolist()
    ]
    raise InputError(
        f"`{first_part.table.name}` (“{first_part.model}”) and `{part.table.name}` (“{part.model}”) disagree "
        "on the truth of "
        f"{counted(len(differing), 'sample')}: {listed(shown)}. They are not of the same samples, or one is wrong."
    )
