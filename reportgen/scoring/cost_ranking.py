"""Models ranked by what they cost at the thresholds that a rule of costs chose, against doing without a model."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.threshold_records import (
    CostDifference,
    CostRanking,
    ModelCost,
    OperatingPoint,
    Strategy,
    StrategyCost,
)
from reportgen.config import Costs, ThresholdRule
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.chosen_thresholds import Choosing
from reportgen.scoring.operating_points import groups_by_split
from reportgen.scoring.outcome_costs import cost_difference, mean_cost
from reportgen.scoring.threshold_rates import Decided
from reportgen.statistics.interval import LEVEL
from reportgen.statistics.simultaneous import simultaneous_level

Flags = NDArray[np.bool_]


class _Priced(NamedTuple):
    """A model with its predictions at its threshold where it is judged, and its record."""

    model: ModelPredictions
    decided: Decided
    record: ModelCost


def rank_by_cost(predictions: Predictions, points: Sequence[OperatingPoint]) -> CostRanking | None:
    """Return the ranking by the first rule of costs; None without one, or for more than two classes."""
    question = predictions.question
    rule = next((own for own in question.rules if own.kind == "cost"), None)
    models = [model for model in predictions.usable if not model.is_baseline]
    if rule is None or rule.costs is None or len(question.classes) != 2 or not models or question.outputs:
        return None
    at = {point.model: point for point in points if point.rule == rule.text}
    priced = [_priced(model, rule, at.get(model.id), predictions) for model in models]
    chosen = min(priced, key=_merit)
    judged_on: Split = "test" if "test" in chosen.model.whole else "cv"
    costs, share = rule.costs, question.prevalence
    return CostRanking(
        rule=rule.text,
        fp=costs.fp,
        fn=costs.fn,
        tp=costs.tp,
        tn=costs.tn,
        unit=costs.unit,
        per=costs.per,
        judged_on=judged_on,
        chosen_on="cv" if chosen.record.chosen_cost is not None else judged_on,
        chosen=chosen.model.id,
        models=[own.record for own in priced],
        never=_strategy(costs, chosen.decided, called=False),
        always=_strategy(costs, chosen.decided, called=True),
        differences=_differences(costs, chosen, priced),
        prevalence=share,
    )


def _merit(priced: _Priced) -> float:
    """Return what a model is chosen by: its cost in cross-validation, without one that where it is judged."""
    chosen_cost = priced.record.chosen_cost
    return priced.record.cost if chosen_cost is None else chosen_cost


def _priced(
    model: ModelPredictions, rule: ThresholdRule, point: OperatingPoint | None, predictions: Predictions
) -> _Priced:
    judged: Split = "test" if "test" in model.whole else "cv"
    share, costs = predictions.question.prevalence, rule.costs
    assert costs is not None  # noqa: S101 - a rule of costs has them
    decided = Decided(
        model.whole[judged].truth == 1,
        _called(model.whole[judged], model.folds, point),
        groups_by_split(model, predictions).get(judged),
        share,
    )
    found = mean_cost(costs, decided)
    low, high = (None, None) if found.interval is None else found.interval[:2]
    threshold = None if point is None else point.threshold
    cross_fitted = _cross_fitted_cost(model, rule, share)
    record = ModelCost(
        model=model.id,
        threshold=threshold,
        cost=found.value,
        low=low,
        high=high,
        chosen_cost=cross_fitted,
    )
    return _Priced(model, decided, record)


def _called(
    judged: ClassPredictions, folds: Sequence[ClassPredictions], point: OperatingPoint | None
) -> Flags:
    """Return which samples a model calls positive: by its threshold, and where it has none as it predicts."""
    if judged.scores is None or point is None or point.threshold is None:
        return np.asarray(judged.predicted == 1)
    if not point.fold_thresholds:
        return np.asarray(judged.scores) >= point.threshold
    parts = zip(folds, point.fold_thresholds, strict=True)
    return np.concatenate([np.asarray(fold.scores) >= threshold for fold, threshold in parts])


def _cross_fitted_cost(model: ModelPredictions, rule: ThresholdRule, share: float | None) -> float | None:
    """Return the mean cost in cross-validation, each fold at the threshold that the others give; None without folds."""
    costs, whole = rule.costs, model.whole.get("cv")
    if whole is None or costs is None or len(model.folds) < 2:
        return None
    if whole.scores is None:
        return mean_cost(costs, Decided(whole.truth == 1, whole.predicted == 1, None, share)).value
    decided = Choosing({"cv": whole}, model.folds, {}, share).by(rule).decided
    return None if decided is None else mean_cost(costs, decided).value


def _strategy(costs: Costs, decided: Decided, *, called: bool) -> StrategyCost:
    same = decided._replace(called=np.full(len(decided.called), called))
    found = mean_cost(costs, same)
    low, high = (None, None) if found.interval is None else found.interval[:2]
    return StrategyCost(cost=found.value, low=low, high=high)


def _differences(costs: Costs, chosen: _Priced, priced: Sequence[_Priced]) -> list[CostDifference]:
    """Return how much less the chosen model costs than each other one, and than doing without."""
    number = len(chosen.decided.called)
    others = [own for own in priced if own is not chosen]
    against: list[tuple[str | None, Strategy | None, Flags]] = [
        *((own.model.id, None, own.decided.called) for own in others),
        (None, "never", np.zeros(number, bool)),
        (None, "always", np.ones(number, bool)),
    ]
    level, rows = simultaneous_level(LEVEL, len(against)), []
    for model, strategy, called in against:
        found = cost_difference(costs, chosen.decided, called, level)
        low, high = (None, None) if found.interval is None else found.interval[:2]
        row = CostDifference(
            other=model, strategy=strategy, difference=found.value, low=low, high=high, level=level
        )
        rows.append(row)
    return rows
