"""Right or wrong alone: the task of correctness, its figures, and when a file's own verdict counts."""

import numpy as np
import pytest
from scipy.stats import binomtest

from reportgen.scoring.analysis import score
from tests.external.prediction_sets import ALPHA, IDS
from tests.external.tables import Said, models_of, planned

RIGHT = np.random.default_rng(3).random(len(IDS)) < 0.7
OTHER = np.random.default_rng(4).random(len(IDS)) < 0.6


@pytest.mark.parametrize("name", ["success", "is_correct", "passed", "acc", "correct", "score"])
@pytest.mark.parametrize(
    "words", [(True, False), (1, 0), (1.0, 0.0), ("C", "I"), ("pass", "fail"), ("yes", "no")]
)
def test_verdicts_in_any_words_give_their_accuracy(name: str, words: tuple[object, object]) -> None:
    verdicts = [words[0] if right else words[1] for right in RIGHT]
    plan = planned({"case": IDS, name: verdicts})
    assert plan.question.task == "correctness"
    assert plan.question.dataset.classes == []
    (model,) = models_of(plan).values()
    assert 1 - model.whole["test"].wrong.mean() == RIGHT.mean()
    assert [own.is_baseline for own in plan.predictions.models] == [False]


def test_models_are_compared_case_by_case() -> None:
    plan = planned({"case": IDS, "one_correct": RIGHT, "two_correct": OTHER})
    analysis, _ = score(plan.predictions, plan.sample_data)
    (row,) = analysis.comparisons
    only_one, only_two = int((RIGHT & ~OTHER).sum()), int((OTHER & ~RIGHT).sum())
    assert row.p_value == pytest.approx(binomtest(only_one, only_one + only_two).pvalue, rel=0.25)
    assert row.difference == pytest.approx(RIGHT.mean() - OTHER.mean())
    assert analysis.confusions == analysis.curves == []
    assert {own.metric for own in analysis.scores} == {"accuracy"}


def test_repeats_of_a_case_are_a_group() -> None:
    columns = {"case": np.tile(IDS, 2), "epoch": np.repeat([1, 2], len(IDS)), "passed": np.tile(RIGHT, 2)}
    plan = planned(columns)
    assert plan.predictions.samples.groups_judged == {"test": len(IDS)}
    analysis, _ = score(plan.predictions, plan.sample_data)
    single, _ = score(planned({"case": IDS, "passed": RIGHT}).predictions)
    widths = [row.high - row.low for own in (analysis, single) for row in own.scores if row.low is not None]
    # The second epoch repeats the first, so that it says nothing more: the interval is hardly narrower.
    assert widths[0] == pytest.approx(widths[1], rel=0.1)


@pytest.mark.parametrize("agrees", [True, False])
def test_verdict_counts_where_comparing_texts_says_otherwise(agrees: bool) -> None:
    said = Said()
    verdict = ALPHA.truth == ALPHA.answers
    if not agrees:
        verdict[5] = not verdict[5]
    columns = {"id": IDS, "target": ALPHA.truth, "response": ALPHA.answers, "is_correct": verdict}
    plan = planned(columns, said=said)
    assert plan.question.task == ("multiclass" if agrees else "correctness")
    assert ("the file's own verdict counts" in said.text) is not agrees
    assert 1 - models_of(plan)["a"].whole["test"].wrong.mean() == pytest.approx(verdict.mean())


def test_free_answers_are_judged_by_their_verdict() -> None:
    answers = [f"I think it is a {name}." for name in ALPHA.answers]
    plan = planned({"id": IDS, "target": ALPHA.truth, "response": answers, "is_correct": RIGHT})
    assert plan.question.task == "correctness"
    # What was asked for is the sample's and describes it; what a model answered and how it was marked is not.
    assert plan.sample_data is not None
    assert plan.sample_data.feature_names == ("target",)


def test_rows_without_a_verdict_are_left_out() -> None:
    verdict = RIGHT.astype(object)
    verdict[:4] = None
    said = Said()
    plan = planned({"case": IDS, "passed": verdict}, said=said)
    assert plan.question.dataset.samples == len(IDS) - 4
    assert "4 rows are left out" in said.text


def test_answers_of_a_long_file_are_not_taken_for_the_samples() -> None:
    columns = {
        "case": np.tile(IDS, 2),
        "model": np.repeat(["m1", "m2"], len(IDS)),
        "topic": np.tile(ALPHA.truth, 2),
        "response": [f"text {place}" for place in range(2 * len(IDS))],
        "passed": np.concatenate([RIGHT, OTHER]),
    }
    plan = planned(columns)
    assert list(models_of(plan)) == ["m1", "m2"]
    assert plan.sample_data is not None
    assert plan.sample_data.feature_names == ("topic",)
