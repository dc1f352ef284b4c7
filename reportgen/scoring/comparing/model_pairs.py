"""Comparisons of the models of an analysis by its main metric: every pair, and every model with the naive baseline.

On the test the fitted models are compared, sample by sample; with repeats their recipes, which takes the seeds into
account. Over folds it is recipes, by the corrected resampled t-test.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.bundle.cochran import Together
from reportgen.bundle.schema import Comparison
from reportgen.metrics.metric_spec import METRICS, MetricSpec, Outcome
from reportgen.planning.splits import evaluated_rows, judged_groups
from reportgen.scoring.comparing.recipe_differences import Fits, RecipeGap, over_folds, over_seeds
from reportgen.statistics.agreement import ALPHA, agreed
from reportgen.statistics.difference import Difference
from reportgen.statistics.paired import cochran_q
from reportgen.statistics.verdict import samples_needed, verdict

if TYPE_CHECKING:
    from reportgen.fitting.predictions_of import ModelOutcomes
    from reportgen.planning.fit_plan import Plan

#: The fewest models that are compared all at once: for two the comparison of the pair says it all.
FEWEST_TOGETHER = 3

#: With fewer folds than this a comparison says that it can see little.
FEW_FOLDS = 10

Estimand = Literal["model", "recipe"]


@dataclass(frozen=True)
class Family:
    """What comparisons that are read together have in common: how many there are, and how each is made."""

    metric: MetricSpec
    split: Split
    margin: float
    pairs: int
    estimand: Estimand
    note: str | None
    compare: "Callable[[ModelOutcomes, ModelOutcomes, float], RecipeGap]"

    @property
    def level(self) -> float:
        """The level of each interval, so that all of them together hold in 95 %: Bonferroni's."""
        return 1 - ALPHA / self.pairs


def compare_models(plan: "Plan", outcomes: "Sequence[ModelOutcomes]") -> list[Comparison]:
    """Return the comparisons by the main metric on the test and on the folds, as far as there are any.

    Every two models on both, and on the split that is judged every model with each naive baseline. The pairs among
    models are one family for Bonferroni, those with one baseline another.
    """
    usable = [found for found in outcomes if found.pooled]
    models = [found for found in usable if not found.model.spec.baseline]
    baselines = [found for found in usable if found.model.spec.baseline]
    rows: list[Comparison] = []
    for place, split in enumerate(_splits(plan)):
        compare = _by_folds(plan) if split == "cv" else _by_samples(plan)
        families = [list(combinations(models, 2))]
        if place == 0:
            families += [[(model, baseline) for model in models] for baseline in baselines]
        for pairs in families:
            rows += [_row(_family(plan, split, len(pairs), compare), a, b) for a, b in pairs]
    return rows


def compare_together(plan: "Plan", outcomes: "Sequence[ModelOutcomes]") -> Together | None:
    """Return Cochran's test of all models but the naive ones, as fitted and judged on the same test samples.

    None where fewer than three models are compared by accuracy, where recipes are, or where samples belong together,
    which the test takes to be independent of each other.
    """
    judged = {
        found.model.id: found.pooled["test"]
        for found in outcomes
        if not found.model.spec.baseline and isinstance(found.pooled.get("test"), Outcome)
    }
    of_models = plan.config.repeats == 1 and plan.dataset.groups is None
    if len(judged) < FEWEST_TOGETHER or plan.main_metric != "accuracy" or not of_models:
        return None
    right = np.column_stack([outcome.answers == outcome.truth for outcome in judged.values()])
    found = cochran_q(right)
    return Together(
        models=list(judged),
        split="test",
        metric="accuracy",
        test="Cochran's Q, by permutation" if found.permuted else "Cochran's Q",
        statistic=found.statistic,
        degrees=len(judged) - 1,
        p_value=found.p_value,
        n=len(right),
    )


def _splits(plan: "Plan") -> list[Split]:
    """Return the splits that models are compared on, the judged one first."""
    return [split for split in ("test", "cv") if split in evaluated_rows(plan.division)]


def _family(
    plan: "Plan",
    split: Split,
    pairs: int,
    compare: "Callable[[ModelOutcomes, ModelOutcomes, float], RecipeGap]",
) -> Family:
    metric = METRICS.get(plan.main_metric)
    margin = metric.margin if plan.config.margin is None else plan.config.margin
    estimand: Estimand = "recipe" if split == "cv" or plan.config.repeats > 1 else "model"
    folds = len(plan.division.folds)
    few = f"with {folds} folds this test can see little" if split == "cv" and folds < FEW_FOLDS else None
    return Family(metric, split, margin, pairs, estimand, few, compare)


def _by_samples(plan: "Plan") -> "Callable[[ModelOutcomes, ModelOutcomes, float], RecipeGap]":
    """Return how two models are compared on the samples of the test."""
    metric, groups = METRICS.get(plan.main_metric), judged_groups(plan.dataset, plan.division, "test")
    known: dict[str, Fits] = {}

    def fits(found: "ModelOutcomes") -> Fits:
        return known.setdefault(found.model.id, Fits(metric, found.by_repeat("test"), groups))

    return lambda a, b, level: over_seeds(fits(a), fits(b), level)


def _by_folds(plan: "Plan") -> "Callable[[ModelOutcomes, ModelOutcomes, float], RecipeGap]":
    """Return how two models are compared over the folds."""
    metric = METRICS.get(plan.main_metric)
    share = float(np.mean([len(held_out) / len(train) for train, held_out in plan.division.folds]))
    return lambda a, b, level: over_folds(metric, a.folds_by_repeat, b.folds_by_repeat, share, level)


def _row(family: Family, a: "ModelOutcomes", b: "ModelOutcomes") -> Comparison:
    """Return the comparison of two models; computed in the order of their ids, so that b with a mirrors a with b."""
    ordered = a.model.id <= b.model.id
    gap = family.compare(a, b, family.level) if ordered else family.compare(b, a, family.level)
    difference = gap.difference if ordered else gap.difference.mirrored()
    found, p_adjusted, note = agreed(_within(difference, family.metric), family.pairs)
    said = verdict(found.low, found.high, family.margin, family.metric.info.greater_is_better)
    needed, why = _needed(family, gap, found) if said == "undecided" else (None, None)
    reasons = [found.reason, note, family.note, why]
    return Comparison(
        a=a.model.id,
        b=b.model.id,
        split=family.split,
        metric=family.metric.id,
        difference=found.value,
        low=found.low,
        high=found.high,
        margin=family.margin,
        estimand=family.estimand,
        p_value=found.p_value,
        p_adjusted=p_adjusted,
        test=found.test or "none",
        verdict=said,
        n=found.n,
        level=family.level,
        method=found.method,
        pairs=family.pairs,
        samples_needed=needed,
        reason="; ".join(filter(None, reasons)) or None,
    )


def _within(found: Difference, metric: MetricSpec) -> Difference:
    """Return the difference with an interval inside the range that differences of the metric have."""
    lowest, highest = metric.info.range
    if lowest is None or highest is None or found.low is None or found.high is None:
        return found
    widest = highest - lowest
    return found._replace(low=max(found.low, -widest), high=min(found.high, widest))


def _needed(family: Family, gap: RecipeGap, found: Difference) -> tuple[int | None, str | None]:
    """Return about how many test samples would decide, and why there is no such number."""
    if family.split == "cv" or found.value is None or found.low is None or found.high is None:
        return None, None
    half = gap.of_samples or (found.high - found.low) / 2
    needed = samples_needed(found.value, half, found.n, family.margin, family.level, gap.of_seeds)
    if needed is None and gap.of_seeds > 0:
        return None, "more samples alone would not decide it, as the seeds vary too much: use more --repeats"
    return needed, None
