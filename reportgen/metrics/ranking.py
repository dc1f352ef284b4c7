"""How well scores rank: areas under the ROC and the precision-recall curve, and the true class among the best three."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.schema import SHARE
from reportgen.metrics.kinds import AreaUnder, MeanOf
from reportgen.metrics.metric_spec import (
    BINARY_ONLY,
    LABELS_ONLY,
    MANY_CLASSES_ONLY,
    BestScores,
    Compute,
    Outcome,
    Value,
    metric,
)
from reportgen.metrics.ranked_scores import Ranked, ranked_classes
from reportgen.tasks import MANY_CLASSES

_TOO_MANY = f"not computed for more than {MANY_CLASSES} classes, of which only the best answers are kept"


def _roc_auc(ranked: Ranked) -> tuple[float | None, str | None]:
    reason = ranked.undefined()
    return (None, reason) if reason else (ranked.roc_auc, None)


def _average_precision(ranked: Ranked) -> tuple[float | None, str | None]:
    reason = ranked.undefined(without_negatives=True)
    return (None, reason) if reason else (ranked.average_precision, None)


Area = Callable[[Ranked], tuple[float | None, str | None]]


def _by_class(area: Area) -> Compute:
    def compute(outcome: Outcome) -> list[Value]:
        own = [Value(value, name, reason) for name, (value, reason) in _areas(area, outcome).items()]
        return [own[0]._replace(label=None)] if len(outcome.classes) == 2 and own else own

    return compute


def _macro(area: Area) -> Compute:
    def compute(outcome: Outcome) -> list[Value]:
        if isinstance(outcome.scores, BestScores):
            return [Value(None, reason=_TOO_MANY)]
        areas = _areas(area, outcome)
        defined = [value for value, _ in areas.values() if value is not None]
        if not defined:
            return [Value(None, reason=f"undefined: no {outcome.unit} can be told from the others here")]
        left_out = len(areas) - len(defined)
        reason = (
            f"without {left_out} {outcome.unit if left_out == 1 else outcome.units} for which it is undefined here"
            if left_out
            else None
        )
        return [Value(float(np.mean(defined)), reason=reason)]

    return compute


def _areas(area: Area, outcome: Outcome) -> dict[str, tuple[float | None, str | None]]:
    return {name: area(ranked) for name, ranked in ranked_classes(outcome).items()}


def among_best_three(outcome: Outcome) -> NDArray[np.bool_]:
    """Return whether each sample's true class is among the three highest scores, of shape (n_samples,)."""
    if isinstance(outcome.scores, BestScores):
        best = outcome.scores.classes[:, :3]
    else:
        # Ties go to the later class, as in sklearn.metrics.top_k_accuracy_score.
        best = np.argsort(np.asarray(outcome.scores), axis=1, kind="stable")[:, -3:]
    return np.asarray((best == outcome.truth[:, None]).any(axis=1))


@metric(
    "top_3_accuracy",
    title="Top-3 accuracy",
    description="The share of samples whose true class is among the three answers with the highest scores.",
    source="sklearn.metrics.top_k_accuracy_score",
    unit=SHARE,
    tasks=MANY_CLASSES_ONLY,
    needs="scores",
    kind=MeanOf(among_best_three),
    order=40,
)
def top_3_accuracy(outcome: Outcome) -> list[Value]:
    """Return the share of samples whose true class is among the three highest scores."""
    if len(outcome.classes) <= 3:
        return [Value(None, reason="not applicable: there are three classes or fewer")]
    right = among_best_three(outcome)
    n = int(right.sum())
    return [Value(n / len(right), successes=n, trials=len(right))]


_AREAS: dict[str, tuple[Area, str, str, str]] = {
    "roc_auc": (
        _roc_auc,
        "ROC AUC",
        "The chance that a random sample of the class gets a higher score than a random other sample.",
        "sklearn.metrics.roc_auc_score",
    ),
    "average_precision": (
        _average_precision,
        "Average precision",
        "Precision averaged over all thresholds, weighted by the gain in recall: a fair figure for rare classes.",
        "sklearn.metrics.average_precision_score",
    ),
}
#: The ids of the means over classes; ROC AUC's says how the classes are told apart, as scikit-learn does.
_MEANS = {"roc_auc": "roc_auc_ovr_macro", "average_precision": "average_precision_macro"}
_CURVES: dict[str, Literal["roc", "precision_recall"]] = {
    "roc_auc": "roc",
    "average_precision": "precision_recall",
}
_MEAN_TASKS = {"roc_auc": MANY_CLASSES_ONLY, "average_precision": MANY_CLASSES_ONLY | LABELS_ONLY}

for _place, (_id, (_area, _title, _description, _source)) in enumerate(_AREAS.items()):
    metric(
        _id,
        title=_title,
        description=_description,
        source=_source,
        needs="scores",
        pooled=False,
        kind=AreaUnder(_CURVES[_id]),
        order=30 + 2 * _place,
        ranks=BINARY_ONLY,
    )(_by_class(_area))
    metric(
        _MEANS[_id],
        title=f"{_title}, macro",
        description=f"{_title} of each class against all others, averaged over the classes.",
        source=f"{_source}, averaged over classes",
        tasks=_MEAN_TASKS[_id],
        needs="scores",
        pooled=False,
        kind=AreaUnder(_CURVES[_id], averaged=True),
        order=31 + 2 * _place,
    )(_macro(_area))

metric(
    "roc_auc_macro",
    title="ROC AUC, macro",
    description="ROC AUC of each label, averaged over the labels.",
    source="sklearn.metrics.roc_auc_score",
    tasks=LABELS_ONLY,
    needs="scores",
    pooled=False,
    kind=AreaUnder("roc", averaged=True),
    order=31,
)(_macro(_roc_auc))
