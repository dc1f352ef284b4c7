"""The recommended model: the cheapest among those that are best by the main metric and as good as them."""

import math
from typing import NamedTuple

from reportgen.bundle.base_record import Split
from reportgen.bundle.headline_scores import FigureKey, headline_score
from reportgen.bundle.model_costs import cheapest
from reportgen.bundle.query import usable_models
from reportgen.bundle.schema import Analysis
from reportgen.metrics.metric_spec import METRICS


class Recommendation(NamedTuple):
    """The recommended model, the one with the best figure, and the split they were chosen on; None without models."""

    model: str | None
    best: str | None
    split: Split | None


def recommend(analysis: Analysis) -> Recommendation:
    """Return the recommended model: the cheapest among the best and those that are as good.

    Where a rule of costs was given, it is the model of the least cost at its threshold, and nothing else counts.

    It is chosen on the folds where there are any and never by the test beside them. Best is the best figure, the mean
    over repeats where there are some. As good are models with exactly that figure, and those whose comparison with it,
    on the same split, found them equivalent; being undecided is not enough. Cheapest is the shortest prediction time
    for a sample, or where no times were kept the smallest size; among those that count as equally cheap (see
    `bundle.model_costs`) the better figure decides, then the order in which models were asked for.
    """
    models = usable_models(analysis)
    if not models:
        return Recommendation(None, None, None)
    if (ranking := analysis.cost_ranking) is not None:
        return Recommendation(ranking.chosen, ranking.chosen, ranking.chosen_on)
    split: Split = "cv" if analysis.protocol.cv is not None else "test"
    merits = {model.id: _merit(analysis, model.id, split) for model in models}
    best = max(merits, key=lambda model: merits[model])  # of equals the first
    as_good = [model for model in models if merits[model.id] == merits[best]]
    as_good += [
        model for model in models if model not in as_good and _equivalent(analysis, best, model.id, split)
    ]
    cheap = [model.id for model in cheapest(as_good)]
    return Recommendation(max(cheap, key=lambda model: merits[model]), best, split)


def _merit(analysis: Analysis, model: str, split: Split) -> float:
    """Return the model's figure, the higher the better, the mean over repeats; -inf where it has none."""
    row = headline_score(analysis.scores, FigureKey(model, split, analysis.main_metric))
    if row is None or row.value is None:
        return -math.inf
    at = (model, split, analysis.main_metric)
    repeats = [
        score.value
        for score in analysis.scores
        if (score.model, score.split, score.metric) == at
        and score.repeat is not None
        and score.fold is None
        and score.average == row.average
        and score.value is not None
    ]
    sign = 1 if METRICS.get(analysis.main_metric).info.greater_is_better else -1
    return sign * math.fsum([row.value, *repeats]) / (1 + len(repeats))


def _equivalent(analysis: Analysis, best: str, other: str, split: Split) -> bool:
    return any(
        row.verdict == "equivalent" and {row.a, row.b} == {best, other} and row.metric == analysis.main_metric
        for row in analysis.comparisons
        if row.split == split
    )
