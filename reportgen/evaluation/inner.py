"""The inner folds of a search: training samples divided once more, by the same rules as the outer folds."""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.evaluation.fitting.job import Inner
from reportgen.evaluation.ordered import time_folds
from reportgen.evaluation.target import Target

Rows = NDArray[np.int64]

#: As many as scikit-learn's searches take by default.
INNER_FOLDS = 5


def inner_folds(dataset: Dataset, target: Target, train: Rows, metric: str) -> Inner:
    """Return the folds in which the parameters of a model are searched, of training samples alone.

    Stratified and not shuffled, as scikit-learn's default is; of groups none is divided, and where samples are in
    time each fold looks forward. As many as the rarest class allows, five at most.

    Raises
    ------
    InputError
        If there are too few samples, groups or moments for two folds.
    """
    if dataset.times is not None:
        pairs = time_folds(dataset.times, train, INNER_FOLDS)
        place = np.empty(len(dataset.times), dtype=np.int64)
        place[train] = np.arange(len(train))
        return Inner(tuple((place[fit], place[held]) for fit, held in pairs), "time", metric)
    strata = None if target.strata is None else target.strata[train]
    groups = None if dataset.groups is None else dataset.groups[train]
    scheme = "grouped" if groups is not None else "consecutive" if strata is None else "stratified"
    units = len(train) if groups is None else len(set(groups.tolist()))
    folds, notes = _affordable(strata, units)
    codes = np.zeros(len(train), dtype=np.int64) if strata is None else strata
    return Inner(tuple(_split(scheme, folds, codes, groups)), scheme, metric, tuple(notes))


def _affordable(strata: Rows | None, units: int) -> tuple[int, list[str]]:
    """Return how many folds there can be, and a note where they are fewer than wanted."""
    rarest = INNER_FOLDS
    if strata is not None:
        counts = np.bincount(strata)
        rarest = max(2, int(counts[counts > 0].min()))
    folds = min(INNER_FOLDS, rarest, units)
    if folds < 2:
        raise InputError(
            "--search: the training samples are too few to be divided once more. Leave the search out."
        )
    if folds == INNER_FOLDS:
        return folds, []
    return folds, [
        f"Searched in {folds} inner folds instead of {INNER_FOLDS}: there are too few training samples of a class."
    ]


def _split(
    scheme: str, folds: int, codes: Rows, groups: NDArray[np.object_] | None
) -> Sequence[tuple[Rows, Rows]]:
    from sklearn.model_selection import KFold, StratifiedGroupKFold, StratifiedKFold

    kinds = {"grouped": StratifiedGroupKFold, "consecutive": KFold, "stratified": StratifiedKFold}
    with warnings.catch_warnings():  # rare classes are said in the note
        warnings.simplefilter("ignore", UserWarning)
        return list(kinds[scheme](folds).split(codes, codes, groups))
