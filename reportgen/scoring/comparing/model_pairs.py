"""Comparisons of the models of an analysis by its main metric: every pair, and every model with the naive baseline.

On the test the fitted models are compared, sample by sample; with repeats their recipes, which takes the seeds into
account. Over folds it is recipes, by the corrected resampled t-test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.bundle.cochran_record import CochranTest
from reportgen.bundle.schema import Comparison
from reportgen.metrics.metric_spec import METRICS, MetricSpec
from reportgen.predictions.analysis_predictions import ModelPredictions, Predictions
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.scoring.comparing.recipe_differences import Fits, RecipeGap, over_folds, over_seeds
from reportgen.statistics.difference import Difference
from reportgen.statistics.interval import ALPHA
from reportgen.statistics.interval_and_test import agreed
from reportgen.statistics.paired_proportions import cochran_q
from reportgen.statistics.verdict import SamplesNeeded, equivalence_level, samples_needed, verdict

#: The fewest models that are compared all at once: for two the comparison of the pair says it all.
FEWEST_FOR_COCHRAN = 3

#: With fewer folds than this a comparison says that it can see little.
FEW_FOLDS = 10

Estimand = Literal["model", "recipe"]

#: From two models and a level to their difference.
Compare = Callable[[ModelPredictions, ModelPredictions, float], RecipeGap]


@dataclass(frozen=True)
class ComparisonSet:
    """What comparisons that are read together have in common: how many there are, and how each is made."""

    metric: MetricSpec
    split: Split
    margin: float
    pairs: int
    estimand: Estimand
    note: str | None
    compare: Compare

    @property
    def level(self) -> float:
        """The level of each interval, so that all of them together hold in 95 %: Bonferroni's."""
        return 1 - ALPHA / self.pairs


def compare_models(predictions: Predictions) -> list[Comparison]:
    """Return the comparisons by the main metric on the test and on the folds, as far as there are any.

    Every two models on both, and on the split that is judged every model with each naive baseline. The pairs among
    models are one set for Bonferroni, those with one baseline another.
    """
    models = [model for model in predictions.usable if not model.is_baseline]
    baselines = [model for model in predictions.usable if model.is_baseline]
    rows: list[Comparison] = []
    for place, split in enumerate(_splits(predictions)):
        compare = _by_folds(predictions) if split == "cv" else _by_samples(predictions)
        sets = [list(combinations(models, 2))]
        if place == 0:
            sets += [[(model, baseline) for model in models] for baseline in baselines]
        for pairs in sets:
            common = _set_of(predictions, split, len(pairs), compare) if pairs else None
            rows += [_row(common, a, b) for a, b in pairs if common is not None]
    return rows


def cochran_test(predictions: Predictions) -> CochranTest | None:
    """Return Cochran's test of all models but the naive ones, as fitted and judged on the same test samples.

    None where fewer than three models are compared by accuracy, where recipes are, or where samples belong together,
    which the test takes to be independent of each other.
    """
    question = predictions.question
    judged = {
        model.id: model.whole["test"]
        for model in predictions.usable
        if not model.is_baseline and isinstance(model.whole.get("test"), ClassPredictions)
    }
    of_models = question.protocol.repeats == 1 and predictions.samples.groups is None
    if len(judged) < FEWEST_FOR_COCHRAN or question.main_metric != "accuracy" or not of_models:
        return None
    right = np.column_stack([~own.wrong for own in judged.values()])
    found = cochran_q(right)
    return CochranTest(
        models=list(judged),
        split="test",
        metric="accuracy",
        test="Cochran's Q, by permutation" if found.permuted else "Cochran's Q",
        statistic=found.statistic,
        degrees=len(judged) - 1,
        p_value=found.p_value,
        n=len(right),
    )


def _splits(predictions: Predictions) -> list[Split]:
    """Return the splits that models are compared on, the judged one first."""
    splits: tuple[Split, ...] = ("test", "cv")
    return [split for split in splits if split in predictions.samples.positions]


def _set_of(predictions: Predictions, split: Split, pairs: int, compare: Compare) -> ComparisonSet:
    question, folds = predictions.question, len(predictions.samples.fold_sizes)
    metric = METRICS.get(question.main_metric)
    margin = metric.margin if question.margin is None else question.margin
    estimand: Estimand = "recipe" if split == "cv" or question.protocol.repeats > 1 else "model"
    few = f"with {folds} folds this test can see little" if split == "cv" and folds < FEW_FOLDS else None
    return ComparisonSet(metric, split, margin, pairs, estimand, few, compare)


def _by_samples(predictions: Predictions) -> Compare:
    """Return how two models are compared on the samples of the test."""
    metric = METRICS.get(predictions.question.main_metric)
    groups = predictions.samples.groups_on("test")
    known: dict[str, Fits] = {}

    def fits(model: ModelPredictions) -> Fits:
        return known.setdefault(model.id, Fits(metric, model.by_seed("test"), groups))

    return lambda a, b, level: over_seeds(fits(a), fits(b), level)


def _by_folds(predictions: Predictions) -> Compare:
    """Return how two models are compared over the folds."""
    metric = METRICS.get(predictions.question.main_metric)
    share = predictions.samples.judged_for_each_trained
    return lambda a, b, level: over_folds(metric, a.folds_by_seed, b.folds_by_seed, share, level)


def _row(common: ComparisonSet, a: ModelPredictions, b: ModelPredictions) -> Comparison:
    """Return the comparison of two models; computed in the order of their ids, so that b with a mirrors a with b."""
    ordered = a.id <= b.id
    gap = common.compare(a, b, common.level) if ordered else common.compare(b, a, common.level)
    difference = gap.difference if ordered else gap.difference.mirrored()
    found, p_adjusted, note = agreed(_within(difference, common.metric), common.pairs)
    inner = _inner(common, a, b)
    said = verdict(found.low, found.high, common.margin, common.metric.info.greater_is_better, inner)
    needed, why = _needed(common, gap, found) if said == "undecided" else (None, None)
    reasons = [found.reason, note, common.note, why]
    return Comparison(
        a=a.id,
        b=b.id,
        split=common.split,
        metric=common.metric.id,
        difference=found.value,
        low=found.low,
        high=found.high,
        margin=common.margin,
        estimand=common.estimand,
        p_value=found.p_value,
        p_adjusted=p_adjusted,
        test=found.test or "none",
        verdict=said,
        n=found.n,
        level=common.level,
        method=found.method,
        pairs=common.pairs,
        equivalence_low=inner[0],
        equivalence_high=inner[1],
        samples_needed=None if needed is None else needed.number,
        samples_needed_low=None if needed is None else needed.lowest,
        samples_needed_high=None if needed is None else needed.highest,
        reason="; ".join(filter(None, reasons)) or None,
    )


def _inner(
    common: ComparisonSet, a: ModelPredictions, b: ModelPredictions
) -> tuple[float | None, float | None]:
    """Return the interval a - b that has to lie within the margin for the two to count as equivalent."""
    ordered, level = a.id <= b.id, equivalence_level(common.level)
    gap = common.compare(a, b, level) if ordered else common.compare(b, a, level)
    found = _within(gap.difference if ordered else gap.difference.mirrored(), common.metric)
    return found.low, found.high


def _within(found: Difference, metric: MetricSpec) -> Difference:
    """Return the difference with an interval inside the range that differences of the metric have."""
    lowest, highest = metric.info.range
    if lowest is None or highest is None or found.low is None or found.high is None:
        return found
    widest = highest - lowest
    return found._replace(low=max(found.low, -widest), high=min(found.high, widest))


def _needed(
    common: ComparisonSet, gap: RecipeGap, found: Difference
) -> tuple[SamplesNeeded | None, str | None]:
    """Return about how many test samples would decide, and why there is no such number."""
    if common.split == "cv" or found.value is None or found.low is None or found.high is None:
        return None, None
    half = gap.of_samples or (found.high - found.low) / 2
    needed = samples_needed(
        found.value, half, found.n, common.margin, common.level, gap.of_seeds, found.disagreeing
    )
    if needed is None and gap.of_seeds > 0:
        return None, "more samples alone would not decide it, as the seeds vary too much: use more --repeats"
    return needed, None
