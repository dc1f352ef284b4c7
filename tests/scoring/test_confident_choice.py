"""Thresholds with confidence, against the binomial distribution asked anew; and those of fits on other scales."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest

from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.config import parse_rule
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import ScoreKind, Scores
from reportgen.scoring.choosing_grounds import ScoreScale, grounds_of
from reportgen.scoring.confident_choice import choose_with_confidence
from reportgen.scoring.operating_points import operating_points
from reportgen.scoring.threshold_choice import Choice, as_it_is
from tests.predictions.plain import asked, model_of, plain_question


def scored(n: int, seed: int, kind: ScoreKind = "probability", *, times: float = 1.0) -> ClassPredictions:
    """Predictions of a detector for so many samples, three in ten of them positive."""
    random = np.random.default_rng(seed)
    truth = (random.random(n) < 0.3).astype(np.int64)
    scores = random.normal(size=n) + 2 * truth
    if kind == "probability":
        scores = 1 / (1 + np.exp(-scores))
    return ClassPredictions(("0", "1"), truth, (scores > 0).astype(np.int64), Scores(times * scores), kind)


def choice_of(text: str, own: ClassPredictions, groups: Any = None) -> Choice:
    grounds = grounds_of([own], [groups], for_another=False)
    return choose_with_confidence(parse_rule(text), grounds, None, as_it_is)


def bound(successes: int, trials: int, confidence: float) -> float:
    return binomtest(successes, trials, alternative="greater").proportion_ci(confidence, "exact").low


@pytest.mark.parametrize(("text", "floor", "confidence"), [("at 90 %", 0.9, 0.9), ("at 99 %", 0.85, 0.99)])
def test_recall_has_the_highest_threshold_whose_bound_holds(
    text: str, floor: float, confidence: float
) -> None:
    own = scored(600, 1)
    found = choice_of(f"recall >= {floor} {text}", own)
    scores, positive = np.asarray(own.scores), own.truth == 1
    bounds = {
        t: bound(int((scores[positive] >= t).sum()), int(positive.sum()), confidence)
        for t in scores[positive]
    }
    assert found.threshold == max(t for t, low in bounds.items() if low >= floor)
    assert found.low == pytest.approx(bounds[found.threshold])


def test_precision_has_the_lowest_threshold_whose_bound_holds() -> None:
    own = scored(300, 2)
    found = choice_of("precision >= 0.8 at 95 %", own)
    scores, positive = np.asarray(own.scores), own.truth == 1
    bounds = {t: bound(int((scores[positive] >= t).sum()), int((scores >= t).sum()), 0.95) for t in scores}
    assert found.threshold == min(t for t, low in bounds.items() if low >= 0.8)
    assert found.low == pytest.approx(bounds[found.threshold])


def test_out_of_reach_says_how_many_would_be_needed() -> None:
    found = choice_of("recall >= 0.95 at 90 %", scored(60, 3))
    assert found.threshold is None
    assert found.reason is not None
    assert "with 90 % confidence recall is at least 0.8" in found.reason
    assert "45 would be needed at the least, with none of them missed" in found.reason
    assert bound(45, 45, 0.9) >= 0.95 > bound(44, 44, 0.9)
    never = choice_of("recall >= 1 at 90 %", scored(60, 3))
    assert str(never.reason).endswith("no number of samples shows that there are no errors at all")
    hopeless = choice_of("precision >= 0.999 at 90 %", scored(600, 3))
    assert "samples predicted as positive; 2,302 would be needed at the least" in str(hopeless.reason)


def test_copies_tell_no_more_than_the_groups_that_they_make_up() -> None:
    once = scored(400, 4)
    rows = np.tile(np.arange(400), 5)
    copies = once.take(rows)
    grouped, careless = (
        choice_of("recall >= 0.9 at 90 %", copies, rows),
        choice_of("recall >= 0.9 at 90 %", copies),
    )
    single = choice_of("recall >= 0.9 at 90 %", once)
    assert grouped.threshold is not None and careless.threshold is not None and single.threshold is not None
    assert grouped.threshold < careless.threshold
    assert grouped.recall == pytest.approx(single.recall, abs=0.01)
    assert choice_of("recall >= 0.9 at 90 %", once, np.zeros(400, dtype=np.int64)).threshold is None


def test_another_fit_s_scale_leaves_more_open_the_fewer_its_samples_are() -> None:
    folds = [scored(400, seed, "decision", times=scale) for seed, scale in ((5, 1.0), (6, 30.0), (7, 0.1))]
    grounds = grounds_of(folds, [None] * 3, for_another=True)
    rule = parse_rule("recall >= 0.9 at 90 %")
    thresholds = [
        choose_with_confidence(rule, grounds, scale, as_it_is).threshold
        for scale in (None, ScoreScale(0, 1, 10_000), ScoreScale(0, 1, 200))
    ]
    assert None not in thresholds
    assert thresholds[0] >= thresholds[1] > thresholds[2]  # type: ignore[operator]


def point_of(times: tuple[float, ...], rule: str, kind: ScoreKind = "decision") -> OperatingPoint:
    folds = [scored(300, seed, kind, times=scale) for seed, scale in enumerate(times[:-1])]
    test = scored(300, 9, kind, times=times[-1])
    model = model_of("m", {"cv": ClassPredictions.join(folds), "test": test}, folds)
    points = operating_points(model, asked(plain_question(rules=(rule,)), model), {}).points
    return next(point for point in points if point.rule == rule)


@pytest.mark.parametrize(
    "rule", ["recall >= 0.9", "recall >= 0.9 at 90 %", "precision >= 0.7", "cost fp=1 fn=4"]
)
def test_the_scale_of_a_fit_s_decisions_makes_no_difference(rule: str) -> None:
    plain, scaled = (point_of(times, rule) for times in ((1, 1, 1, 1), (50, 1, 0.1, 7)))
    assert plain.matrix == scaled.matrix
    assert plain.threshold is not None
    assert scaled.threshold == pytest.approx(7 * plain.threshold)
    assert plain.rescaled and not point_of((1, 1, 1, 1), rule, "probability").rescaled


def test_never_to_predict_yes_stays_so_on_another_scale() -> None:
    point = point_of((-1, -50, -1, -7), "cost fp=1000 fn=1")
    assert point.chosen_recall == 0
    assert point.recall == 0 and point.precision is None


def test_the_record_says_the_confidence_and_the_bound() -> None:
    point = point_of((1, 1, 1, 1), "recall >= 0.9 at 90 %", "probability")
    assert point.confidence == 0.9
    assert point.chosen_low is not None and 0.9 <= point.chosen_low < 0.93
    assert point.chosen_recall is not None and point.chosen_recall > point.chosen_low
    assert (point_of((1, 1, 1, 1), "recall >= 0.9").confidence, point.reason) == (None, None)


def test_scores_that_begin_with_a_false_alarm_are_bounded_too() -> None:
    truth = np.array([0, *[1] * 10, *[0] * 10])
    own = ClassPredictions(("0", "1"), truth, truth, Scores(-np.arange(21.0)), "decision")
    found = choice_of("precision >= 0.99 at 90 %", own)
    assert found.threshold is None
    assert found.best_reachable == pytest.approx(max(bound(h, h + 1, 0.9) for h in range(1, 11)))


def test_fits_that_find_unlike_shares_leave_more_open() -> None:
    alike = [scored(400, seed, "decision") for seed in (5, 6, 7)]
    truth = alike[2].truth
    noisy = np.asarray(alike[2].scores) - 4 * truth * (np.arange(400) % 3 == 0)
    unlike = [*alike[:2], ClassPredictions(("0", "1"), truth, truth, Scores(noisy), "decision")]
    rule, scale = parse_rule("recall >= 0.6 at 90 %"), ScoreScale(0, 1, 400)
    gaps = []
    for folds in (alike, unlike):
        found = choose_with_confidence(rule, grounds_of(folds, [None] * 3, for_another=True), scale, as_it_is)
        assert found.recall is not None
        gaps.append(found.recall - 0.6)
    assert gaps[1] > gaps[0] + 0.02
