"""Which column is what: told by what columns hold, asked about where it cannot be told."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from reportgen.errors import InputError
from tests.external.prediction_sets import ALPHA, BETA, IDS, RARE
from tests.external.tables import Said, models_of, planned

YES_NO = {"prediction": RARE.answers, "correct": np.where(RARE.truth == RARE.answers, "yes", "no")}
SCORES = {f"p_{name}": ALPHA.proba[:, place] for place, name in enumerate(ALPHA.classes)}
LABELLED = {"truth": ALPHA.truth, "prediction": ALPHA.answers}


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        (YES_NO, {}, "--truth correct or --verdict correct"),
        (
            {"label": RARE.truth, "target": RARE.answers, "prediction": RARE.answers},
            {},
            "`label` or `target`",
        ),
        (LABELLED | {"predicted": BETA.answers}, {}, "`prediction` or `predicted`"),
        (LABELLED, {"truth": "truht"}, "Did you mean `truth`"),
        ({"wahr": ALPHA.truth, "vorhersage": ALPHA.answers}, {}, "neither the truth nor predictions"),
        ({"truth": RARE.proba[:, 0], "prediction": RARE.proba[:, 1]}, {}, "that is a regression"),
        ({"truth": ["x", "x"], "prediction": ["x", "x"]}, {}, "two classes or more"),
        ({"id": IDS, "truth": ALPHA.truth}, {}, "no predictions are recognised"),
        ({"prediction": ALPHA.answers}, {}, "has no column of the true classes"),
        (
            {"truth": RARE.truth, "score": [*RARE.proba[:-1, 1].astype(object), "oops"]},
            {},
            "also `oops`",
        ),
        (LABELLED | {"split": ["train"] * len(IDS)}, {}, "No row belongs to a test"),
        (LABELLED | SCORES, {"scores": ("x_*",)}, "--scores"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(
    columns: Mapping[str, Any], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError) as refused:
        planned(columns, **options)
    assert message in str(refused.value)


@pytest.mark.parametrize("option", [{"truth": "correct"}, {"verdict": ("correct",)}])
def test_option_decides_what_a_yes_or_no_is(option: dict[str, Any]) -> None:
    plan = planned(YES_NO, **option)
    assert plan.question.task == ("binary" if "truth" in option else "correctness")


def test_flags_and_numbers_are_the_same_classes() -> None:
    plan = planned({"truth": RARE.codes == 1, "prediction": RARE.answer_codes})
    assert plan.question.classes == ("False", "True")
    (model,) = models_of(plan).values()
    assert model.whole["test"].predicted.tolist() == RARE.answer_codes.tolist()


@pytest.mark.parametrize("name", ["score", "probability_yes", "risk", "yhat_prob", "pred_proba"])
def test_scores_alone_answer_by_a_threshold_of_one_half(name: str) -> None:
    plan = planned({"truth": RARE.truth, name: RARE.proba[:, 1]})
    (model,) = models_of(plan).values()
    assert model.whole["test"].predicted.tolist() == (RARE.proba[:, 1] >= 0.5).astype(int).tolist()


def test_threshold_is_the_users() -> None:
    plan = planned({"truth": RARE.truth, "score": RARE.proba[:, 1]}, threshold=0.2)
    (model,) = models_of(plan).values()
    assert model.whole["test"].predicted.sum() == (RARE.proba[:, 1] >= 0.2).sum()


@pytest.mark.parametrize("pattern", ["prob*", "prob_yes"])
def test_pattern_may_name_the_positive_class_alone(pattern: str) -> None:
    plan = planned({"truth": RARE.truth, "prob_yes": RARE.proba[:, 1]}, scores=(pattern,))
    (model,) = models_of(plan).values()
    assert np.array_equal(np.asarray(model.whole["test"].scores), RARE.proba[:, 1])


def test_score_of_the_negative_class_is_turned_round() -> None:
    plan = planned({"truth": RARE.truth, "prob_no": RARE.proba[:, 0]})
    (model,) = models_of(plan).values()
    assert np.asarray(model.whole["test"].scores) == pytest.approx(RARE.proba[:, 1], abs=1e-9)


def test_class_without_a_column_scores_lowest_and_it_is_said() -> None:
    said = Said()
    some = {name: values for name, values in SCORES.items() if name != "p_owl"}
    plan = planned(LABELLED | some, said=said)
    (model,) = models_of(plan).values()
    assert (np.asarray(model.whole["test"].scores)[:, 2] <= ALPHA.proba.min()).all()
    assert "No column scores “owl”" in said.text


def test_column_of_a_class_that_never_occurs_belongs_to_the_scores() -> None:
    spread = {name: values * 0.9 for name, values in SCORES.items()} | {"p_yak": np.full(len(IDS), 0.1)}
    plan = planned(LABELLED | spread)
    assert plan.question.classes == ("cat", "dog", "owl", "yak")
    assert models_of(plan)["a"].info.score_kind == "probability"


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({name: values * 0.5 for name, values in SCORES.items()}, "do not sum to 1"),
        ({name: np.log(values + 0.001) for name, values in SCORES.items()}, "If they are logits"),
        ({name: values * 3 for name, values in SCORES.items()}, "so that they are no probabilities"),
    ],
)
def test_scores_that_are_no_probabilities_rank_and_it_is_said(scores: dict[str, Any], said: str) -> None:
    heard = Said()
    plan = planned(LABELLED | scores, said=heard)
    assert models_of(plan)["a"].info.score_kind == "decision"
    assert said in heard.text


def test_logits_become_probabilities_when_they_are_called_so() -> None:
    logits = {name: np.log(values) + 3 for name, values in SCORES.items()}
    plan = planned(LABELLED | logits, logits=True)
    assert np.asarray(models_of(plan)["a"].whole["test"].scores) == pytest.approx(
        ALPHA.proba / ALPHA.proba.sum(axis=1, keepdims=True), abs=1e-9
    )


def test_columns_of_several_models_are_told_apart_by_their_names() -> None:
    plan = planned(
        {"id": IDS, "species": ALPHA.truth, "pred_rf": ALPHA.answers, "pred_svm": BETA.answers}
        | {f"rf_{name}": values for name, values in SCORES.items()}
    )
    models = models_of(plan)
    assert list(models) == ["rf", "svm"]
    assert models["rf"].info.score_kind == "probability"
    assert models["svm"].info.score_kind is None


@pytest.mark.parametrize(("pattern", "name"), [("proba_net.{}", "net"), ("p_{}", "a"), ("rf.{}", "rf")])
def test_single_model_is_called_as_its_scores_are(pattern: str, name: str) -> None:
    scores = {pattern.format(own): ALPHA.proba[:, place] for place, own in enumerate(ALPHA.classes)}
    assert list(models_of(planned({"truth": ALPHA.truth} | scores))) == [name]


def test_main_metric_is_one_that_labels_give() -> None:
    plan = planned({"truth": RARE.truth, "prediction": RARE.answers, "x": 1.5})
    assert plan.question.main_metric in ("accuracy", "balanced_accuracy")
    rare = {"truth": ["yes"] * 12 + ["no"] * 188, "prediction": ["yes"] * 20 + ["no"] * 180}
    plan = planned(rare)
    assert plan.question.main_metric == "balanced_accuracy"
    assert plan.question.main_metric_reason.endswith("and predictions have no scores")


def test_id_that_repeats_is_said_and_not_used() -> None:
    said = Said()
    planned({"patient_id": np.arange(len(IDS)) // 2} | LABELLED, said=said)
    assert "“patient_id” repeats" in said.text
    assert "--groups patient_id" in said.text


def test_baseline_is_the_most_frequent_true_class() -> None:
    plan = planned(LABELLED)
    naive = plan.predictions.models[-1]
    assert naive.is_baseline
    assert (naive.whole["test"].predicted == np.bincount(ALPHA.codes).argmax()).all()
