"""Curves against scikit-learn, and thinning against the areas it must keep."""

from statistics import NormalDist

import numpy as np
import pytest
import sklearn.metrics as sk
from sklearn.calibration import calibration_curve

from reportgen.metrics.ranked_scores import rank
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.scores import Scores
from reportgen.scoring.curves import curves_of
from tests.scoring.outcomes import random_outcome


def _large_outcome(n: int = 60_000, share: float = 0.1, seed: int = 0) -> ClassPredictions:
    random = np.random.default_rng(seed)
    truth = (random.random(n) < share).astype(int)
    scores = random.normal(size=n) + 2.2 * truth
    return ClassPredictions(("no", "yes"), truth, (scores > 1).astype(int), Scores(scores), "decision")


def _curve(outcome: ClassPredictions, kind: str, label: str | None = None) -> dict[str, np.ndarray]:
    return next(c.arrays for c in curves_of(outcome) if c.kind == kind and c.label == label)


def test_rank_agrees_with_roc_curve_at_every_threshold() -> None:
    outcome = random_outcome(2, seed=1)
    scores = np.asarray(outcome.scores)
    ranked = rank(outcome.truth == 1, scores)
    fpr, tpr, thresholds = sk.roc_curve(outcome.truth, scores, drop_intermediate=False)
    np.testing.assert_allclose(ranked.false_alarms / ranked.negatives, fpr[1:])
    np.testing.assert_allclose(ranked.recall, tpr[1:])
    np.testing.assert_allclose(ranked.thresholds, thresholds[1:])


@pytest.mark.parametrize("share", [0.5, 0.1, 0.02, 0.01, 0.005, 0.002, 0.0005])
def test_thinned_curves_keep_their_area_in_hundreds_of_points(share: float) -> None:
    outcome = _large_outcome(share=share)
    scores = np.asarray(outcome.scores)
    roc, pr = _curve(outcome, "roc"), _curve(outcome, "precision_recall")
    assert 50 < len(roc["fpr"]) < 500
    assert sk.auc(roc["fpr"], roc["tpr"]) == pytest.approx(sk.roc_auc_score(outcome.truth, scores), abs=5e-5)
    precision, recall, _ = sk.precision_recall_curve(outcome.truth, scores)
    whole = np.trapezoid(precision[::-1], recall[::-1])
    assert np.trapezoid(pr["precision"], pr["recall"]) == pytest.approx(whole, abs=5e-5)


def test_thinned_points_are_points_of_the_whole_curve() -> None:
    outcome = _large_outcome(20_000)
    scores = np.asarray(outcome.scores)
    threshold = _curve(outcome, "threshold")
    for at in range(0, len(threshold["threshold"]), 37):
        answers = scores >= threshold["threshold"][at]
        assert threshold["recall"][at] == pytest.approx(sk.recall_score(outcome.truth, answers))
        assert threshold["precision"][at] == pytest.approx(sk.precision_score(outcome.truth, answers))


def test_ten_classes_of_ten_thousand_samples_store_hundreds_of_points() -> None:
    outcome = random_outcome(10, 10_000, ties=False)
    for curve in curves_of(outcome):
        assert len(next(iter(curve.arrays.values()))) < 500


def test_macro_curve_has_the_mean_of_the_areas() -> None:
    outcome = random_outcome(5, 2_000, ties=False)
    roc, pr = _curve(outcome, "roc"), _curve(outcome, "precision_recall")
    scores = np.asarray(outcome.scores)
    expected = sk.roc_auc_score(outcome.truth, scores, multi_class="ovr", average="macro")
    assert sk.auc(roc["fpr"], roc["tpr"]) == pytest.approx(expected, abs=1e-3)
    mean_precision = sk.average_precision_score(np.eye(5)[outcome.truth], scores, average="macro")
    assert np.trapezoid(pr["precision"], pr["recall"]) == pytest.approx(mean_precision, abs=5e-3)


def test_calibration_agrees_with_scikit_learn() -> None:
    outcome = random_outcome(2, 1_000, ties=False)
    observed, predicted = calibration_curve(outcome.truth, outcome.scores, n_bins=10)
    curve = _curve(outcome, "calibration")
    np.testing.assert_allclose(curve["observed"], observed)
    np.testing.assert_allclose(curve["predicted"], predicted)
    assert (curve["low"] <= curve["observed"]).all() and (curve["observed"] <= curve["high"]).all()
    assert curve["count"].sum() == 1_000


def test_a_bin_of_the_calibration_curve_holds_its_lower_edge_and_the_last_one_certainty_too() -> None:
    """Forests of a hundred trees state round numbers: on which side of an edge they count shows in the curve."""
    stated = np.array([0.0, 0.05, 0.45, 0.5, 0.55, 0.5, 0.95, 1.0])
    truth = np.array([0, 0, 0, 1, 1, 0, 1, 1])
    curve = _curve(
        ClassPredictions(("no", "yes"), truth, truth, Scores(stated), "probability"), "calibration"
    )
    assert curve["count"].tolist() == [2, 1, 3, 2]
    assert curve["predicted"] == pytest.approx([0.025, 0.45, 1.55 / 3, 0.975])
    assert curve["observed"] == pytest.approx([0, 0, 2 / 3, 1])


def test_a_class_without_samples_has_no_curve() -> None:
    outcome = random_outcome(3, 50)
    without = ClassPredictions(
        outcome.classes,
        np.minimum(outcome.truth, 1),
        outcome.predicted,
        outcome.scores,
        "probability",
    )
    assert {c.label for c in curves_of(without) if c.kind == "roc"} == {None, "0", "1"}


def test_normal_scores_have_the_area_of_theory() -> None:
    ranked = rank(_large_outcome(60_000, 0.5).truth == 1, np.asarray(_large_outcome(60_000, 0.5).scores))
    assert ranked.roc_auc == pytest.approx(NormalDist().cdf(2.2 / np.sqrt(2)), abs=0.003)
