"""What a search ranks its candidates by: the main metric where scikit-learn has a scorer of it, else accuracy."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.models.form import AnswerForm
from reportgen.models.spec import ModelSpec

_BY_ANSWERS = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced_accuracy",
    "mcc": "matthews_corrcoef",
    "subset_accuracy": "accuracy",
    **{
        f"{rate}{average}": f"{rate}{average}"
        for rate in ("precision", "recall", "f1", "jaccard")
        for average in ("", "_macro", "_micro", "_weighted")
    },
}
_BY_SCORES = {"roc_auc": "roc_auc", "average_precision": "average_precision"}
_BY_PROBABILITIES = {
    "roc_auc_ovr_macro": "roc_auc_ovr",
    "log_loss": "neg_log_loss",
    "brier": "neg_brier_score",
}

MAIN = "it is the main metric"


@dataclass(frozen=True)
class Scorer:
    """A metric's id and scikit-learn's scorer of it; `sign` is -1 where the scorer turns the metric round."""

    metric: str
    reason: str
    scoring: Any
    sign: int = 1


def scorer_for(metric: str, spec: ModelSpec, form: AnswerForm) -> Scorer:
    """Return what to rank candidates by, and why."""
    if form.kind != "class":
        return _for_several(metric, form)
    known = dict(_BY_ANSWERS)
    if spec.score is not None:
        known |= _BY_SCORES if form.n_classes == 2 else {}
    if spec.score == "predict_proba":
        known |= _BY_PROBABILITIES
    if metric in known:
        name = known[metric]
        return Scorer(metric, MAIN, name, -1 if name.startswith("neg_") else 1)
    return Scorer("accuracy", f"scikit-learn has no scorer of {metric} for what this model gives", "accuracy")


def _for_several(metric: str, form: AnswerForm) -> Scorer:
    from sklearn.metrics import make_scorer

    labels = all(classes == 2 for classes in form.outputs)
    if labels and metric in _BY_ANSWERS:
        return Scorer(metric, MAIN, _BY_ANSWERS[metric])
    rate, _, average = metric.rpartition("_")
    if not labels and rate in ("precision", "recall", "f1") and average in ("macro", "weighted"):
        return Scorer(metric, MAIN, make_scorer(_mean_over_outputs, rate=rate, average=average))
    reason = (
        MAIN if metric == "subset_accuracy" else f"scikit-learn has no scorer of {metric} for such answers"
    )
    return Scorer("subset_accuracy", reason, make_scorer(_all_right))


def _mean_over_outputs(truth: Any, answers: Any, *, rate: str, average: str) -> float:
    """Return the mean over outputs of an averaged precision, recall or F1."""
    from sklearn import metrics

    score = getattr(metrics, f"{rate}_score")
    columns = zip(np.asarray(truth).T, np.asarray(answers).T, strict=True)
    return float(np.mean([score(yes, said, average=average, zero_division=0) for yes, said in columns]))


def _all_right(truth: Any, answers: Any) -> float:
    """Return the share of samples of which every answer is right."""
    right = np.asarray(truth) == np.asarray(answers)
    return float(right.reshape(len(right), -1).all(axis=1).mean())
