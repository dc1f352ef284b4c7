"""JointOutcome: what a model answered where each sample has several answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.split_answers import score_columns
from reportgen.metrics.metric_spec import Outcome
from reportgen.planning.target import Output


@dataclass(frozen=True, eq=False)
class JointOutcome:
    """Several labels, or several outputs, of the same samples.

    Labels can be counted as classes are, so the metrics of classes that come from counts hold for them as well:
    `classes` are then the labels' names.

    Attributes
    ----------
    outputs : sequence of Output
    labels : bool
        Whether each output is a label: yes or no.
    truth, answers : ndarray of shape (n_samples, n_outputs)
        Codes of the true classes and of predict()'s answers.
    scores : ndarray of shape (n_samples, n_columns) or None
        Side by side for each output: a column for two classes, otherwise a column for each class.
    score_kind : {"probability", "decision"} or None
    """

    outputs: Sequence[Output]
    labels: bool
    truth: NDArray[np.int64]
    answers: NDArray[np.int64]
    scores: NDArray[np.float64] | None
    score_kind: Literal["probability", "decision"] | None

    unit: ClassVar[str] = "label"
    units: ClassVar[str] = "labels"

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return len(self.truth)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the labels or outputs."""
        return tuple(output.name for output in self.outputs)

    @cached_property
    def each(self) -> tuple[Outcome, ...]:
        """Each label or output by itself."""
        columns = score_columns(len(output.classes) for output in self.outputs)
        return tuple(
            Outcome(
                output.classes,
                self.truth[:, place],
                self.answers[:, place],
                self._scores_in(columns[place]),
                self.score_kind,
            )
            for place, output in enumerate(self.outputs)
        )

    def _scores_in(self, columns: slice) -> NDArray[np.float64] | None:
        if self.scores is None:
            return None
        own = self.scores[:, columns]
        return own[:, 0] if own.shape[1] == 1 else own

    @property
    def parts(self) -> tuple[Any, ...]:
        """What an average is taken over: labels are averaged as classes are, other outputs each by itself."""
        return (self,) if self.labels else self.each

    @cached_property
    def hits(self) -> NDArray[np.int64]:
        """Right answers of yes by label, of shape (n_outputs,); of other outputs all right answers."""
        right = self.truth == self.answers
        return np.asarray((right & (self.truth == 1) if self.labels else right).sum(axis=0))

    @cached_property
    def actual(self) -> NDArray[np.int64]:
        """Samples that have each label, of shape (n_outputs,); of other outputs all samples."""
        if not self.labels:
            return np.full(len(self.outputs), self.n_samples)
        return np.asarray((self.truth == 1).sum(axis=0))

    @cached_property
    def predicted(self) -> NDArray[np.int64]:
        """Samples that were given each label, of shape (n_outputs,)."""
        return np.asarray((self.answers == 1).sum(axis=0))

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which labels an average counts, of shape (n_outputs,): every one."""
        return np.ones(len(self.outputs), dtype=np.bool_)

    def is_of(self, place: int) -> NDArray[np.bool_]:
        """Return which samples have a label, of shape (n_samples,)."""
        return np.asarray(self.truth[:, place] == 1)

    @cached_property
    def cache(self) -> dict[str, Any]:
        """What several metrics share, by name."""
        return {}


def pool_joint(folds: Sequence[JointOutcome]) -> JointOutcome:
    """Return the outcomes of all folds as one."""
    scores = [fold.scores for fold in folds if fold.scores is not None]
    return JointOutcome(
        folds[0].outputs,
        folds[0].labels,
        np.concatenate([fold.truth for fold in folds]),
        np.concatenate([fold.answers for fold in folds]),
        np.concatenate(scores) if len(scores) == len(folds) else None,
        folds[0].score_kind,
    )


def co_occurrences(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many samples have both labels of each pair, of shape (n_labels, n_labels).

    codes has shape (n_samples, n_labels), 0 and 1; the diagonal holds how many have each label.
    """
    return codes.T @ codes
