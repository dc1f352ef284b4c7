"""MetricSpec: what a metric is and what it needs, and the registry of all metrics."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, Unpack

from reportgen.bundle.schema import MetricInfo
from reportgen.metrics.figure_value import Value
from reportgen.metrics.kinds import ANYTHING, Kind
from reportgen.options import MARGIN
from reportgen.registry import Registry
from reportgen.tasks import Task


@dataclass(frozen=True)
class MetricSpec:
    """A metric: its facts for a reader, the tasks it is for, what it needs, and how it is computed.

    `needs` is what the model must offer: predicted classes only, scores of any kind, or probabilities. `ranks` are the
    tasks in which it has one figure for the whole, so that models can be ranked by it.
    `pooled` is False for ranking metrics, whose headline in cross-validation is the mean over folds. `kind` decides how
    it is computed, and how its interval and its differences are found; `compute` says it only where the kind has no
    formula.
    """

    id: str
    info: MetricInfo
    tasks: frozenset[Task]
    compute: "Compute | None" = None
    needs: Literal["predictions", "scores", "probabilities"] = "predictions"
    pooled: bool = True
    kind: Kind = ANYTHING
    order: int = 50
    ranks: frozenset[Task] = frozenset(Task)

    @property
    def margin(self) -> float:
        """The difference that matters where nobody says which does."""
        return self.info.margin

    def values(self, predictions: Any) -> list[Value]:
        """Return the figures of some predictions; undefined where the model does not offer what the metric needs."""
        if self.needs != "predictions" and predictions.scores is None:
            return [Value(None, reason="this model answers without scores")]
        if self.needs == "probabilities" and predictions.score_kind != "probability":
            return [Value(None, reason="this model gives scores that are no probabilities")]
        return (
            self.kind.values(predictions)
            if self.compute is None
            else self._computed(predictions, self.compute)
        )

    def _computed(self, predictions: Any, compute: "Compute") -> list[Value]:
        """Return the figures of a function; one of somebody else's that fails has a row with the reason."""
        if compute.__module__.startswith("reportgen."):
            return compute(predictions)
        where = f"{compute.__module__}.{compute.__qualname__}"
        try:
            found = compute(predictions)
        except Exception as error:  # noqa: BLE001 - it costs its own row, never the run
            why = " ".join(f"{type(error).__name__}: {error}".split())
            return [Value(None, reason=f"{where} failed ({why})")]
        if isinstance(found, list) and all(isinstance(value, Value) for value in found):
            return found
        return [Value(None, reason=f"{where} returned {type(found).__name__}, no list of Value")]

    def figure(self, predictions: Any, label: str | None = None) -> Value | None:
        """Return the figure of the whole, or a class's own; None where the metric has no such figure here."""
        return next((value for value in self.values(predictions) if value.label == label), None)


class Judging(TypedDict, total=False):
    """The fields of MetricSpec that have a default."""

    needs: Literal["predictions", "scores", "probabilities"]
    pooled: bool
    kind: Kind
    order: int
    ranks: frozenset[Task]


#: From predictions (ClassPredictions, SeveralPredictions, ...) to figures.
Compute = Callable[[Any], list[Value]]

CLASSIFICATION = frozenset({Task.BINARY, Task.MULTICLASS})
MANY_CLASSES_ONLY = frozenset({Task.MULTICLASS})
#: What is averaged over classes has a meaning for labels too.
AVERAGED = CLASSIFICATION | {Task.MULTILABEL}
LABELS_ONLY = frozenset({Task.MULTILABEL})
BINARY_ONLY = frozenset({Task.BINARY})
OUTPUTS_ONLY = frozenset({Task.MULTIOUTPUT})
IMAGES_ONLY = frozenset({Task.DENOISE})
#: What only needs to know which predictions are right.
RIGHT_OR_WRONG = CLASSIFICATION | {Task.CORRECTNESS}

METRICS: Registry[MetricSpec] = Registry(
    "metrics", "reportgen.metrics", sort=lambda spec: (spec.order, spec.id)
)


def metrics_for(task: Task) -> list[MetricSpec]:
    """Return the metrics that mean something for a task."""
    return [metric for metric in METRICS if task in metric.tasks]


class Facts(Judging, total=False):
    """The further fields that registering a metric takes: facts for a reader, and tasks."""

    unit: str | None
    range: tuple[float | None, float | None]
    greater_is_better: bool
    margin: float
    tasks: frozenset[Task]


def metric_by_kind(
    metric_id: str, *, title: str, description: str, source: str | None, **facts: Unpack[Facts]
) -> MetricSpec:
    """Register a metric that is computed as its `kind` says; the fields are those of MetricSpec and MetricInfo."""
    return _register(metric_id, title, description, source, None, facts)


def metric(
    metric_id: str, *, title: str, description: str, source: str | None, **facts: Unpack[Facts]
) -> Callable[[Compute], Compute]:
    """Register the decorated function, from predictions to values, as a metric that no kind has a formula of."""

    def register(compute: Compute) -> Compute:
        _register(metric_id, title, description, source, compute, facts)
        return compute

    return register


def _register(
    metric_id: str, title: str, description: str, source: str | None, compute: Compute | None, facts: Facts
) -> MetricSpec:
    judged = dict(facts)
    info = MetricInfo(
        title=title,
        unit=judged.pop("unit", None),  # type: ignore[arg-type]
        greater_is_better=judged.pop("greater_is_better", True),  # type: ignore[arg-type]
        range=judged.pop("range", (0.0, 1.0)),  # type: ignore[arg-type]
        description=description,
        source=source,
        margin=judged.pop("margin", MARGIN),  # type: ignore[arg-type]
    )
    tasks = facts.get("tasks", CLASSIFICATION)
    judged.pop("tasks", None)
    return METRICS.register(MetricSpec(id=metric_id, info=info, tasks=tasks, compute=compute, **judged))  # type: ignore[arg-type]
