"""The figure of a model that was chosen by the very samples that judge it: its interval, and how flattered it is.

The best of several is likely better here than it is. Its interval is one of all candidates that hold together, and the
expected gain of the choice is told beside it.
"""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FOLD_MEAN, FigureKey, headline_score
from reportgen.bundle.query import judged_split
from reportgen.bundle.schema import Analysis, Score
from reportgen.metrics.figure_value import Value
from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.intervals import interval_or_reason, mean_over_folds
from reportgen.statistics.fold_spread import of_recipe
from reportgen.statistics.interval import LEVEL, Interval, normal_quantile
from reportgen.statistics.simultaneous import expected_gain, joint_level

Floats = NDArray[np.float64]


class Contender(NamedTuple):
    """A model that could have been chosen, and its headline."""

    model: ModelPredictions
    row: Score


def account_for_choice(analysis: Analysis, predictions: Predictions) -> Analysis:
    """Return the analysis with the chosen model's interval and optimism, where its split has also chosen it."""
    split = judged_split(analysis)
    if analysis.chosen is None or analysis.chosen_on != split:
        return analysis
    candidates = _candidates(analysis, predictions, split)
    chosen = next((one for one in candidates if one.model.id == analysis.chosen), None)
    if chosen is None or chosen.row.low is None or len(candidates) < 2:
        return analysis
    metric = METRICS.get(analysis.main_metric)
    correlations = _correlations(candidates, split, predictions.samples.groups_on(split))
    level = joint_level(correlations)
    found = _interval(metric, chosen, split, predictions, level)
    if not isinstance(found, Interval):
        return analysis
    row = msgspec.structs.replace(
        chosen.row,
        low=found.low,
        high=found.high,
        method=f"{found.method}, for the best of {len(candidates)}",
    )
    figures = np.array([one.row.value for one in candidates], dtype=np.float64)
    sign = 1.0 if metric.info.greater_is_better else -1.0
    gain = expected_gain(sign * figures, _errors(candidates), correlations)
    scores = [row if own is chosen.row else own for own in analysis.scores]
    return msgspec.structs.replace(analysis, scores=scores, optimism=gain)


def _candidates(analysis: Analysis, predictions: Predictions, split: Split) -> list[Contender]:
    """Return the models that have a figure with an interval by the main metric, but the naive baselines."""
    found = []
    for model in predictions.usable:
        key = FigureKey(model.id, split, analysis.main_metric)
        row = None if model.is_baseline else headline_score(analysis.scores, key)
        if row is not None and row.value is not None and row.low is not None:
            found.append(Contender(model, row))
    return found


def _errors(candidates: list[Contender]) -> Floats:
    """Return about the standard error of each candidate's figure, from the width of its interval."""
    widths = [(one.row.high or 0.0) - (one.row.low or 0.0) for one in candidates]
    return np.array(widths) / (2 * normal_quantile(LEVEL))


def _correlations(candidates: list[Contender], split: Split, groups: NDArray[np.generic] | None) -> Floats:
    """Return how the candidates' errors go together; as if not at all where that is not known."""
    whole = [one.model.whole[split] for one in candidates]
    if not all(isinstance(own, ClassPredictions) for own in whole):
        return np.eye(len(whole))
    wrong = np.array([own.wrong for own in whole], dtype=np.float64)
    if groups is not None:
        codes = np.unique(groups, return_inverse=True)[1]
        wrong = np.array([np.bincount(codes, own - own.mean()) for own in wrong])
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.corrcoef(wrong)
    return np.where(np.isfinite(found), found, np.eye(len(whole)))


def _interval(
    metric: MetricSpec, chosen: Contender, split: Split, predictions: Predictions, level: float
) -> Interval | str:
    """Return the interval of the chosen model's headline at another level, of the recipe where that of the row is."""
    model = chosen.model
    values = [metric.figure(fold) or Value(None) for fold in model.folds] if split == "cv" else []
    found = _of_fits(metric, chosen, split, predictions, level, values)
    share, value = predictions.recipe_share, chosen.row.value
    figures = [one.value for one in values if one.value is not None]
    if chosen.row.estimand != "recipe" or share is None or value is None or isinstance(found, str):
        return found
    return of_recipe(value, found, figures, share, metric.info.range)


def _of_fits(
    metric: MetricSpec,
    chosen: Contender,
    split: Split,
    predictions: Predictions,
    level: float,
    values: list[Value],
) -> Interval | str:
    """Return the same of these fits."""
    model, groups = chosen.model, predictions.samples.groups_on(split)
    if chosen.row.average != FOLD_MEAN:
        value = metric.figure(model.whole[split]) or Value(None)
        return interval_or_reason(metric, model.whole[split], value, groups=groups, level=level)
    ends = np.cumsum([fold.n_samples for fold in model.folds])[:-1]
    by_fold = [None] * len(model.folds) if groups is None else list(np.split(groups, ends))
    known = [place for place, value in enumerate(values) if value.value is not None]
    return mean_over_folds(
        metric,
        [model.folds[place] for place in known],
        [values[place] for place in known],
        [by_fold[place] for place in known],
        level,
    )
