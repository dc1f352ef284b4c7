"""Operating points: thresholds chosen on one part of the scores and judged on another, and counts to move along.

A point predicts yes where the score is at least its threshold. Where it is chosen: `chosen_thresholds`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle import keys
from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import Curve
from reportgen.bundle.threshold_records import OperatingPoint
from reportgen.config import BEST_F1, ThresholdRule, parse_rule
from reportgen.metrics.ranked_scores import Ranked, ranked_classes
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.packing import Arrays
from reportgen.predictions.question import Question
from reportgen.scoring.chosen_thresholds import Choosing, GroupsBySplit
from reportgen.scoring.families.scoring_family import Operated
from reportgen.scoring.outcome_costs import mean_cost
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
    groups = groups_by_split(model, predictions)
    return points_of(model.id, question, question.id, model.whole, model.folds, arrays, groups)


def groups_by_split(model: ModelPredictions, predictions: Predictions) -> GroupsBySplit:
    """Return which of the samples that a model is judged on belong together; nothing where none do."""
    found = {split: predictions.samples.groups_on(split) for split in model.whole}
    return {split: np.unique(own, return_inverse=True)[1] for split, own in found.items() if own is not None}


def _judged_split(whole: Mapping[Split, Any]) -> Split:
    return "test" if "test" in whole else "cv"


def points_of(
    model: str,
    question: Question,
    prefix: str,
    whole: Mapping[Split, ClassPredictions],
    folds: Sequence[ClassPredictions],
    arrays: Arrays,
    groups: GroupsBySplit = MappingProxyType({}),
) -> Operated:
    """Return the points of one yes-or-no question; `prefix` begins the keys of its arrays.

    `groups` are of shape (n_judged,) by split: which samples belong together.
    """
    judged_on = _judged_split(whole)
    judged, own_groups = whole[judged_on], groups.get(judged_on)
    if judged.scores is None:
        reason = "this model predicts without scores, so there is no threshold to move"
        decided = Decided(judged.truth == 1, judged.predicted == 1, own_groups, question.prevalence)
        return Operated([_point(model, DEFAULT, judged_on, None, decided, reason=reason)], [])
    fixed = _fixed_points(model, question, judged_on, judged, own_groups)
    choosing = Choosing(whole, folds, groups, question.prevalence)
    chosen = [_chosen_point(model, rule, choosing) for rule in rules_of(question)]
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


def _chosen_point(model: str, rule: ThresholdRule, choosing: Choosing) -> OperatingPoint:
    found = choosing.by(rule)
    return _point(model, rule, choosing.judged_on, found.threshold, found.decided, **found.fields)


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
