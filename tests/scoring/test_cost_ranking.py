"""Models ranked by cost, against sums over single samples."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reportgen.bundle.threshold_records import CostRanking
from reportgen.config import Costs, parse_rule
from reportgen.predictions.analysis_predictions import ModelPredictions
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.cost_ranking import rank_by_cost
from reportgen.scoring.operating_points import operating_points
from reportgen.scoring.outcome_costs import cost_difference, mean_cost
from reportgen.scoring.threshold_rates import Decided
from tests.predictions.plain import asked, model_of, plain_question

RULE = "cost fp=5 fn=40 tp=-2 tn=0.5 unit=€ per=100"
COSTS = Costs(5, 40, -2, 0.5, "€", 100)
FOLDS = 3


def judged(skill: float, n: int, seed: int, truth: np.ndarray) -> ClassPredictions:
    scores = 1 / (1 + np.exp(-np.random.default_rng(seed).normal(skill * (2 * truth - 1), 1.5, n)))
    return ClassPredictions(("0", "1"), truth, (scores > 0.5).astype(int), Scores(scores), "probability")


def model(name: str, skill: float, *, in_folds: bool = True) -> ModelPredictions:
    n = 240
    truth = (np.random.default_rng(5).random(2 * n) < 0.2).astype(np.int64)
    whole = judged(skill, 2 * n, len(name), truth)
    training, test = (whole.take(np.arange(n) + start) for start in (0, n))
    if not in_folds:
        return model_of(name, {"test": test})
    folds = [training.take(part) for part in np.array_split(np.arange(n), FOLDS)]
    return model_of(name, {"cv": training, "test": test}, folds)


def ranked(*models: ModelPredictions, prevalence: float | None = None, groups: Any = None) -> CostRanking:
    question = replace(plain_question(rules=(RULE,)), prevalence=prevalence)
    predictions = asked(question, *models, groups=groups)
    points = [point for own in models for point in operating_points(own, predictions, {}).points]
    found = rank_by_cost(predictions, points)
    assert found is not None
    return found


def own_cost(truth: np.ndarray, called: np.ndarray) -> np.ndarray:
    table = {(1, 1): -2, (1, 0): 40, (0, 1): 5, (0, 0): 0.5}
    return np.array([table[t, int(c)] for t, c in zip(truth.tolist(), called.tolist(), strict=True)])


def test_costs_are_means_over_the_judged_samples() -> None:
    good, poor = model("good", 2.0), model("poor!", 0.4)
    found = ranked(good, poor)
    assert (found.judged_on, found.chosen_on, found.chosen) == ("test", "cv", "good")
    for own, record in zip((good, poor), found.models, strict=True):
        test = own.whole["test"]
        called = np.asarray(test.scores) >= record.threshold
        assert record.cost == pytest.approx(own_cost(test.truth, called).mean())
        assert record.low is not None and record.high is not None
        assert record.low < record.cost < record.high
    truth = good.whole["test"].truth
    assert found.never.cost == pytest.approx(own_cost(truth, np.zeros(len(truth))).mean())
    assert found.always.cost == pytest.approx(own_cost(truth, np.ones(len(truth))).mean())
    assert [(row.other, row.strategy) for row in found.differences] == [
        ("poor!", None),
        (None, "never"),
        (None, "always"),
    ]
    assert found.differences[1].difference == pytest.approx(found.models[0].cost - found.never.cost)
    assert all(row.high is not None and row.high < 0 for row in found.differences)


def test_the_threshold_is_the_cheapest_on_the_training_data() -> None:
    own = model("good", 1.0)
    training = own.whole["cv"]
    candidates = np.unique(np.asarray(training.scores))
    costs = [own_cost(training.truth, np.asarray(training.scores) >= at).mean() for at in candidates]
    assert ranked(own).models[0].threshold == pytest.approx(candidates[int(np.argmin(costs))])


def test_the_choice_is_made_in_cross_validation_each_fold_at_the_others_threshold() -> None:
    own, rule = model("good", 1.0), parse_rule(RULE)
    total = []
    for place, fold in enumerate(own.folds):
        others = [other for n, other in enumerate(own.folds) if n != place]
        truth = np.concatenate([other.truth for other in others])
        scores = np.concatenate([np.asarray(other.scores) for other in others])
        at = min(np.unique(scores), key=lambda one: (own_cost(truth, scores >= one).mean(), -one))
        total += own_cost(fold.truth, np.asarray(fold.scores) >= at).tolist()
    assert rule.costs == COSTS
    assert ranked(own).models[0].chosen_cost == pytest.approx(np.mean(total))


def test_without_folds_it_is_chosen_where_it_is_judged() -> None:
    found = ranked(model("good", 2.0, in_folds=False), model("poor!", 0.4, in_folds=False))
    assert (found.judged_on, found.chosen_on, found.chosen) == ("test", "test", "good")


def test_at_another_prevalence_classes_are_weighed() -> None:
    own = model("good", 1.0)
    found, test = ranked(own, prevalence=0.01), own.whole["test"]
    costs = own_cost(test.truth, np.asarray(test.scores) >= found.models[0].threshold)
    expected = 0.01 * costs[test.truth == 1].mean() + 0.99 * costs[test.truth == 0].mean()
    assert found.models[0].cost == pytest.approx(expected)
    assert found.never.cost == pytest.approx(0.01 * 40 + 0.99 * 0.5)
    assert (found.never.low, found.never.high) == (None, None)
    assert found.models[0].threshold > (ranked(own).models[0].threshold or 0)


def test_groups_make_it_less_certain() -> None:
    own = model("good", 1.0)
    alone, grouped = ranked(own).models[0], ranked(own, groups=np.arange(240) // 24).models[0]
    assert alone.cost == pytest.approx(grouped.cost)
    assert grouped.high is not None and alone.high is not None and grouped.high > alone.high


def test_the_same_predictions_cost_the_same() -> None:
    positive, called = np.arange(40) < 10, np.arange(40) % 3 == 0
    assert cost_difference(COSTS, Decided(positive, called, None), called) == (0.0, None)
    found = mean_cost(COSTS, Decided(positive, called, None))
    assert found.value == pytest.approx(own_cost(positive.astype(int), called).mean())
