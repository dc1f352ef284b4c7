"""Judged: the answers of one model on one split, with what it takes to name single samples of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.error_records import Case
from reportgen.metrics.metric_spec import Outcome
from reportgen.scoring.errors.certainty import Floats, Positions, answer_scores, margins, surest_first


@dataclass(frozen=True, eq=False)
class Judged:
    """The answers of one model on one split.

    Attributes
    ----------
    model : str
    split : {"cv", "test"}
    outcome : Outcome
    sample_ids : ndarray of shape (n_samples,)
        Id of each sample judged, in the outcome's order.
    seed : int
        Draws the order of samples that nothing else tells apart.
    """

    model: str
    split: Split
    outcome: Outcome
    sample_ids: NDArray[np.int64]
    seed: int

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """Whether each answer is wrong."""
        wrong: NDArray[np.bool_] = self.outcome.truth != self.outcome.answers
        return wrong

    @cached_property
    def _scores(self) -> Floats | None:
        return answer_scores(self.outcome)

    @cached_property
    def _margins(self) -> Floats | None:
        return margins(self.outcome)

    def surest_first(self, chosen: NDArray[np.bool_]) -> Positions:
        """Return the positions of the samples chosen by a mask, those that the model was surest of first."""
        return surest_first(self.outcome, np.flatnonzero(chosen), self.seed)

    def cases(self, positions: Iterable[int]) -> list[Case]:
        """Return the record of each position."""
        return [self._case(int(position)) for position in positions]

    def _case(self, position: int) -> Case:
        classes, outcome = self.outcome.classes, self.outcome
        return Case(
            sample=int(self.sample_ids[position]),
            truth=classes[outcome.truth[position]],
            answer=classes[outcome.answers[position]],
            score=_number(self._scores, position),
            margin=_number(self._margins, position),
        )


def _number(values: Floats | None, position: int) -> float | None:
    if values is None or not np.isfinite(values[position]):
        return None
    return float(values[position])
