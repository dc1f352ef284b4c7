"""ROC, precision-recall, threshold and calibration curves of one model on one split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.ranked_scores import Ranked, ranked_classes
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.curve_thinning import KEPT_WHOLE, step_ends, thin
from reportgen.statistics.proportions import wilson

#: Equal-width bins of a calibration curve; empty ones are left out.
CALIBRATION_BINS = 10

#: Points of a curve that is the mean over classes.
MACRO_POINTS = 201


@dataclass(frozen=True, eq=False)
class Points:
    """The coordinates of a curve by name; label None is the overall curve, or the positive class's."""

    kind: str
    label: str | None
    arrays: dict[str, NDArray[np.float64]]


def curves_of(predictions: ClassPredictions) -> list[Points]:
    """Return all curves that the scores allow, thinned to hundreds of points."""
    found: list[Points] = []
    usable = {
        name: ranked for name, ranked in ranked_classes(predictions).items() if ranked.undefined() is None
    }
    binary = len(predictions.classes) == 2
    for name, ranked in usable.items():
        found += _ranking_curves(ranked, None if binary else name)
    if usable and not binary:
        found += macro_curves(found)
    if predictions.score_kind == "probability":
        found.append(_calibration(predictions))
    return found


def _ranking_curves(ranked: Ranked, label: str | None) -> list[Points]:
    hits, false_alarms = np.append(0, ranked.hits), np.append(0, ranked.false_alarms)
    fpr, tpr = false_alarms / ranked.negatives, hits / ranked.positives
    # Before the first answer precision has no value; it begins with that of the highest score.
    precision = np.append(ranked.precision[:1], ranked.precision)
    threshold = np.append(ranked.thresholds[:1], ranked.thresholds)
    kept = np.arange(len(fpr)) if len(fpr) <= KEPT_WHOLE else step_ends(hits)
    if len(kept) > KEPT_WHOLE:
        kept = thin([fpr, tpr], [(fpr, tpr), (tpr, precision)])
    fpr, tpr, precision, threshold = fpr[kept], tpr[kept], precision[kept], threshold[kept]
    return [
        Points("roc", label, {"fpr": fpr, "tpr": tpr, "threshold": threshold}),
        Points("precision_recall", label, {"recall": tpr, "precision": precision, "threshold": threshold}),
        Points(
            "threshold", label, {"threshold": threshold[1:], "precision": precision[1:], "recall": tpr[1:]}
        ),
    ]


def macro_curves(curves: list[Points]) -> list[Points]:
    """Return the means over classes or labels: of recall at each false positive rate, of precision at each recall."""
    rocs = [points.arrays for points in curves if points.kind == "roc"]
    fpr = np.unique(
        np.concatenate([[0.0], np.geomspace(1e-4, 1, MACRO_POINTS), np.linspace(0, 1, MACRO_POINTS)])
    )
    tpr = np.mean([np.interp(fpr, roc["fpr"], roc["tpr"]) for roc in rocs], axis=0)
    prs = [points.arrays for points in curves if points.kind == "precision_recall"]
    recall = np.linspace(0, 1, MACRO_POINTS)
    precision = np.mean([_at_recall(pr, recall) for pr in prs], axis=0)
    return [
        Points("roc", None, {"fpr": fpr, "tpr": tpr}),
        Points("precision_recall", None, {"recall": recall, "precision": precision}),
    ]


def _at_recall(curve: dict[str, NDArray[np.float64]], recall: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the precision at the first threshold that reaches each recall."""
    place = np.minimum(np.searchsorted(curve["recall"], recall - 1e-12), len(curve["recall"]) - 1)
    reached: NDArray[np.float64] = curve["precision"][place]
    return reached


def _calibration(predictions: ClassPredictions) -> Points:
    """Share of correct predictions by predicted probability, with Wilson's intervals.

    For two classes of the positive class, otherwise of the most probable one.
    """
    scores = predictions.scores
    assert scores is not None  # noqa: S101 - there are probabilities
    if scores.is_of_two:
        stated, came_true = scores.values, predictions.truth == 1
    else:
        stated, top = scores.top()
        came_true = top == predictions.truth
    bins = np.clip((stated * CALIBRATION_BINS).astype(int), 0, CALIBRATION_BINS - 1)
    counts = np.bincount(bins, minlength=CALIBRATION_BINS)
    used = counts > 0
    right = np.bincount(bins, weights=came_true, minlength=CALIBRATION_BINS)[used].astype(int)
    counts, sums = counts[used], np.bincount(bins, weights=stated, minlength=CALIBRATION_BINS)[used]
    intervals = [wilson(int(s), int(n)) for s, n in zip(right, counts, strict=True)]
    return Points(
        "calibration",
        None,
        {
            "predicted": sums / counts,
            "observed": right / counts,
            "low": np.array([interval.low for interval in intervals]),
            "high": np.array([interval.high for interval in intervals]),
            "count": counts.astype(np.float64),
        },
    )
