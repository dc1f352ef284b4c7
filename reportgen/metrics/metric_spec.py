"""MetricSpec and Outcome: what a metric is computed from, and the registry of all metrics."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, NamedTuple, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import MetricInfo
from reportgen.metrics.kinds import ANYTHING, Kind
from reportgen.registry import Registry
from reportgen.tasks import Task

#: The answers kept for each sample where there are too many classes to keep all scores.
BEST_ANSWERS = 5


@dataclass(frozen=True, eq=False)
class BestScores:
    """The scores of the best answers alone, for tasks of very many classes.

    Attributes
    ----------
    classes : ndarray of shape (n_samples, BEST_ANSWERS)
        Codes of the best answers, best first.
    scores : ndarray of shape (n_samples, BEST_ANSWERS)
    true_scores : ndarray of shape (n_samples,)
        The score of the true class.
    squares : ndarray of shape (n_samples,)
        The sum of all classes' squared scores, which the Brier score needs.
    """

    classes: NDArray[np.int64]
    scores: NDArray[np.float64]
    true_scores: NDArray[np.float64]
    squares: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a model answered on some samples: all that metrics and curves are computed from.

    Attributes
    ----------
    classes : sequence of str
        Class names; codes below index them. For two classes the last is the positive one.
    truth, answers : ndarray of shape (n_samples,)
        Codes of the true classes and of predict()'s answers.
    scores : ndarray of shape (n_samples,) or (n_samples, n_classes), BestScores or None
        One column for two classes (of the positive class).
    score_kind : {"probability", "decision"} or None
    """

    classes: Sequence[str]
    truth: NDArray[np.int64]
    answers: NDArray[np.int64]
    scores: NDArray[np.float64] | BestScores | None
    score_kind: Literal["probability", "decision"] | None

    unit: ClassVar[str] = "class"
    units: ClassVar[str] = "classes"

    @property
    def n_samples(self) -> int:
        """Number of samples."""
        return len(self.truth)

    @cached_property
    def hits(self) -> NDArray[np.int64]:
        """Right answers by class, of shape (n_classes,): the diagonal of the confusion matrix."""
        return np.bincount(self.truth[self.truth == self.answers], minlength=len(self.classes))

    @cached_property
    def actual(self) -> NDArray[np.int64]:
        """Samples by true class, of shape (n_classes,): the row sums of the confusion matrix."""
        return np.bincount(self.truth, minlength=len(self.classes))

    @cached_property
    def predicted(self) -> NDArray[np.int64]:
        """Samples by answer, of shape (n_classes,): the column sums of the confusion matrix."""
        return np.bincount(self.answers, minlength=len(self.classes))

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which classes an average counts, of shape (n_classes,): those that occur in truth or answers."""
        return np.asarray((self.actual + self.predicted) > 0)

    @property
    def parts(self) -> tuple[Any, ...]:
        """What an average is taken over: itself."""
        return (self,)

    def is_of(self, code: int) -> NDArray[np.bool_]:
        """Return which samples are of a class, of shape (n_samples,)."""
        return np.asarray(self.truth == code)

    @cached_property
    def cache(self) -> dict[str, Any]:
        """What several metrics share, by name; each family keeps its own keys."""
        return {}


class Value(NamedTuple):
    """A figure: of the whole (label None) or of one class, None with a reason where undefined.

    `successes` and `trials` are set where it is a share of samples, so that an interval follows from them.
    """

    value: float | None
    label: str | None = None
    reason: str | None = None
    successes: int | None = None
    trials: int | None = None


#: The difference that matters unless a metric or a user says otherwise: half a point of a share.
MARGIN = 0.005


@dataclass(frozen=True)
class MetricSpec:
    """A metric: its facts for a reader, the tasks it is for, what it needs, and how it is computed.

    `needs` is what the model must offer: answers only, scores of any kind, or probabilities. `ranks` are the
    tasks in which it has one figure for the whole, so that models can be ranked by it.
    `pooled` is False for ranking metrics, whose headline in cross-validation is the mean over folds. `kind` decides how
    its interval and its differences are found. `margin` is the difference that matters where nobody says which does.
    """

    id: str
    info: MetricInfo
    tasks: frozenset[Task]
    compute: "Compute"
    needs: Literal["answers", "scores", "probabilities"] = "answers"
    pooled: bool = True
    kind: Kind = ANYTHING
    order: int = 50
    ranks: frozenset[Task] = frozenset(Task)
    margin: float = MARGIN

    def values(self, outcome: Any) -> list[Value]:
        """Return the figures of an outcome; undefined where the model does not offer what the metric needs."""
        if self.needs != "answers" and outcome.scores is None:
            return [Value(None, reason="this model answers without scores")]
        if self.needs == "probabilities" and outcome.score_kind != "probability":
            return [Value(None, reason="this model gives scores that are no probabilities")]
        return self.compute(outcome)

    def figure(self, outcome: Any, label: str | None = None) -> Value | None:
        """Return the figure of the whole, or a class's own; None where the metric has no such figure here."""
        return next((value for value in self.values(outcome) if value.label == label), None)


class Judging(TypedDict, total=False):
    """The fields of MetricSpec that have a default."""

    needs: Literal["answers", "scores", "probabilities"]
    pooled: bool
    kind: Kind
    order: int
    ranks: frozenset[Task]
    margin: float


#: From what a model answered (an Outcome, a JointOutcome, ...) to figures.
Compute = Callable[[Any], list[Value]]

CLASSIFICATION = frozenset({Task.BINARY, Task.MULTICLASS})
MANY_CLASSES_ONLY = frozenset({Task.MULTICLASS})
#: What is averaged over classes has a meaning for labels too.
AVERAGED = CLASSIFICATION | {Task.MULTILABEL}
LABELS_ONLY = frozenset({Task.MULTILABEL})
BINARY_ONLY = frozenset({Task.BINARY})

METRICS: Registry[MetricSpec] = Registry(
    "metrics", "reportgen.metrics", sort=lambda spec: (spec.order, spec.id)
)


def metric(
    metric_id: str,
    *,
    title: str,
    description: str,
    source: str | None,
    unit: str | None = None,
    range: tuple[float | None, float | None] = (0.0, 1.0),  # noqa: A002 - the field's name in the bundle
    greater_is_better: bool = True,
    tasks: frozenset[Task] = CLASSIFICATION,
    **judged: Unpack[Judging],
) -> Callable[[Compute], Compute]:
    """Register the decorated function as a metric; the fields are those of MetricSpec and MetricInfo."""
    info = MetricInfo(
        title=title,
        unit=unit,
        greater_is_better=greater_is_better,
        range=range,
        description=description,
        source=source,
    )

    def register(compute: Compute) -> Compute:
        METRICS.register(MetricSpec(id=metric_id, info=info, tasks=tasks, compute=compute, **judged))
        return compute

    return register
