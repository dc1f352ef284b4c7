"""SeveralPredictions: what a model predicted where each sample has several targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.single_outputs import score_columns
from reportgen.predictions.class_counts import ClassCounts
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import ScoreKind, Scores


@dataclass(frozen=True)
class Output:
    """One of several targets: the name of its label or column, and its classes in sorted order."""

    name: str
    classes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SeveralPredictions:
    """Several labels, or several outputs, of the same samples.

    Labels can be counted as classes are, so the metrics of classes that come from counts hold for them as well:
    `classes` are then the labels' names.

    Attributes
    ----------
    outputs : sequence of Output
    labels : bool
        Whether each output is a label: yes or no.
    truth, predicted : ndarray of shape (n_samples, n_outputs)
        Codes of the true classes and of those that predict() gave.
    scores : Scores or None
        Columns side by side for each output: one for two classes, otherwise one for each class.
    score_kind : {"probability", "decision"} or None
    """

    outputs: Sequence[Output]
    labels: bool
    truth: NDArray[np.int64]
    predicted: NDArray[np.int64]
    scores: Scores | None
    score_kind: ScoreKind | None

    unit: ClassVar[str] = "label"
    units: ClassVar[str] = "labels"
    counts_all: ClassVar[bool] = True

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return len(self.truth)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the labels or outputs."""
        return tuple(output.name for output in self.outputs)

    @cached_property
    def each(self) -> tuple[ClassPredictions, ...]:
        """Each label or output by itself."""
        columns = score_columns(len(output.classes) for output in self.outputs)
        return tuple(
            ClassPredictions(
                output.classes,
                self.truth[:, place],
                self.predicted[:, place],
                self._scores_in(columns[place]),
                self.score_kind,
            )
            for place, output in enumerate(self.outputs)
        )

    def _scores_in(self, columns: slice) -> Scores | None:
        if self.scores is None:
            return None
        own = self.scores.values[:, columns]
        return Scores(own[:, 0] if own.shape[1] == 1 else own)

    @property
    def parts(self) -> tuple[Any, ...]:
        """What an average is taken over: labels are averaged as classes are, other outputs each by itself."""
        return (self,) if self.labels else self.each

    @cached_property
    def counts(self) -> ClassCounts:
        """By label those rightly predicted, predicted and true; of other outputs right predictions and samples."""
        right = self.truth == self.predicted
        if not self.labels:
            n = np.full(len(self.outputs), self.n_samples)
            return ClassCounts(right.sum(axis=0), n, n)
        has, given = self.truth == 1, self.predicted == 1
        return ClassCounts((right & has).sum(axis=0), given.sum(axis=0), has.sum(axis=0))

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which samples have a wrong prediction among their several, of shape (n_samples,)."""
        return np.asarray((self.truth != self.predicted).any(axis=1))

    def is_of(self, place: int) -> NDArray[np.bool_]:
        """Return which samples have a label, of shape (n_samples,)."""
        return np.asarray(self.truth[:, place] == 1)

    @cached_property
    def cache(self) -> dict[str, Any]:
        """What several metrics share, by name."""
        return {}

    def take(self, positions: NDArray[Any]) -> Self:
        """Return the predictions for some samples, in the order in which they are named."""
        scores = None if self.scores is None else self.scores.take(positions)
        truth, predicted = self.truth[positions], self.predicted[positions]
        return type(self)(self.outputs, self.labels, truth, predicted, scores, self.score_kind)

    @classmethod
    def join(cls, parts: "Sequence[SeveralPredictions]") -> Self:
        """Return the predictions for several sets of samples as one, in their order."""
        scores = [part.scores for part in parts if part.scores is not None]
        return cls(
            parts[0].outputs,
            parts[0].labels,
            np.concatenate([part.truth for part in parts]),
            np.concatenate([part.predicted for part in parts]),
            Scores.join(scores) if len(scores) == len(parts) else None,
            parts[0].score_kind,
        )


def co_occurrences(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many samples have both labels of each pair, of shape (n_labels, n_labels).

    codes has shape (n_samples, n_labels), 0 and 1; the diagonal holds how many have each label.
    """
    return codes.T @ codes
