"""ModelOnSplit: what one model predicted on one split, with what it takes to name single samples of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.error_records import Case
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.errors.certainty import (
    Floats,
    Positions,
    margins,
    most_confident_first,
    predicted_scores,
)


@dataclass(frozen=True, eq=False)
class ModelOnSplit:
    """What one model predicted on one split.

    Attributes
    ----------
    model : str
    split : {"cv", "test"}
    predictions : ClassPredictions
    sample_ids : ndarray of shape (n_samples,)
        Id of each sample judged, in the order of the predictions.
    seed : int
        Draws the order of samples that nothing else tells apart.
    """

    model: str
    split: Split
    predictions: ClassPredictions
    sample_ids: NDArray[np.int64]
    seed: int

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """Whether each prediction is wrong."""
        return self.predictions.wrong

    @cached_property
    def _scores(self) -> Floats | None:
        return predicted_scores(self.predictions)

    @cached_property
    def _margins(self) -> Floats | None:
        return margins(self.predictions)

    def most_confident_first(self, chosen: NDArray[np.bool_]) -> Positions:
        """Return the positions of the samples chosen by a mask, those of its most confident predictions first."""
        return most_confident_first(self.predictions, np.flatnonzero(chosen), self.seed)

    def cases(self, positions: Iterable[int]) -> list[Case]:
        """Return the record of each position."""
        return [self._case(int(position)) for position in positions]

    def _case(self, position: int) -> Case:
        classes, predictions = self.predictions.classes, self.predictions
        return Case(
            sample=int(self.sample_ids[position]),
            truth=classes[predictions.truth[position]],
            answer=classes[predictions.predicted[position]],
            score=_number(self._scores, position),
            margin=_number(self._margins, position),
        )


def _number(values: Floats | None, position: int) -> float | None:
    if values is None or not np.isfinite(values[position]):
        return None
    return float(values[position])
