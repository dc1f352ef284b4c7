"""Operating points against scikit-learn's curves and scores, asked anew."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as sk
from statsmodels.stats.proportion import proportion_confint

from reportgen import evaluate
from reportgen.bundle.store import Bundle
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.config import parse_rule
from reportgen.metrics.ranked_scores import rank
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.operating_points import STOPS, operating_points, rules_of
from reportgen.scoring.threshold_choice import choose_threshold
from tests.predictions.plain import asked, model_of, plain_question
from tests.scoring.outcomes import random_outcome

RULES = ("precision >= 0.97", "recall >= 0.99", "cost fp=1 fn=10", "cost fp=20 fn=1")
OPTIONS: dict[str, Any] = {
    "dataset": "digits",
    "positive": "8",
    "models": ("sgd", "rf", "nb"),
    "operating_points": RULES,
    "threshold": 8000.0,
    "params": {"rf": {"n_estimators": 10}},
}


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module", params=[{}, {"test_size": 0}, {"cv": 0}], ids=["both", "cv", "test"])
def bundle(request: pytest.FixtureRequest, cache_dir: str) -> Bundle:
    return evaluate(**OPTIONS, **request.param, cache_dir=cache_dir)


def points_of(bundle: Bundle, model: str | None = None) -> dict[tuple[str, str], OperatingPoint]:
    points = bundle.record.analyses[0].operating_points
    return {(p.model, p.rule): p for p in points if model in (None, p.model)}


def held(bundle: Bundle, model: str, split: str) -> tuple[np.ndarray, np.ndarray]:
    return bundle.arrays[f"main/truth/{split}"], bundle.arrays[f"main/scores/{model}/{split}"]


def expected_threshold(rule: str, truth: np.ndarray, scores: np.ndarray) -> float | None:
    """The threshold that scikit-learn's own curves lead to."""
    precision, recall, thresholds = sk.precision_recall_curve(truth, scores)
    precision, recall = precision[:-1], recall[:-1]
    if rule == "best f1":
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
        return thresholds[np.flatnonzero(np.isclose(f1, f1.max(), rtol=1e-9))[-1]]
    if rule.startswith("precision"):
        reached = thresholds[precision >= float(rule.rsplit(maxsplit=1)[-1])]
        return reached.min() if len(reached) else None
    if rule.startswith("recall"):
        return thresholds[recall >= float(rule.rsplit(maxsplit=1)[-1])].max()
    fp, fn = (float(part.split("=")[1]) for part in rule.split()[1:])
    never = np.nextafter(thresholds.max(), np.inf)
    candidates = np.append(thresholds, never)
    cost = [
        fp * ((scores >= t) & (truth == 0)).sum() + fn * ((scores < t) & (truth == 1)).sum()
        for t in candidates
    ]
    return candidates[np.flatnonzero(np.isclose(cost, min(cost), rtol=1e-12))[-1]]


def by_fold(scores: np.ndarray, folds: np.ndarray) -> list[np.ndarray]:
    return [scores[folds == fold] for fold in range(folds.max() + 1)]


def standardized(scores: np.ndarray, folds: np.ndarray) -> np.ndarray:
    found = np.empty(len(scores))
    for fold, own in enumerate(by_fold(scores, folds)):
        found[folds == fold] = (own - own.mean()) / own.std()
    return found


def carried(bundle: Bundle, model: str, point: OperatingPoint, threshold: float | None) -> float | None:
    """A threshold in standard deviations, on the scale of the judged fit or of the mean of the folds."""
    _, scores = held(bundle, model, point.judged_on)
    own = by_fold(scores, bundle.arrays["main/folds"]) if point.cross_fitted else [scores]
    if threshold is None:
        return None
    return np.mean([each.mean() for each in own]) + threshold * np.mean([each.std() for each in own])


def test_each_threshold_is_what_scikit_learn_leads_to(bundle: Bundle) -> None:
    for (model, rule), point in points_of(bundle).items():
        if point.chosen_on is None:
            continue
        truth, scores = held(bundle, model, point.chosen_on)
        assert point.rescaled == (model == "sgd" and point.chosen_on == "cv")
        if point.rescaled:
            scores = standardized(scores, bundle.arrays["main/folds"])
        expected = expected_threshold(rule, truth, scores)
        shown = carried(bundle, model, point, expected) if point.rescaled else expected
        assert point.threshold == (None if shown is None else pytest.approx(shown, abs=1e-12)), (model, rule)
        if expected is not None and (scores >= expected).any():
            yes = scores >= expected
            assert point.chosen_precision == pytest.approx(sk.precision_score(truth, yes))
            assert point.chosen_recall == pytest.approx(sk.recall_score(truth, yes))


def test_each_is_judged_where_it_was_not_chosen(bundle: Bundle) -> None:
    protocol = bundle.record.analyses[0].protocol
    for (model, rule), point in points_of(bundle).items():
        if point.matrix is None:
            continue
        truth, scores = held(bundle, model, point.judged_on)
        yes = scores >= point.threshold
        if point.cross_fitted:
            folds = bundle.arrays["main/folds"]
            common = standardized(scores, folds) if point.rescaled else scores
            for fold in range(3):
                own = folds == fold
                threshold = expected_threshold(rule, truth[~own], common[~own])
                assert threshold is not None
                if point.rescaled:
                    threshold = scores[own].mean() + threshold * scores[own].std()
                assert point.fold_thresholds[fold] == pytest.approx(threshold)
                yes[own] = scores[own] >= point.fold_thresholds[fold]
        expected = sk.confusion_matrix(truth, yes)
        assert point.matrix == expected.tolist(), (model, rule)
        assert point.false_alarms_per_thousand == pytest.approx(1000 * expected[0, 1] / expected[0].sum())
        assert point.recall == pytest.approx(sk.recall_score(truth, yes))
        assert point.f1 == pytest.approx(sk.f1_score(truth, yes), abs=1e-15)
        assert point.precision == (pytest.approx(sk.precision_score(truth, yes)) if yes.any() else None)
        assert point.judged_on == ("test" if protocol.test else "cv")
        if point.chosen_on:
            assert point.chosen_on == ("cv" if protocol.cv else "test")
            assert point.cross_fitted == (protocol.test is None)


def test_the_default_is_what_predict_answers_but_for_ties(bundle: Bundle) -> None:
    (analysis,) = bundle.record.analyses
    for model in ("sgd", "rf", "nb"):
        point = points_of(bundle)[model, "default"]
        confusion = next(c for c in analysis.confusions if (c.model, c.split) == (model, point.judged_on))
        truth, scores = held(bundle, model, point.judged_on)
        ties = int((scores == point.threshold).sum())
        if ties:
            assert model == "rf"
            noun = "sample" if ties == 1 else "samples"
            assert (
                point.reason
                == f"{ties} {noun} at exactly this score count as yes here, and as no in the model's own answers"
            )
            confused = sk.confusion_matrix(truth, scores > point.threshold).tolist()
            assert confusion.matrix == confused
        else:
            assert point.matrix == confusion.matrix
            assert point.reason is None


def test_a_threshold_outside_the_scores_is_said(bundle: Bundle) -> None:
    point = points_of(bundle)["rf", "threshold 8000"]
    assert point.reason is not None
    assert "outside the scores" in point.reason and "never answers yes" in point.reason
    assert (point.precision, point.recall) == (None, 0.0)


def test_counts_to_move_along_are_exact_and_few(bundle: Bundle) -> None:
    (analysis,) = bundle.record.analyses
    points = points_of(bundle)
    for curve in (c for c in analysis.curves if c.kind == "operating"):
        truth, scores = held(bundle, curve.model, curve.split)
        thresholds, hits, alarms = (
            bundle.arrays[curve.arrays[n]] for n in ("threshold", "true_positives", "false_positives")
        )
        assert len(thresholds) <= 2 * STOPS + 2 + len(points)
        assert {p.threshold for (m, _), p in points.items() if m == curve.model} - {None} <= set(thresholds)
        for threshold, hit, alarm in zip(thresholds, hits, alarms, strict=True):
            assert hit == ((scores >= threshold) & (truth == 1)).sum()
            assert alarm == ((scores >= threshold) & (truth == 0)).sum()
        assert (hits[0], hits[-1], alarms[-1]) == (truth.sum(), 0, 0)


def test_out_of_reach_says_how_close_one_gets() -> None:
    truth = np.array([1, 0, 1, 0, 1, 0])
    scores = np.array([0.8, 0.9, 0.7, 0.6, 0.5, 0.4])
    choice = choose_threshold(parse_rule("precision >= 0.9"), rank(truth == 1, scores))
    assert choice.threshold is None
    assert choice.best_reachable == pytest.approx(2 / 3)
    assert choice.reason == (
        "out of reach: the highest precision is 0.6667, from a score of 0.7 on, with a recall of 0.6667"
    )


def operated(folds: list[ClassPredictions], **options: Any) -> Any:
    """Return what is found of a model's folds."""
    model = model_of("m", {"cv": ClassPredictions.join(folds)}, folds)
    return operating_points(model, asked(plain_question(**options), model), {})


def test_out_of_reach_in_every_fold_too() -> None:
    outcomes = [random_outcome(2, 90, seed, ties=True) for seed in (0, 1)]
    noise = [
        replace(outcome, scores=Scores(np.random.default_rng(i).random(90).round(1)))
        for i, outcome in enumerate(outcomes)
    ]
    points = operated(noise, rules=("precision >= 0.999",)).points
    point = next(p for p in points if p.rule == "precision >= 0.999")
    assert (point.threshold, point.matrix) == (None, None)
    assert "out of reach" in str(point.reason)
    whole = ClassPredictions.join(noise)
    truth, scores = whole.truth, np.asarray(whole.scores)
    best = max(sk.precision_score(truth, scores >= t) for t in np.unique(scores))
    assert point.best_reachable == pytest.approx(best)


def test_within_reach_but_not_without_one_fold() -> None:
    truth = np.array([1, 1, 0, 0])
    sure = ClassPredictions(("0", "1"), truth, truth, Scores(np.array([0.9, 0.8, 0.1, 0.0])), "probability")
    poor = ClassPredictions(("0", "1"), truth, truth, Scores(np.array([0.1, 0.2, 0.3, 0.4])), "probability")
    points = operated([sure, poor]).points
    point = next(p for p in points if p.rule == "precision >= 0.90")
    assert point.threshold == 0.8
    assert point.matrix is None
    assert str(point.reason).startswith("without fold 0 out of reach: the highest precision is 0.5")


def test_a_model_without_scores_has_its_answers_alone() -> None:
    outcome = replace(random_outcome(2), scores=None, score_kind=None)
    model = model_of("m", {"test": outcome})
    points, curves = operating_points(model, asked(plain_question(), model), {})
    assert [p.rule for p in points] == ["default"]
    assert points[0].matrix == sk.confusion_matrix(outcome.truth, outcome.predicted).tolist()
    assert "without scores" in str(points[0].reason)
    assert curves == []


def test_never_to_answer_yes_is_a_threshold_too() -> None:
    truth, scores = np.array([0, 1, 0, 0]), np.array([0.9, 0.5, 0.4, 0.1])
    choice = choose_threshold(parse_rule("cost fp=5 fn=1"), rank(truth == 1, scores))
    assert choice.threshold is not None and choice.threshold > 0.9
    assert choice.recall == 0


def test_a_rule_asked_for_twice_is_one() -> None:
    rules = rules_of(plain_question(rules=("precision >= 0.9", "recall >= 0.5", "recall>=.5")))
    assert [rule.text for rule in rules] == ["best f1", "precision >= 0.90", "recall >= 0.5"]


def test_two_classes_have_points_without_being_asked_and_three_have_none(cache_dir: str) -> None:
    cancer = evaluate(dataset="breast_cancer", models=("nb",), cache_dir=cache_dir)
    assert {p.rule for p in cancer.record.analyses[0].operating_points} == {
        "default",
        "best f1",
        "precision >= 0.90",
    }
    iris = evaluate(dataset="iris", models=("nb",), cache_dir=cache_dir)
    assert iris.record.analyses[0].operating_points == []


def test_every_rate_has_wilson_s_interval_and_costs_that_of_a_mean(bundle: Bundle) -> None:
    for point in points_of(bundle).values():
        if point.matrix is None:
            continue
        (right, alarms), (missed, found) = point.matrix
        for name, successes, trials in (
            ("precision", found, found + alarms),
            ("recall", found, found + missed),
            ("specificity", right, right + alarms),
            ("npv", right, right + missed),
        ):
            value, low, high = (getattr(point, f"{name}{end}") for end in ("", "_low", "_high"))
            if not trials:
                assert (value, low, high) == (None, None, None)
                continue
            assert value == pytest.approx(successes / trials)
            assert (low, high) == pytest.approx(proportion_confint(successes, trials, method="wilson"))
        if point.rule.startswith("cost"):
            fp, fn = (float(part.split("=")[1]) for part in point.rule.split()[1:])
            n = right + alarms + missed + found
            assert point.cost == pytest.approx((fp * alarms + fn * missed) / n)
            assert point.cost_low is None or point.cost_low <= point.cost <= point.cost_high  # type: ignore[operator]
        else:
            assert (point.cost, point.cost_low) == (None, None)


def test_whole_groups_widen_the_intervals_of_rates_and_costs() -> None:
    once = random_outcome(2, 80, 3)
    rows = np.tile(np.arange(80), 6)
    copies, question = once.take(rows), plain_question(rules=("cost fp=1 fn=3",))
    model, alone = (model_of("m", {"test": own}) for own in (copies, once))
    grouped = operating_points(model, asked(question, model, groups=rows), {}).points
    careless = operating_points(model, asked(question, model), {}).points
    single = operating_points(alone, asked(question, alone), {}).points
    for own, narrow, other in zip(grouped, careless, single, strict=True):
        for name in ("recall", "specificity", "cost"):
            widths = [
                getattr(point, f"{name}_high") - getattr(point, f"{name}_low")
                for point in (own, narrow, other)
                if getattr(point, name) is not None
            ]
            if widths:
                assert widths[0] > 2 * widths[1]
                assert widths[0] == pytest.approx(widths[2], rel=0.15)
