"""Whether two runs judged the same samples, and how the samples of one stand in the order of the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.errors import InputError
from reportgen.predictions.from_bundle import fold_of, groups_of, sample_ids_of

Positions = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Alignment:
    """The samples that both runs judged on a split.

    Attributes
    ----------
    split : {"cv", "test"}
    ids : ndarray of shape (n_samples,)
        Ids in the order of the candidate.
    places : ndarray of shape (n_samples,)
        Where each of them stands among the samples of the baseline.
    groups : ndarray of shape (n_samples,) or None
        The group of each, where samples have groups.
    folds : ndarray of shape (n_samples,) or None
        The fold of each; None where the two runs cut other folds, or on the test.
    """

    split: Split
    ids: Positions
    places: Positions
    groups: Positions | None
    folds: Positions | None


def align(
    baseline: Bundle, before: Analysis, candidate: Bundle, after: Analysis, split: Split
) -> Alignment | str:
    """Return the samples that both runs judged, or why they cannot be compared sample by sample.

    Samples are the same where the data have the same fingerprint and the ids (positions in the source) are the same
    set, in whatever order.

    Raises
    ------
    InputError
        If the same samples have other true classes: one of the bundles is corrupt.
    """
    if before.dataset.fingerprint != after.dataset.fingerprint:
        return "the data are not the same"
    theirs, ours = sample_ids_of(baseline, before, split), sample_ids_of(candidate, after, split)
    if theirs is None or ours is None:
        whose = "baseline" if theirs is None else "candidate"
        return f"the {whose} carries its figures alone, not its single predictions"
    common = np.intersect1d(theirs, ours)
    if not len(common) == len(theirs) == len(ours):
        return (
            f"of the {len(ours):,} samples judged here and the {len(theirs):,} judged there only {len(common):,} "
            "are the same"
        )
    order = np.argsort(theirs, kind="stable")
    places = order[np.searchsorted(theirs, ours, sorter=order)]
    _refuse_contradiction(baseline, before, candidate, after, split, places)
    return Alignment(
        split,
        ours,
        places,
        groups_of(candidate, after, split),
        _common_folds(baseline, before, candidate, after, places) if split == "cv" else None,
    )


def _common_folds(
    baseline: Bundle, before: Analysis, candidate: Bundle, after: Analysis, places: Positions
) -> Positions | None:
    theirs, ours = fold_of(baseline, before), fold_of(candidate, after)
    if theirs is None or ours is None or len(theirs) != len(ours):
        return None
    return ours if np.array_equal(theirs[places], ours) else None


def _refuse_contradiction(
    baseline: Bundle, before: Analysis, candidate: Bundle, after: Analysis, split: Split, places: Positions
) -> None:
    theirs = baseline.arrays.get(keys.TRUTH.key(before.id, split))
    ours = candidate.arrays.get(keys.TRUTH.key(after.id, split))
    if theirs is None or ours is None:
        return
    if len(theirs) != len(places) or len(ours) != len(places) or not np.array_equal(theirs[places], ours):
        raise InputError(
            "The two bundles say that their data are the same, but the true classes of the same samples differ: one "
            "of them was changed after it was written."
        )
