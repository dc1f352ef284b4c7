"""ClassPredictions: what a model predicted for some samples where each has one class."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from reportgen.predictions.class_counts import ClassCounts
from reportgen.predictions.scores import ScoreKind, Scores


@dataclass(frozen=True, eq=False)
class ClassPredictions:
    """Predicted classes and scores of some samples: all that metrics and curves are computed from.

    Attributes
    ----------
    classes : sequence of str
        Class names; codes below index them. For two classes the last is the positive one.
    truth, predicted : ndarray of shape (n_samples,)
        Codes of the true classes and of those that predict() gave.
    scores : Scores or None
    score_kind : {"probability", "decision"} or None
    """

    classes: Sequence[str]
    truth: NDArray[np.int64]
    predicted: NDArray[np.int64]
    scores: Scores | None
    score_kind: ScoreKind | None

    unit: ClassVar[str] = "class"
    units: ClassVar[str] = "classes"
    #: Whether an average counts every one of them, also those that never occur.
    counts_all: ClassVar[bool] = False

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return len(self.truth)

    @cached_property
    def counts(self) -> ClassCounts:
        """Right predictions, predictions and samples by class."""
        n_classes = len(self.classes)
        return ClassCounts(
            np.bincount(self.truth[self.truth == self.predicted], minlength=n_classes),
            np.bincount(self.predicted, minlength=n_classes),
            np.bincount(self.truth, minlength=n_classes),
        )

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which predictions are wrong, of shape (n_samples,)."""
        return np.asarray(self.truth != self.predicted)

    @property
    def parts(self) -> tuple[Self, ...]:
        """What an average is taken over: itself."""
        return (self,)

    def is_of(self, code: int) -> NDArray[np.bool_]:
        """Return which samples are of a class, of shape (n_samples,)."""
        return np.asarray(self.truth == code)

    @cached_property
    def cache(self) -> dict[str, Any]:
        """What several metrics share, by name; whoever puts something there keeps its own keys."""
        return {}

    def take(self, positions: NDArray[Any]) -> Self:
        """Return the predictions for some samples, in the order in which they are named."""
        scores = None if self.scores is None else self.scores.take(positions)
        return type(self)(
            self.classes, self.truth[positions], self.predicted[positions], scores, self.score_kind
        )

    @classmethod
    def join(cls, parts: "Sequence[ClassPredictions]") -> Self:
        """Return the predictions for several sets of samples as one, in their order."""
        scores = [part.scores for part in parts if part.scores is not None]
        return cls(
            parts[0].classes,
            np.concatenate([part.truth for part in parts]),
            np.concatenate([part.predicted for part in parts]),
            Scores.join(scores) if len(scores) == len(parts) else None,
            parts[0].score_kind,
        )
