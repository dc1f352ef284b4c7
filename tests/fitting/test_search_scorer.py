"""Searches rank by the report's own metrics; those that scikit-learn has give what its scorers give."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as sk

from reportgen.fitting.search_scorer import Scorer, scorer_for
from reportgen.metrics.figure_value import Value
from reportgen.metrics.metric_spec import METRICS, metric, metrics_for
from reportgen.models.answer_form import AnswerForm
from reportgen.models.catalogue import resolve
from reportgen.models.model_spec import ModelSpec
from reportgen.predictions.several_predictions import SeveralPredictions
from reportgen.tasks import Task

N = 80
LABELS = AnswerForm("several", outputs=(2, 2, 2), labels=True)
OUTPUTS = AnswerForm("several", outputs=(3, 2, 4))


def spec(key: str = "tree") -> ModelSpec:
    return resolve([key])[0].spec


class Answering:
    """A candidate that gives the answers it was given."""

    def __init__(self, predicted: np.ndarray, scores: np.ndarray | None = None) -> None:
        self.predicted, self.scores = predicted, scores

    def answered(self, _: Any) -> tuple[np.ndarray, np.ndarray | None]:
        return self.predicted, self.scores


def answers(form: AnswerForm, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return true codes and predicted ones; one label of the three is never true, and one never predicted."""
    random = np.random.default_rng(seed)
    truth, other = (np.column_stack([random.integers(0, k, N) for k in form.outputs]) for _ in range(2))
    predicted = np.where(random.random(truth.shape) < 0.7, truth, other)
    if seed % 2:
        truth[:, 1], predicted[:, 2] = 0, 0
    return truth, predicted


def scored(
    scorer: Scorer, truth: np.ndarray, predicted: np.ndarray, scores: np.ndarray | None = None
) -> float:
    return scorer(Answering(predicted, scores), np.arange(len(truth)), truth)  # type: ignore[arg-type]


RATES: dict[str, Callable[..., Any]] = {
    "precision": sk.precision_score,
    "recall": sk.recall_score,
    "f1": sk.f1_score,
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("average", ["macro", "micro", "weighted"])
@pytest.mark.parametrize("rate", RATES)
def test_averages_over_labels_are_scikit_learn_s(rate: str, average: str, seed: int) -> None:
    truth, predicted = answers(LABELS, seed)
    scorer = scorer_for(f"{rate}_{average}", spec(), LABELS)
    assert (scorer.metric, scorer.reason) == (f"{rate}_{average}", "it is the main metric")
    expected = RATES[rate](truth, predicted, average=average, zero_division=0)
    assert scored(scorer, truth, predicted) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("average", ["macro", "weighted"])
@pytest.mark.parametrize("rate", RATES)
def test_averages_over_outputs_are_the_mean_of_scikit_learn_s(rate: str, average: str, seed: int) -> None:
    truth, predicted = answers(OUTPUTS, seed)
    scorer = scorer_for(f"{rate}_{average}", spec(), OUTPUTS)
    assert scorer.metric == f"{rate}_{average}"
    expected = np.mean(
        [
            RATES[rate](yes, said, average=average, zero_division=0)
            for yes, said in zip(truth.T, predicted.T, strict=True)
        ]
    )
    assert scored(scorer, truth, predicted) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("form", [LABELS, OUTPUTS], ids=["labels", "outputs"])
def test_all_of_them_right(form: AnswerForm) -> None:
    truth, predicted = answers(form, 0)
    expected = (truth == predicted).all(axis=1).mean()
    assert scored(scorer_for("subset_accuracy", spec(), form), truth, predicted) == expected


def test_jaccard_is_scikit_learn_s() -> None:
    truth, predicted = answers(LABELS, 1)
    expected = sk.jaccard_score(truth, predicted, average="macro", zero_division=0)
    found = scored(scorer_for("jaccard_macro", spec(), LABELS), truth, predicted)
    assert found == pytest.approx(expected, abs=1e-12)


def test_a_loss_is_turned_round() -> None:
    truth, predicted = answers(LABELS, 0)
    scorer = scorer_for("hamming_loss", spec(), LABELS)
    assert (scorer.metric, scorer.sign) == ("hamming_loss", -1)
    assert scored(scorer, truth, predicted) == pytest.approx(-sk.hamming_loss(truth, predicted), abs=1e-12)


def test_labels_are_ranked_by_their_scores_where_the_metric_needs_them() -> None:
    truth, predicted = answers(LABELS, 0)
    scores = predicted + np.random.default_rng(0).random(predicted.shape)
    found = scored(scorer_for("roc_auc_macro", spec(), LABELS), truth, predicted, scores)
    assert found == pytest.approx(sk.roc_auc_score(truth, scores, average="macro"), abs=1e-12)


@pytest.mark.parametrize(
    ("model", "form", "metric_id"),
    [
        ("linear_svc", LABELS, "roc_auc_macro"),  # one answer at a time, with decision scores for each
        ("knn", LABELS, "roc_auc_macro"),
        ("ridge", LABELS, "f1_macro"),
        ("tree", OUTPUTS, "mean_accuracy"),
    ],
)
def test_the_main_metric_ranks_where_the_model_gives_what_it_needs(
    model: str, form: AnswerForm, metric_id: str
) -> None:
    assert scorer_for(metric_id, spec(model), form).metric == metric_id


def test_all_right_ranks_where_the_model_gives_no_scores() -> None:
    at_once = ModelSpec(**{**vars(spec("linear_svc")), "several": "labels"})
    scorer = scorer_for("roc_auc_macro", at_once, LABELS)
    assert scorer.metric == "subset_accuracy"
    assert scorer.reason == "this model gives no scores, which roc_auc_macro needs"


def test_outputs_of_two_classes_are_no_labels() -> None:
    """Both of their classes count, as they do in the report."""
    form = AnswerForm("several", outputs=(2, 2))
    truth, predicted = answers(form, 0)
    expected = np.mean(
        [sk.f1_score(a, b, average="macro") for a, b in zip(truth.T, predicted.T, strict=True)]
    )
    assert scored(scorer_for("f1_macro", spec(), form), truth, predicted) == pytest.approx(
        expected, abs=1e-12
    )


@pytest.mark.parametrize("task", [Task.MULTILABEL, Task.MULTIOUTPUT])
def test_every_metric_of_several_answers_ranks_itself(task: Task) -> None:
    form = LABELS if task is Task.MULTILABEL else OUTPUTS
    truth, predicted = answers(form, 0)
    for known in metrics_for(task):
        if task in known.ranks and known.needs == "answers":
            scorer = scorer_for(known.id, spec(), form)
            assert scorer.metric == known.id
            assert np.isfinite(scored(scorer, truth, predicted))


def test_a_new_metric_of_labels_ranks(monkeypatch: pytest.MonkeyPatch) -> None:
    METRICS.ids()  # built-in ones are registered first, and stay
    monkeypatch.setattr(METRICS, "_things", dict(METRICS._things))

    @metric(
        "any_right",
        title="Any right",
        description="The share of samples of which one label at least is right.",
        source=None,
        tasks=frozenset({Task.MULTILABEL}),
    )
    def any_right(predictions: SeveralPredictions) -> list[Value]:
        return [Value(float((predictions.truth == predictions.predicted).any(axis=1).mean()))]

    truth, predicted = answers(LABELS, 0)
    scorer = scorer_for("any_right", spec(), LABELS)
    assert scorer.metric == "any_right"
    assert scored(scorer, truth, predicted) == (truth == predicted).any(axis=1).mean()
