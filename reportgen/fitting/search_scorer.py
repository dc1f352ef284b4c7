"""What a search ranks its candidates by: the main metric where the model gives what it needs, else accuracy."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.models.answer_form import AnswerForm
from reportgen.models.building import answers_all_at_once
from reportgen.models.model_spec import ModelSpec
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import ScoreKind, Scores
from reportgen.predictions.several_predictions import Output, SeveralPredictions
from reportgen.predictions.split_predictions import Classified

if TYPE_CHECKING:
    from reportgen.fitting.search_candidate import Candidate

MAIN = "it is the main metric"

#: What ranks where the model does not give what the main metric needs, by what one answer is.
INSTEAD = {"class": "accuracy", "several": "subset_accuracy"}


@dataclass(frozen=True)
class Scorer:
    """The report's own metric of a candidate, the greater the better; `reason` says why it is this one.

    Unlike scikit-learn's scorers it knows every class of the task, also one that a fold does not hold.
    """

    spec: MetricSpec
    reason: str
    form: AnswerForm
    score_kind: ScoreKind

    @property
    def metric(self) -> str:
        """The metric's id."""
        return self.spec.id

    @property
    def sign(self) -> int:
        """Whether the metric is turned round: -1 where it is."""
        return 1 if self.spec.info.greater_is_better else -1

    def __call__(self, candidate: "Candidate", positions: Any, truth: Any) -> float:
        """Return the metric; NaN where held-out samples do not define it, and 0 where predictions do not."""
        predicted, scores = candidate.answered(positions)
        needs_scores = self.spec.needs != "predictions"
        if needs_scores and scores is None:
            raise ValueError("the model gives no scores")
        own = None if scores is None else Scores(scores)
        figure = self.spec.figure(self._predictions(np.asarray(truth), predicted, own))
        value = None if figure is None else figure.value
        # Zero is also what scikit-learn takes a rate of nothing and a correlation with a constant for.
        undefined = float("nan") if needs_scores else 0.0
        return undefined if value is None else self.sign * value

    def _predictions(self, truth: Any, predicted: Any, scores: Scores | None) -> Classified:
        if self.form.kind == "class":
            return ClassPredictions(_names(self.form.n_classes), truth, predicted, scores, self.score_kind)
        outputs = [Output(str(place), _names(classes)) for place, classes in enumerate(self.form.outputs)]
        return SeveralPredictions(outputs, self.form.labels, truth, predicted, scores, self.score_kind)


def _names(n_classes: int) -> tuple[str, ...]:
    return tuple(str(code) for code in range(n_classes))


def scorer_for(metric: str, spec: ModelSpec, form: AnswerForm) -> Scorer:
    """Return what to rank candidates by, and why."""
    main = METRICS.get(metric)
    lacking = _lacking(main, spec, form)
    chosen = METRICS.get(INSTEAD[form.kind]) if lacking else main
    reason = f"this model gives no {lacking}, which {metric} needs" if lacking else MAIN
    return Scorer(chosen, reason, form, "probability" if spec.score == "predict_proba" else "decision")


def _lacking(metric: MetricSpec, spec: ModelSpec, form: AnswerForm) -> str | None:
    """Say what the metric needs and the model does not give."""
    # A model that gives several answers at once gives no decision scores with them.
    has_decisions = spec.score is not None and (form.kind == "class" or not answers_all_at_once(spec, form))
    given = metric.needs == "predictions" or spec.score == "predict_proba"
    return None if given or (metric.needs == "scores" and has_decisions) else metric.needs
