"""Differences of recipes: models trained anew, over the folds of a cross-validation or over several seeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.figure_value import Value
from reportgen.metrics.metric_spec import MetricSpec
from reportgen.predictions.split_predictions import SplitPredictions
from reportgen.scoring.comparing.jackknife import figures_without, parts_of
from reportgen.scoring.intervals import difference_of
from reportgen.statistics.corrected_t_test import CORRECTED_T, corrected_t
from reportgen.statistics.difference import IDENTITY, Difference, identical, undefined
from reportgen.statistics.recipes import (
    SEEDS_AND_SAMPLES,
    OfSamples,
    RecipeDifference,
    kept_in_mean,
    recipe_difference,
)

SAME_IN_ALL_FOLDS = "the difference is the same in every fold, so that nothing tells how much it varies"


@dataclass(frozen=True)
class RecipeGap:
    """A difference of recipes, and the half widths of its interval that the samples and the seeds are behind."""

    difference: Difference
    of_samples: float = 0.0
    of_seeds: float = 0.0


def over_folds(
    metric: MetricSpec,
    a: Sequence[Sequence[SplitPredictions]],
    b: Sequence[Sequence[SplitPredictions]],
    test_share: float,
    level: float,
    label: str | None = None,
) -> RecipeGap:
    """Compare two models by the corrected resampled t-test.

    Parameters
    ----------
    a, b : sequences of sequences of predictions
        By seed and fold; a fold counts once, with its mean over seeds.
    test_share : float
        Samples judged for each training sample.
    level : float
    label : str or None
        The class whose own figure is meant.
    """
    n = sum(predictions.n_samples for predictions in a[0])
    if all(_same(own, other) for own, other in zip(a, b, strict=False)) and len(a) == len(b):
        return RecipeGap(_nothing(n, level))
    values = [[_figure(metric, predictions, label) for fold in own for predictions in fold] for own in (a, b)]
    missing = next((value for own in values for value in own if value.value is None), None)
    if missing is not None:
        return RecipeGap(undefined(missing.reason or "it is undefined in a fold", n, level))
    own, other = (
        np.array([value.value for value in seeds]).reshape(-1, len(a[0])).mean(axis=0) for seeds in values
    )
    found = corrected_t((own - other).tolist(), test_share, level)
    gap = Difference(found.value, found.low, found.high, level, None, found.p_value, CORRECTED_T, n)
    if found.low is None:
        return RecipeGap(gap._replace(reason=SAME_IN_ALL_FOLDS))
    method = f"{CORRECTED_T}, {len(own)} folds"
    return RecipeGap(gap._replace(method=method, by_t=found.value - found.low, degrees=len(own) - 1))


def _same(a: Sequence[SplitPredictions], b: Sequence[SplitPredictions]) -> bool:
    """Say whether two sets of fits are one and the same, so that no chance is between them."""
    return len(a) == len(b) and all(own is other for own, other in zip(a, b, strict=True))


def _nothing(n: int, level: float) -> Difference:
    """Return the difference of a model and itself."""
    return identical(n, level, "one and the same model")


def _figure(metric: MetricSpec, predictions: SplitPredictions, label: str | None = None) -> Value:
    return metric.figure(predictions, label) or Value(None, reason="there is no such figure here")


@dataclass(frozen=True, eq=False)
class Fits:
    """What a model predicted for the same samples, by seed; once where its fit depends on none.

    `groups` has shape (n_samples,): samples of one group are not independent of each other. `label` is the class whose
    own figure is meant, None that of the whole. `by_parts`: whether to find how much of the samples' variance remains
    in the mean over fits, which costs a hundred evaluations of the metric for each; otherwise all of it counts.
    """

    metric: MetricSpec
    predictions: Sequence[SplitPredictions]
    groups: NDArray[Any] | None = None
    label: str | None = None
    by_parts: bool = True

    @cached_property
    def figures(self) -> list[float | None]:
        """The metric of each fit."""
        return [_figure(self.metric, own, self.label).value for own in self.predictions]

    @cached_property
    def without_parts(self) -> NDArray[np.float64]:
        """The metric of each fit without one part of the samples after another, of shape (n_fits, n_parts)."""
        parts = parts_of(self.predictions[0].n_samples, self.groups)
        return np.array([figures_without(self.metric, own, parts, self.label) for own in self.predictions])

    def of(self, fit: int) -> SplitPredictions:
        """Return the predictions of one fit; of an unseeded model always the same."""
        return self.predictions[min(fit, len(self.predictions) - 1)]


def over_seeds(a: Fits, b: Fits, level: float) -> RecipeGap:
    """Compare two models that were fitted with several seeds and judged on the same samples."""
    if _same(a.predictions, b.predictions):
        return RecipeGap(_nothing(a.of(0).n_samples, level))
    fits, metric = max(len(a.predictions), len(b.predictions)), a.metric
    found = [
        difference_of(metric, a.of(fit), b.of(fit), label=a.label, groups=a.groups, level=level)
        for fit in range(fits)
    ]
    if fits == 1:
        return RecipeGap(found[0])
    if all(one.is_alike for one in found):
        return RecipeGap(found[0])
    of_samples = [own for own in map(_of_samples, found) if own is not None]
    known = [[value for value in own.figures if value is not None] for own in (a, b)]
    if len(of_samples) < fits or len(known[0]) < len(a.figures) or len(known[1]) < len(b.figures):
        reasons = [one.reason for one in found if one.reason]
        return RecipeGap(
            undefined(reasons[0] if reasons else "one of its fits has no figure", found[0].n, level)
        )
    gap = recipe_difference(known[0], known[1], of_samples, _kept(a, b), level)
    return RecipeGap(_described(gap, found, fits), gap.of_samples, gap.of_seeds)


def _of_samples(found: Difference) -> OfSamples | None:
    """Return the difference of two fits and its ends; of fits that are alike both are the difference itself."""
    if found.value is not None and found.is_alike:
        return OfSamples(found.value, found.value, found.value)
    if found.value is None or found.low is None or found.high is None:
        return None
    return OfSamples(found.value, found.low, found.high)


def with_seeds(found: Difference, a: Sequence[float], b: Sequence[float]) -> Difference:
    """Return the difference of two recipes from that of a fit of each, of which only figures are known by seed.

    It may be of other samples, and nothing is known of how the samples' part shrinks in the mean: all of it counts.
    """
    if found.value is None or found.low is None or found.high is None:
        return found
    of_samples = OfSamples(found.value, found.low, found.high)
    gap = recipe_difference(a, b, [of_samples], 1.0, found.level)
    return _described(gap, [found], max(len(a), len(b)))


def _described(gap: RecipeDifference, found: Sequence[Difference], fits: int) -> Difference:
    """Return the difference with what it was found by: the method of the first pair of fits that has one of samples."""
    method = next((one.method for one in found if one.method not in (None, "", IDENTITY)), None)
    seeds = f"the variance of {fits} seeds"
    return Difference(
        gap.value,
        gap.low,
        gap.high,
        found[0].level,
        f"{method}, with {seeds}" if method else seeds,
        gap.p_value,
        SEEDS_AND_SAMPLES,
        found[0].n,
        by_t=gap.of_seeds,
        degrees=gap.degrees,
    )


def _kept(a: Fits, b: Fits) -> float:
    """Return how much of the samples' variance remains in the mean over fits; all where that cannot be told."""
    if not (a.by_parts and b.by_parts):
        return 1.0
    if np.isnan(a.without_parts).any() or np.isnan(b.without_parts).any():
        return 1.0
    return kept_in_mean(a.without_parts, b.without_parts)
