"""How samples are divided into training and test, and the training samples into folds."""

from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.data_records import CrossValidation, Protocol, TestSplit
from reportgen.config import RunConfig, parse_limit
from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.planning.drawn_folds import Affordable, Scheme, affordable, draw_folds
from reportgen.planning.target import Target
from reportgen.planning.time_splits import time_folds, time_test

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Division:
    """Which rows train and which judge.

    Attributes
    ----------
    train, test : ndarray of row numbers
        In the order in which they are used; test may be empty.
    folds : tuple of (train, held-out) pairs of row numbers
        Row numbers into the whole dataset, all of them training rows.
    protocol : Protocol
        The same in words, for the bundle.
    """

    train: Rows
    test: Rows
    folds: tuple[tuple[Rows, Rows], ...]
    protocol: Protocol


@dataclass(frozen=True, eq=False)
class _Holdout:
    train: Rows
    test: Rows
    source: str
    notes: list[str] = field(default_factory=list)
    limited_from: int | None = None


def evaluated_rows(division: Division) -> dict[Split, Rows]:
    """Return the rows of each split that are judged, in the order of their predictions."""
    rows: dict[Split, Rows] = {}
    if division.folds:
        rows["cv"] = np.concatenate([held_out for _, held_out in division.folds])
    if len(division.test):
        rows["test"] = division.test
    return rows


def divide(dataset: Dataset, target: Target, config: RunConfig) -> Division:
    """Divide the samples as the data and the options say.

    The order of precedence for the test: --split-column, the data's own split, --time, --groups, and otherwise a
    stratified share drawn with the seed.
    """
    _refuse_contradictions(config)
    holdout = _hold_out(dataset, target, config)
    if config.test_size == 0 and len(holdout.test):
        holdout = replace(holdout, test=holdout.test[:0])
    if config.limit is not None:
        holdout = _limited(holdout, target, config)
    if not len(holdout.train):
        raise InputError(
            "No training samples are left after the split. Check --test-size and --split-column."
        )
    folds, cv, notes = _folds(dataset, target, config, holdout.train)
    if cv is None and not len(holdout.test):
        raise InputError(
            "Neither folds nor test samples are left to measure on. Give --cv or --test-size a value."
        )
    test = TestSplit(size=len(holdout.test), source=holdout.source) if len(holdout.test) else None
    protocol = Protocol(
        repeats=config.repeats,
        cv=cv,
        test=test,
        seed=config.seed,
        notes=holdout.notes + notes,
        limited_from=holdout.limited_from,
    )
    return Division(holdout.train, holdout.test, tuple(folds), protocol)


def _refuse_contradictions(config: RunConfig) -> None:
    given = [
        option
        for option, value in (
            ("--groups", config.groups),
            ("--time", config.time),
            ("--split-column", config.split_column),
        )
        if value
    ]
    if len(given) > 1:
        raise InputError(f"{given[0]} and {given[1]} each decide how the data are divided. Give one of them.")


def _hold_out(dataset: Dataset, target: Target, config: RunConfig) -> _Holdout:
    rows = np.arange(len(target.codes))
    if dataset.split_labels is not None:
        return _by_column(dataset.split_labels)
    if dataset.train_size is not None:
        return _Holdout(rows[: dataset.train_size], rows[dataset.train_size :], "own")
    if config.test_size == 0:
        return _Holdout(rows, rows[:0], "none")
    if dataset.times is not None:
        return _Holdout(*time_test(dataset.times, config.test_size), "time")
    if dataset.groups is not None:
        return _grouped(dataset.groups, target, config)
    return _stratified(target, config)


def _by_column(labels: NDArray[Any]) -> _Holdout:
    words = np.array([str(label).strip().lower() for label in labels])
    is_test = words == "test"
    unknown = sorted({word for word in words[~is_test] if word != "train" and not word.isdigit()})
    if unknown:
        raise InputError(
            f"The split column holds `{unknown[0]}`. It may say train or test, or for training samples the number "
            "of their fold."
        )
    return _Holdout(np.flatnonzero(~is_test), np.flatnonzero(is_test), "column")


def _grouped(groups: NDArray[Any], target: Target, config: RunConfig) -> _Holdout:
    from sklearn.model_selection import StratifiedGroupKFold

    strata = _strata(target)
    # The splitter refuses more parts than the largest class has samples.
    parts = min(max(2, round(1 / config.test_size)), max(2, int(np.bincount(strata).max())))
    n_groups = len(set(groups.tolist()))
    if n_groups < parts:
        raise InputError(
            f"--groups: {n_groups} groups are too few to hold out {config.test_size:.0%} of them. "
            f"At least {parts} are needed; or use --test-size 0 for cross-validation alone."
        )
    splitter = StratifiedGroupKFold(parts, shuffle=True, random_state=config.seed)
    train, test = next(splitter.split(strata, strata, groups))
    return _Holdout(train, test, "grouped")


def _strata(target: Target) -> Rows:
    """Return the classes that are kept in proportion; several targets are a single stratum."""
    return np.zeros(len(target.codes), dtype=np.int64) if target.strata is None else target.strata


def _stratified(target: Target, config: RunConfig) -> _Holdout:
    """A stratified share; classes of one sample stay in training, where they can at least be learnt."""
    strata = _strata(target)
    single = np.bincount(strata)[strata] == 1
    rows = np.arange(len(strata))
    pool = rows[~single]
    if len(pool) < 2:
        raise InputError("No class has more than one sample: nothing can be held out and judged.")
    test_size = max(1, ceil(config.test_size * len(pool)))  # as scikit-learn rounds
    if test_size >= len(pool):
        raise InputError(
            f"--test-size {config.test_size:g} leaves none of {len(pool):,} samples to learn from. Give a smaller "
            "share."
        )
    if config.shuffle is False:
        train, test = pool[:-test_size], pool[-test_size:]
        note = f"Not shuffled: the last {test_size:,} samples are the test."
        return _Holdout(np.concatenate([train, rows[single]]), test, "consecutive", [note])
    notes = []
    if single.any():
        number = int(single.sum())
        subject = f"{number:,} {'class has' if number == 1 else 'classes have'}"
        notes.append(f"{subject} a single sample, which is used for training only.")
    codes = strata[pool]
    stratified = min(test_size, len(pool) - test_size) >= len(set(codes.tolist()))
    if not stratified:
        notes.append(
            "There are too few samples to hold out each class in proportion: the test samples are a random share."
        )
    from sklearn.model_selection import train_test_split

    train, test = train_test_split(
        pool, test_size=test_size, stratify=codes if stratified else None, random_state=config.seed
    )
    source = "stratified" if stratified and target.strata is not None else "random"
    return _Holdout(np.concatenate([train, rows[single]]), test, source, notes)


def _limited(holdout: _Holdout, target: Target, config: RunConfig) -> _Holdout:
    from sklearn.model_selection import train_test_split

    size, first = parse_limit(str(config.limit))
    total = len(holdout.train)
    if size >= total:
        return holdout
    note = f"Only {size:,} of the {total:,} training samples are used (--limit {config.limit})."
    if first:
        kept = holdout.train[:size]
    else:
        codes = _strata(target)[holdout.train]
        stratified = (
            size >= len(set(codes.tolist())) <= total - size
            and np.bincount(codes)[np.unique(codes)].min() > 1
        )
        chosen, _ = train_test_split(
            np.arange(total),
            train_size=size,
            stratify=codes if stratified else None,
            random_state=config.seed,
        )
        kept = holdout.train[np.sort(chosen)]
    return replace(holdout, train=kept, notes=[note, *holdout.notes], limited_from=total)


def _folds(
    dataset: Dataset, target: Target, config: RunConfig, train: Rows
) -> tuple[list[tuple[Rows, Rows]], CrossValidation | None, list[str]]:
    if config.cv == 0:
        return [], None, []
    if dataset.split_labels is not None and (named := _named_folds(dataset.split_labels[train])) is not None:
        pairs = [(train[named != fold], train[named == fold]) for fold in np.unique(named[named >= 0])]
        return pairs, CrossValidation(folds=len(pairs), stratified=False, shuffled=False, scheme="column"), []
    if dataset.times is not None:
        pairs = time_folds(dataset.times, train, config.cv)
        return pairs, CrossValidation(folds=len(pairs), stratified=False, shuffled=False, scheme="time"), []
    return _drawn_folds(dataset, target, config, train)


def _named_folds(labels: NDArray[Any]) -> NDArray[np.int64] | None:
    """The fold numbers that a split column gives, -1 where it only says train; None where it names fewer than two."""
    words = [str(label).strip() for label in labels]
    folds = np.array([int(word) if word.isdigit() else -1 for word in words])
    return folds if len(np.unique(folds[folds >= 0])) > 1 else None


def _drawn_folds(
    dataset: Dataset, target: Target, config: RunConfig, train: Rows
) -> tuple[list[tuple[Rows, Rows]], CrossValidation, list[str]]:
    own_order = dataset.train_size is not None or dataset.split_labels is not None
    shuffled = (
        config.shuffle if config.shuffle is not None else not own_order and config.folds != "consecutive"
    )
    codes = _strata(target)[train]
    groups = None if dataset.groups is None else dataset.groups[train]
    scheme: Scheme = config.folds or ("stratified" if target.strata is not None else "consecutive")
    if groups is not None:
        scheme = "grouped"
    _refuse_too_few(codes, config)
    in_proportion = config.folds != "consecutive" and target.strata is not None
    found = affordable(config.cv, len(train), codes if in_proportion else None, groups)
    notes = _fold_notes(codes, found, target, config)
    drawn = draw_folds(scheme, found.folds, codes, groups, config.seed if shuffled else None)
    pairs = [(train[fit], train[held]) for fit, held in drawn]
    cv = CrossValidation(
        folds=len(pairs),
        stratified=scheme != "consecutive" and target.strata is not None,
        shuffled=shuffled,
        scheme=scheme,
    )
    return pairs, cv, notes


def _refuse_too_few(codes: Rows, config: RunConfig) -> None:
    if len(codes) < config.cv:
        raise InputError(f"--cv {config.cv}: there are only {len(codes)} training samples.")
    if np.bincount(codes).max() < 2:
        raise InputError(
            "No class has two training samples: cross-validation cannot learn and judge it. Use --cv 0."
        )


def _fold_notes(codes: Rows, found: Affordable, target: Target, config: RunConfig) -> list[str]:
    """Say which classes are judged unlearnt, and why there are fewer folds than asked for."""
    notes = []
    if single := int((np.bincount(codes) == 1).sum()):
        subject = (
            f"{single:,} {'class of a single sample is' if single == 1 else 'classes of a single sample are'}"
        )
        notes.append(f"In cross-validation {subject} judged without having been learnt.")
    if found.limit == "groups":
        if found.folds < 2:
            raise InputError(
                "--groups: the training samples are all of one group. Use --cv 0, or another column."
            )
        notes.append(
            f"{found.folds} folds instead of {config.cv}, as the training samples are of only so many groups."
        )
    elif found.rarest is not None:
        notes.append(
            f"{found.folds} folds instead of {config.cv}, as the class `{target.classes[found.rarest]}` has only so "
            "many training samples."
        )
    return notes
