"""Whether two runs are one and the same: then nothing can differ, and no chance lies between their figures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.baseline.alterations import alterations, alterations_of
from reportgen.baseline.compared_model import ComparedModel
from reportgen.bundle.base_record import Split
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis, Score
from reportgen.statistics.difference import identical

#: The difference of a fit and itself.
NOTHING = identical()


def is_repetition(before: Analysis, after: Analysis, then: Run, now: Run) -> bool:
    """Whether an analysis of two runs is one and the same: a run and itself, or made again with nothing changed.

    That is of the same results, data, protocol, seed, options, parameters, sizes, versions and code; it may be of
    another machine. Equal predictions alone do not make two models the same: other samples could tell
    them apart.
    """
    if then.results_digest != now.results_digest or alterations_of(before, after, then, now):
        return False
    return all(altered.kind == "machine" for altered in alterations(then, now))


def same_answers(a: Sequence[Any], b: Sequence[Any]) -> bool:
    """Whether all fits of both gave the same predictions with the same scores for the same samples."""
    return len(a) == len(b) and all(_same(one, other) for one, other in zip(a, b, strict=True))


def same_figures(before: ComparedModel, after: ComparedModel, split: Split) -> bool:
    """Whether both sides are the same model with the same figures, of which single predictions are not at hand."""
    return before.model == after.model and _figures(before, split) == _figures(after, split)


def _figures(side: ComparedModel, split: Split) -> list[Score]:
    return [row for row in side.analysis.scores if (row.model, row.split) == (side.model, split)]


def _same(a: Any, b: Any) -> bool:
    losses, others = getattr(a, "losses", {}), getattr(b, "losses", {})
    if losses.keys() != others.keys() or not all(_equal(losses[name], others[name]) for name in losses):
        return False
    scores, other_scores = getattr(a, "scores", None), getattr(b, "scores", None)
    if scores is None or other_scores is None:
        return _equal(a.predicted, b.predicted) and scores is other_scores
    return _equal(a.predicted, b.predicted) and bool(scores.equals(other_scores))


def _equal(a: NDArray[Any], b: NDArray[Any]) -> bool:
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
