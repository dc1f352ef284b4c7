"""The scores of one yes-or-no question as a bundle stores them: a class against the rest, or a label."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Analysis
from reportgen.bundle.single_outputs import score_columns


class StoredScores(NamedTuple):
    """Which samples are positive, and their scores, both of shape (n_samples,)."""

    is_positive: NDArray[np.bool_]
    scores: NDArray[np.float64]

    def reaching(self, thresholds: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return how many positive samples, and how many others, have at least each threshold."""
        found, false_alarms = (
            len(own) - np.searchsorted(np.sort(own), thresholds)
            for own in (self.scores[self.is_positive], self.scores[~self.is_positive])
        )
        return found, false_alarms


def stored_scores(
    analysis: Analysis, arrays: Mapping[str, NDArray[Any]], model: str, split: Split, label: str | None
) -> StoredScores | None:
    """Return the scores of a model for a class or label; `label` None is the positive class of two.

    None where they are not stored, or not those of all classes.
    """
    key = keys.SCORES.key(analysis.id, model, split)
    if key not in arrays or keys.TRUTH.key(analysis.id, split) not in arrays:
        return None
    scores, truth = arrays[key], arrays[keys.TRUTH.key(analysis.id, split)]
    outputs = analysis.dataset.outputs
    if outputs:
        names = [output.name for output in outputs]
        if label not in names:
            return None
        place = names.index(label)
        column = score_columns(len(output.classes) for output in outputs)[place].start
        return StoredScores(truth[:, place] == 1, np.asarray(scores[:, column], dtype=np.float64))
    if scores.ndim == 1:
        return StoredScores(truth == 1, np.asarray(scores, dtype=np.float64)) if label is None else None
    if label not in analysis.dataset.classes:
        return None
    code = analysis.dataset.classes.index(label)
    return StoredScores(truth == code, np.asarray(scores[:, code], dtype=np.float64))
