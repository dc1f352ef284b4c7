"""What a search ranks its candidates by: the main metric where the model gives what it needs, else accuracy."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.models.answer_form import AnswerForm
from reportgen.models.model_spec import ModelSpec
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores

if TYPE_CHECKING:
    from reportgen.fitting.search_candidate import Candidate

#: Scikit-learn's scorers of several labels that need answers alone.
_OF_LABELS = {
    "subset_accuracy": "accuracy",
    **{
        f"{rate}_{average}": f"{rate}_{average}"
        for rate in ("precision", "recall", "f1", "jaccard")
        for average in ("macro", "micro", "weighted")
    },
}

MAIN = "it is the main metric"


@dataclass(frozen=True)
class Scorer:
    """A metric's id and what scikit-learn's searches call for it; `sign` is -1 where that turns the metric round."""

    metric: str
    reason: str
    scoring: Any
    sign: int = 1


@dataclass(frozen=True)
class ClassScorer:
    """The report's own metric of a candidate, the greater the better.

    Unlike scikit-learn's scorers it knows every class of the task, also one that a fold does not hold.
    """

    spec: MetricSpec
    n_classes: int
    score_kind: Literal["probability", "decision"]

    @property
    def sign(self) -> int:
        """Whether the metric is turned round."""
        return 1 if self.spec.info.greater_is_better else -1

    def __call__(self, candidate: "Candidate", positions: Any, truth: Any) -> float:
        """Return the metric; NaN where held-out samples do not define it, and 0 where predictions do not."""
        predicted, scores = candidate.answered(positions)
        needs_scores = self.spec.needs != "predictions"
        if needs_scores and scores is None:
            raise ValueError("the model gives no scores")
        names, own = (
            tuple(str(code) for code in range(self.n_classes)),
            None if scores is None else Scores(scores),
        )
        figure = self.spec.figure(ClassPredictions(names, np.asarray(truth), predicted, own, self.score_kind))
        value = None if figure is None else figure.value
        # Zero is also what scikit-learn takes a rate of nothing and a correlation with a constant for.
        undefined = float("nan") if needs_scores else 0.0
        return undefined if value is None else self.sign * value


def scorer_for(metric: str, spec: ModelSpec, form: AnswerForm) -> Scorer:
    """Return what to rank candidates by, and why."""
    if form.kind != "class":
        return _for_several(metric, form)
    main = METRICS.get(metric)
    lacking = _lacking(main, spec)
    chosen = METRICS.get("accuracy") if lacking else main
    kind: Literal["probability", "decision"] = "probability" if spec.score == "predict_proba" else "decision"
    scoring = ClassScorer(chosen, form.n_classes, kind)
    reason = f"this model gives no {lacking}, which {metric} needs" if lacking else MAIN
    return Scorer(chosen.id, reason, scoring, scoring.sign)


def _lacking(metric: MetricSpec, spec: ModelSpec) -> str | None:
    """Say what the metric needs and the model does not give."""
    given = metric.needs == "predictions" or spec.score == "predict_proba"
    return None if given or (metric.needs == "scores" and spec.score is not None) else metric.needs


def _for_several(metric: str, form: AnswerForm) -> Scorer:
    from sklearn.metrics import make_scorer

    labels = all(classes == 2 for classes in form.outputs)
    if labels and metric in _OF_LABELS:
        return Scorer(metric, MAIN, _OF_LABELS[metric])
    rate, _, average = metric.rpartition("_")
    if not labels and rate in ("precision", "recall", "f1") and average in ("macro", "weighted"):
        return Scorer(metric, MAIN, make_scorer(_mean_over_outputs, rate=rate, average=average))
    reason = (
        MAIN if metric == "subset_accuracy" else f"scikit-learn has no scorer of {metric} for such targets"
    )
    return Scorer("subset_accuracy", reason, make_scorer(_all_right))


def _mean_over_outputs(truth: Any, answers: Any, *, rate: str, average: str) -> float:
    """Return the mean over outputs of an averaged precision, recall or F1."""
    from sklearn import metrics

    score = getattr(metrics, f"{rate}_score")
    columns = zip(np.asarray(truth).T, np.asarray(answers).T, strict=True)
    return float(np.mean([score(yes, said, average=average, zero_division=0) for yes, said in columns]))


def _all_right(truth: Any, answers: Any) -> float:
    """Return the share of samples of which every prediction is right."""
    right = np.asarray(truth) == np.asarray(answers)
    return float(right.reshape(len(right), -1).all(axis=1).mean())
