"""Folds drawn from training samples: how many can be afforded, and which they are. Inside a search as outside."""

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

Scheme = Literal["grouped", "consecutive", "stratified"]


@dataclass(frozen=True)
class Affordable:
    """How many folds there can be, below two where there can be none.

    `limit` says what allows no more of them: that there are few `groups`, few samples of the `class` whose code is
    `rarest`, or few `samples` at all. None where there are as many as were wanted.
    """

    folds: int
    limit: Literal["groups", "class", "samples"] | None = None
    rarest: int | None = None


def affordable(wanted: int, samples: int, strata: Rows | None, groups: NDArray[Any] | None) -> Affordable:
    """Return how many folds there can be where each should hold a sample of every class, and no group is divided.

    Classes of a single sample are left out of account: only one fold could hold them anyway.
    """
    if groups is not None and (number := len(set(groups.tolist()))) < wanted:
        fewest = Affordable(number, "groups")
    else:
        fewest = Affordable(wanted) if samples >= wanted else Affordable(samples, "samples")
    if strata is None:
        return fewest
    counts = np.bincount(strata)
    least = int(counts[counts > 1].min(initial=len(strata) + 1))
    if least > len(strata):
        return Affordable(1, "class")
    return Affordable(least, "class", int(np.argmax(counts == least))) if least < fewest.folds else fewest


def draw_folds(
    scheme: Scheme, folds: int, codes: Rows, groups: NDArray[Any] | None, shuffle_seed: int | None = None
) -> list[tuple[Rows, Rows]]:
    """Return (train, held-out) pairs of positions among the samples; shuffled where a seed is given."""
    from sklearn.model_selection import KFold, StratifiedGroupKFold, StratifiedKFold

    kinds = {"grouped": StratifiedGroupKFold, "consecutive": KFold, "stratified": StratifiedKFold}
    splitter = kinds[scheme](folds, shuffle=shuffle_seed is not None, random_state=shuffle_seed)
    with warnings.catch_warnings():  # rare classes are said in notes
        warnings.simplefilter("ignore", UserWarning)
        return list(splitter.split(codes, codes, groups))
