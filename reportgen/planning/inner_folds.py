"""The inner folds of a search: training samples divided once more, by the same rules as the outer folds."""

import numpy as np
from numpy.typing import NDArray

from reportgen.datasets.dataset import Dataset
from reportgen.errors import InputError
from reportgen.metrics.metric_spec import METRICS
from reportgen.planning.drawn_folds import Affordable, Scheme, affordable, draw_folds
from reportgen.planning.fit_job import InnerFolds
from reportgen.planning.target import Target
from reportgen.planning.time_splits import time_folds

Rows = NDArray[np.int64]
FoldPairs = list[tuple[Rows, Rows]]

#: As many as scikit-learn's searches take by default.
INNER_FOLDS = 5

_TOO_FEW = {
    "groups": "the training samples of a fold are all of one group, which cannot be divided once more. Use fewer "
    "folds or another column of --groups, or leave the search out.",
    "class": "no class has two training samples, one to learn from and one to judge on. Leave the search out.",
    "samples": "the training samples are too few to be divided once more. Leave the search out.",
    "moments": "the training samples of a fold have too few different moments to be divided once more. Use fewer "
    "folds, or leave the search out.",
}
_FEWER = {
    "groups": "there are too few groups of training samples",
    "class": "there are too few training samples of a class",
    "samples": "there are too few training samples",
}


def inner_folds(dataset: Dataset, target: Target, train: Rows, metric: str) -> InnerFolds:
    """Return the folds in which the parameters of a model are searched, of training samples alone.

    Stratified and not shuffled, as scikit-learn's default is; of groups none is divided, and where samples are in
    time each fold looks forward. As many as the rarest class allows, five at most, without those of one class.

    Raises
    ------
    InputError
        If there are too few samples, groups or moments for two folds.
    """
    strata = None if target.strata is None else target.strata[train]
    if dataset.times is not None:
        pairs, able = _usable(_in_time(dataset.times, train), strata, metric)
        return InnerFolds(tuple(pairs), "time", metric, tuple(able))
    groups = None if dataset.groups is None else dataset.groups[train]
    scheme: Scheme = "grouped" if groups is not None else "consecutive" if strata is None else "stratified"
    drawn = affordable(INNER_FOLDS, len(train), strata, groups)
    notes = _notes(drawn)
    codes = np.zeros(len(train), dtype=np.int64) if strata is None else strata
    pairs, able = _usable(draw_folds(scheme, drawn.folds, codes, groups), strata, metric)
    return InnerFolds(tuple(pairs), scheme, metric, (*notes, *able))


def _in_time(times: NDArray[np.generic], train: Rows) -> FoldPairs:
    """Return folds that look forward, as positions among the training rows."""
    try:
        pairs = time_folds(times, train, INNER_FOLDS)
    except InputError as error:
        raise InputError(f"--search: {_TOO_FEW['moments']}") from error
    place = np.empty(len(times), dtype=np.int64)
    place[train] = np.arange(len(train))
    return [(place[fit], place[held]) for fit, held in pairs]


def _notes(drawn: Affordable) -> list[str]:
    """Return a note where there are fewer folds than wanted, or refuse where there can be none."""
    if drawn.limit is None:
        return []
    if drawn.folds < 2:
        raise InputError(f"--search: {_TOO_FEW[drawn.limit]}")
    return [f"Searched in {drawn.folds} inner folds instead of {INNER_FOLDS}: {_FEWER[drawn.limit]}."]


def _usable(pairs: FoldPairs, strata: Rows | None, metric: str) -> tuple[FoldPairs, list[str]]:
    """Leave out folds in which nothing can be told apart: those that learn one class, or rank samples of one class.

    Where no other is left all are kept, so that the search fails with the model's own reason.
    """
    if strata is None:
        return pairs, []
    ranks = not METRICS.get(metric).pooled
    able = [
        (fit, held) for fit, held in pairs if _several(strata[fit]) and (not ranks or _several(strata[held]))
    ]
    if len(able) in (0, len(pairs)):
        return pairs, []
    what = "learn from or to rank" if ranks else "learn from"
    return able, [
        f"Searched in {len(able)} of {len(pairs)} inner folds: in the others the samples to {what} are of one class."
    ]


def _several(codes: Rows) -> bool:
    return len(np.unique(codes)) > 1
