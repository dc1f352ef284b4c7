"""How well scores rank: areas under the ROC and the precision-recall curve, and the true class among the best three."""

from collections.abc import Callable

import numpy as np

from reportgen.bundle.schema import MetricInfo
from reportgen.evaluation.metrics.rates import CLASSIFICATION, UNIT_RANGE
from reportgen.evaluation.metrics.spec import METRICS, BestScores, MetricSpec, Outcome, Value
from reportgen.evaluation.ranked import Ranked, ranked_classes
from reportgen.tasks import MANY_CLASSES, Task

_TOO_MANY = f"not computed for more than {MANY_CLASSES} classes, of which only the best answers are kept"


def _roc_auc(ranked: Ranked) -> tuple[float | None, str | None]:
    reason = ranked.undefined()
    return (None, reason) if reason else (ranked.roc_auc, None)


def _average_precision(ranked: Ranked) -> tuple[float | None, str | None]:
    reason = ranked.undefined(without_negatives=True)
    return (None, reason) if reason else (ranked.average_precision, None)


Area = Callable[[Ranked], tuple[float | None, str | None]]


def _by_class(area: Area) -> Callable[[Outcome], list[Value]]:
    def compute(outcome: Outcome) -> list[Value]:
        own = [Value(value, name, reason) for name, (value, reason) in _areas(area, outcome).items()]
        return [own[0]._replace(label=None)] if len(outcome.classes) == 2 and own else own

    return compute


def _macro(area: Area) -> Callable[[Outcome], list[Value]]:
    def compute(outcome: Outcome) -> list[Value]:
        if isinstance(outcome.scores, BestScores):
            return [Value(None, reason=_TOO_MANY)]
        areas = _areas(area, outcome)
        defined = [value for value, _ in areas.values() if value is not None]
        if not defined:
            return [Value(None, reason="undefined: no class can be told from the others here")]
        left_out = len(areas) - len(defined)
        reason = f"without {left_out} classes for which it is undefined here" if left_out else None
        return [Value(float(np.mean(defined)), reason=reason)]

    return compute


def _areas(area: Area, outcome: Outcome) -> dict[str, tuple[float | None, str | None]]:
    return {name: area(ranked) for name, ranked in ranked_classes(outcome).items()}


def _top_3_accuracy(outcome: Outcome) -> list[Value]:
    if isinstance(outcome.scores, BestScores):
        right = (outcome.scores.classes[:, :3] == outcome.truth[:, None]).any(axis=1)
    else:
        scores = np.asarray(outcome.scores)
        if scores.ndim == 1 or scores.shape[1] <= 3:
            return [Value(None, reason="not applicable: there are three classes or fewer")]
        # Ties go to the later class, as in sklearn.metrics.top_k_accuracy_score.
        best = np.argsort(scores, axis=1, kind="stable")[:, -3:]
        right = (best == outcome.truth[:, None]).any(axis=1)
    n = int(right.sum())
    return [Value(n / len(right), successes=n, trials=len(right))]


def _register(
    metric_id: str,
    tasks: frozenset[Task],
    compute: Callable[[Outcome], list[Value]],
    order: int,
    title: str,
    description: str,
    source: str,
    *,
    pooled: bool = False,
) -> None:
    info = MetricInfo(
        title=title,
        unit=None,
        greater_is_better=True,
        range=UNIT_RANGE,
        description=description,
        source=source,
    )
    METRICS.register(
        MetricSpec(
            id=metric_id, info=info, tasks=tasks, compute=compute, needs="scores", pooled=pooled, order=order
        )
    )


_MULTICLASS = frozenset({Task.MULTICLASS})
_register(
    "roc_auc",
    CLASSIFICATION,
    _by_class(_roc_auc),
    30,
    "ROC AUC",
    "The chance that a random sample of the class gets a higher score than a random other sample.",
    "sklearn.metrics.roc_auc_score",
)
_register(
    "roc_auc_ovr_macro",
    _MULTICLASS,
    _macro(_roc_auc),
    31,
    "ROC AUC, macro",
    "The mean of the classes' own ROC AUCs, each class against all others.",
    "sklearn.metrics.roc_auc_score, averaged over classes",
)
_register(
    "average_precision",
    CLASSIFICATION,
    _by_class(_average_precision),
    32,
    "Average precision",
    "Precision averaged over all thresholds, weighted by the gain in recall: a fair figure for rare classes.",
    "sklearn.metrics.average_precision_score",
)
_register(
    "average_precision_macro",
    _MULTICLASS,
    _macro(_average_precision),
    33,
    "Average precision, macro",
    "The mean of the classes' own average precisions, each class against all others.",
    "sklearn.metrics.average_precision_score, averaged over classes",
)
_register(
    "top_3_accuracy",
    _MULTICLASS,
    _top_3_accuracy,
    40,
    "Top-3 accuracy",
    "The share of samples whose true class is among the three answers with the highest scores.",
    "sklearn.metrics.top_k_accuracy_score",
    pooled=True,
)
