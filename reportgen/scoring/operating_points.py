"""Operating points: thresholds chosen on one part of the scores and judged on another, and counts to move along.

A point predicts yes where the score is at least its threshold. Chosen on the out-of-fold scores of the training
data and judged on the test; without a test each fold is judged at the threshold that the other folds give; without
folds both happen on the test, which makes them slightly optimistic.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Curve
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.config import BEST_F1, ThresholdRule, parse_rule
from reportgen.metrics.ranked_scores import Ranked, rank, ranked_classes
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.packing import Arrays
from reportgen.predictions.question import Question
from reportgen.scoring.families.scoring_family import Operated
from reportgen.scoring.outcome_costs import mean_cost
from reportgen.scoring.threshold_choice import Choice, choose_threshold
from reportgen.scoring.threshold_rates import Decided, at_prevalence, rates
from reportgen.tasks import DEFAULT_THRESHOLDS

#: What every detector's table holds besides the threshold in use and the rules asked for.
STANDARD_RULES = (BEST_F1, parse_rule("precision >= 0.90"))

#: The rule of the threshold in use.
DEFAULT = "default"

#: Thresholds to move along, by found samples and by false alarms; with three numbers each a few kB.
STOPS = 48

BinaryScores = NDArray[np.float64]


def operating_points(model: ModelPredictions, predictions: Predictions, arrays: Arrays) -> Operated:
    """Return a detector's points, and its counts by threshold on the split it is judged on.

    Nothing for more than two classes. A model without scores has one point, its predictions.
    """
    question = predictions.question
    if len(question.classes) != 2:
        return Operated([], [])
    groups = groups_judged(model, predictions)
    return points_of(model.id, question, question.id, model.whole, model.folds, arrays, groups)


def groups_judged(model: ModelPredictions, predictions: Predictions) -> NDArray[np.int64] | None:
    """Return which of the samples that a model's points are judged on belong together; None where none do."""
    groups = predictions.samples.groups_on(_judged_split(model.whole))
    return None if groups is None else np.unique(groups, return_inverse=True)[1]


def _judged_split(whole: Mapping[Split, Any]) -> Split:
    return "test" if "test" in whole else "cv"


def points_of(
    model: str,
    question: Question,
    prefix: str,
    whole: Mapping[Split, ClassPredictions],
    folds: Sequence[ClassPredictions],
    arrays: Arrays,
    groups: NDArray[np.int64] | None = None,
) -> Operated:
    """Return the points of one yes-or-no question; `prefix` begins the keys of its arrays.

    `groups` has shape (n_judged,): samples of the judged split that belong together.
    """
    judged_on = _judged_split(whole)
    judged = whole[judged_on]
    if judged.scores is None:
        reason = "this model predicts without scores, so there is no threshold to move"
        decided = Decided(judged.truth == 1, judged.predicted == 1, groups, question.prevalence)
        return Operated([_point(model, DEFAULT, judged_on, None, decided, reason=reason)], [])
    fixed = _fixed_points(model, question, judged_on, judged, groups)
    chosen = [
        _chosen_point(model, rule, judged_on, whole, folds, groups, question.prevalence)
        for rule in rules_of(question)
    ]
    points = [fixed[0], *chosen, *fixed[1:]]
    wanted = [point.threshold for point in points if point.threshold is not None]
    return Operated(points, [_pack_stops(prefix, model, judged_on, judged, wanted, arrays)])


def rules_of(question: Question) -> list[ThresholdRule]:
    """Return the standard rules and those asked for, each once."""
    return list(dict.fromkeys([*STANDARD_RULES, *question.rules]))


def _fixed_points(
    model: str,
    question: Question,
    split: Split,
    judged: ClassPredictions,
    groups: NDArray[np.int64] | None,
) -> list[OperatingPoint]:
    """Return the thresholds that were not chosen: the model's own, and the user's."""
    own = DEFAULT_THRESHOLDS[judged.score_kind or "decision"]
    thresholds = {DEFAULT: own}
    if question.threshold is not None:
        thresholds[f"threshold {question.threshold:.12g}"] = question.threshold
    scores, points = np.asarray(judged.scores), []
    for rule, threshold in thresholds.items():
        reasons = [_outside(scores, threshold)]
        if rule == DEFAULT:
            reasons.append(_unlike_answers(judged, threshold))
        reason = "; ".join(filter(None, reasons)) or None
        decided = Decided(judged.truth == 1, scores >= threshold, groups, question.prevalence)
        points.append(_point(model, rule, split, threshold, decided, reason=reason))
    return points


def _outside(scores: BinaryScores, threshold: float) -> str | None:
    low, high = float(scores.min()), float(scores.max())
    if low < threshold <= high:
        return None
    if threshold == low == high:
        return "all scores are equal"
    does = "always" if threshold <= low else "never"
    if threshold == low:
        return f"no score is lower, so it {does} answers yes"
    return f"outside the scores, which go from {low:.6g} to {high:.6g}, so it {does} answers yes"


def _unlike_answers(judged: ClassPredictions, threshold: float) -> str | None:
    """Say where predict() and the default threshold differ: on ties, for which predict() says no."""
    scores = np.asarray(judged.scores)
    unlike = (scores >= threshold) != (judged.predicted == 1)
    number = int(unlike.sum())
    if not number:
        return None
    samples = f"{number:,} {'sample' if number == 1 else 'samples'}"
    if (scores[unlike] == threshold).all():
        return f"{samples} at exactly this score count as yes here, and as no in the model's own answers"
    return f"{samples} are on the other side of this score in the model's own answers"


def _chosen_point(
    model: str,
    rule: ThresholdRule,
    judged_on: Split,
    whole: Mapping[Split, ClassPredictions],
    folds: Sequence[ClassPredictions],
    groups: NDArray[np.int64] | None,
    prevalence: float | None,
) -> OperatingPoint:
    chosen_on: Split = "cv" if "cv" in whole else "test"
    choice = choose_threshold(rule, _ranked(whole[chosen_on]), prevalence)
    cross_fitted = judged_on == "cv"
    found: dict[str, Any] = {
        "chosen_on": chosen_on,
        "cross_fitted": cross_fitted,
        "chosen_precision": choice.precision,
        "chosen_recall": choice.recall,
        "best_reachable": choice.best_reachable,
        "reason": choice.reason,
    }
    if choice.threshold is None:
        return _point(model, rule, judged_on, None, None, **found)
    if not cross_fitted:
        judged = whole[judged_on]
        called = np.asarray(judged.scores) >= choice.threshold
        decided = Decided(judged.truth == 1, called, groups, prevalence)
        return _point(model, rule, judged_on, choice.threshold, decided, **found)
    choices = choices_without(rule, folds, prevalence)
    lacking = [fold for fold, other in enumerate(choices) if other.threshold is None]
    if lacking:
        found["reason"] = f"without fold {lacking[0]} {choices[lacking[0]].reason}"
        found["best_reachable"] = choices[lacking[0]].best_reachable
        return _point(model, rule, judged_on, choice.threshold, None, **found)
    found["fold_thresholds"] = [other.threshold for other in choices]
    pairs = list(zip(folds, choices, strict=True))
    called = np.concatenate([np.asarray(fold.scores) >= other.threshold for fold, other in pairs])
    truth = np.concatenate([fold.truth for fold in folds])
    decided = Decided(truth == 1, called, groups, prevalence)
    return _point(model, rule, judged_on, choice.threshold, decided, **found)


def choices_without(
    rule: ThresholdRule, folds: Sequence[ClassPredictions], prevalence: float | None = None
) -> list[Choice]:
    """Return for each fold the threshold that the scores of the others give."""
    if len(folds) < 2:
        return [Choice(None, reason="there is no other fold to choose on")]
    return [choose_threshold(rule, _ranked_without(fold, folds), prevalence) for fold in folds]


def _ranked_without(fold: ClassPredictions, folds: Sequence[ClassPredictions]) -> Ranked:
    """Return the counted scores of all folds but one, counted once for all rules."""
    if "ranked_without" not in fold.cache:
        others = [other for other in folds if other is not fold]
        truth = np.concatenate([other.truth for other in others])
        scores = np.concatenate([np.asarray(other.scores) for other in others])
        fold.cache["ranked_without"] = rank(truth == 1, scores)
    ranked: Ranked = fold.cache["ranked_without"]
    return ranked


def _ranked(predictions: ClassPredictions) -> Ranked:
    return ranked_classes(predictions)[predictions.classes[1]]


def _point(
    model: str,
    rule: ThresholdRule | str,
    judged_on: Split,
    threshold: float | None,
    decided: Decided | None,
    *,
    chosen_on: Split | None = None,
    **fields: Any,
) -> OperatingPoint:
    """Return the record of a point; without what was decided its figures are missing."""
    shares: dict[str, Any] = {}
    if decided is not None:
        counts = np.bincount(2 * decided.positive + decided.called, minlength=4).reshape(2, 2)
        (right, false_alarms), (missed, found) = counts.tolist()
        shares = {
            "matrix": counts.tolist(),
            "f1": 2 * found / (2 * found + false_alarms + missed) if found + false_alarms + missed else None,
            "false_alarms_per_thousand": 1000 * false_alarms / (right + false_alarms)
            if right + false_alarms
            else None,
            **rates(decided),
            **(_cost(rule, decided) if isinstance(rule, ThresholdRule) else {}),
            "at_prevalence": at_prevalence(decided),
        }
    return OperatingPoint(
        model=model,
        rule=rule.text if isinstance(rule, ThresholdRule) else rule,
        threshold=threshold,
        chosen_on=chosen_on,
        judged_on=judged_on,
        **shares,
        **fields,
    )


def _cost(rule: ThresholdRule, decided: Decided) -> dict[str, float | None]:
    """Return the mean cost of a sample by a rule of costs, with `_low` and `_high`; nothing by another rule."""
    if rule.costs is None:
        return {}
    found = mean_cost(rule.costs, decided)
    low, high = (None, None) if found.interval is None else found.interval[:2]
    return {"cost": found.value, "cost_low": low, "cost_high": high}


def _pack_stops(
    prefix: str, model: str, split: Split, judged: ClassPredictions, wanted: Sequence[float], arrays: Arrays
) -> Curve:
    """Return counts at some of the thresholds, among them those wanted: true and false positives, exactly."""
    ranked = _ranked(judged)
    by_hits = np.searchsorted(ranked.hits, np.linspace(0, ranked.positives, STOPS))
    by_alarms = np.searchsorted(ranked.false_alarms, np.geomspace(1, max(ranked.negatives, 1), STOPS))
    places = np.unique(np.append(by_hits, by_alarms))
    places = places[places < len(ranked.thresholds)]
    never = np.nextafter(ranked.thresholds[0], np.inf)
    thresholds = np.unique(
        np.concatenate([ranked.thresholds[places], ranked.thresholds[-1:], [never], wanted])
    )
    # How many distinct scores are at least each threshold; where none is, no answer is yes.
    reached = np.searchsorted(-ranked.thresholds, -thresholds, side="right")
    counts = {
        "threshold": thresholds,
        "true_positives": np.append(0, ranked.hits)[reached],
        "false_positives": np.append(0, ranked.false_alarms)[reached],
    }
    stored = keys.curve_keys(prefix, model, split, "operating", "all", counts)
    arrays.update({stored[name]: values for name, values in counts.items()})
    return Curve(model=model, split=split, kind="operating", label=None, arrays=stored)
