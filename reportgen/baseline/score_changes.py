"""Figures then and now, and the difference with its interval: sample by sample where that can be done."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from reportgen.baseline.alignment import Alignment
from reportgen.baseline.common_folds import OTHER_FOLDS, Folds
from reportgen.baseline.compared_model import ComparedModel, Key, common_fits
from reportgen.baseline.repetition import NOTHING, same_answers, same_figures
from reportgen.bundle.base_record import Split
from reportgen.bundle.pairwise import STANDINGS
from reportgen.bundle.query import config_of
from reportgen.bundle.run_changes import ScoreChange
from reportgen.bundle.schema import Score
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.several_predictions import SeveralPredictions
from reportgen.scoring.comparing.recipe_differences import Fits, over_seeds, with_seeds
from reportgen.scoring.intervals import unpaired
from reportgen.statistics.difference import Difference, undefined
from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.interval_and_test import agreed
from reportgen.statistics.verdict import verdict as judged


def score_changes(
    before: ComparedModel,
    after: ComparedModel,
    split: Split,
    aligned: Alignment | None,
    *,
    classes: bool = True,
    repeated: bool = False,
) -> list[ScoreChange]:
    """Return every figure that both have on a split, then and now.

    Parameters
    ----------
    aligned : Alignment or None
        The samples that both judged; None where they did not judge the same: then differences are unpaired.
    classes : bool
        Whether to compare figures of single classes, labels and outputs too.
    repeated : bool
        Whether the two runs are one and the same (`is_repetition`): a model that predicted the same in both then is the
        same, and its differences are zero without any doubt.
    """
    theirs, ours = before.rows(split), after.rows(split)
    common = [key for key in ours if key in theirs and (classes or key[1:] == (None, None))]
    rows = {key: (theirs[key], ours[key]) for key in common}
    answered = aligned is not None and before.has_predictions(split) and after.has_predictions(split)
    other_folds = answered and split == "cv" and aligned is not None and aligned.folds is None
    if aligned is not None and answered and not other_folds:
        return _paired(before, after, split, aligned, rows, repeated=repeated)
    same = repeated and not answered and same_figures(before, after, split)
    return _unpaired(before, after, split, rows, OTHER_FOLDS if other_folds else None, same=same)


def _paired(
    before: ComparedModel,
    after: ComparedModel,
    split: Split,
    aligned: Alignment,
    rows: Mapping[Key, tuple[Score, Score]],
    *,
    repeated: bool,
) -> list[ScoreChange]:
    """Return differences of predictions for the same samples, or over the same folds."""
    earlier = [one.take(aligned.places) for one in before.predictions_by_seed(split)]
    later = after.predictions_by_seed(split)
    same = repeated and before.model == after.model and same_answers(earlier, later)
    then, now, note = common_fits(before, after, earlier, later)
    folds = None if aligned.folds is None else Folds(aligned.folds, after.analysis)
    is_turned = before.order > after.order  # the same draws whichever is the baseline: only the sign changes
    pair = _Pair(then, now, aligned.groups, folds) if is_turned else _Pair(now, then, aligned.groups, folds)
    made = _Making(before, after, len(then), len(now), note, over_folds=folds is not None)
    changes = []
    for key, (theirs, ours) in rows.items():
        found = NOTHING if same else pair.difference(key)
        means = pair.means(key)
        if is_turned:
            found, means = found.mirrored(), means[::-1]
        changes.append(made.change(_of_mean(theirs, means[1]), _of_mean(ours, means[0]), found, paired=True))
    return changes


@dataclass(frozen=True, eq=False)
class _Pair:
    """What both predicted for the same samples, in the same order, by seed: with several seeds recipes are compared."""

    a: Sequence[Any]
    b: Sequence[Any]
    groups: NDArray[Any] | None
    folds: Folds | None

    def difference(self, key: Key) -> Difference:
        """Return the difference of one figure, a - b."""
        if (reason := self._unknown(key[0])) is not None:
            return undefined(reason)
        a, b = self._fits(key)
        return over_seeds(a, b, LEVEL).difference if self.folds is None else self.folds.difference(a, b)

    def means(self, key: Key) -> tuple[float | None, float | None]:
        """Return the means over seeds and folds that a difference is of; None where of the figures as they are."""
        if self._unknown(key[0]) is not None or (self.folds is None and len(self.a) == len(self.b) == 1):
            return None, None
        mean = _mean_over_seeds if self.folds is None else self.folds.mean
        a, b = (mean(fits) for fits in self._fits(key))
        return (None, None) if a is None or b is None else (a, b)

    def _unknown(self, metric: str) -> str | None:
        """Say why a metric cannot be computed from what is stored; None where it can."""
        if metric not in METRICS:
            return "this metric is not known here, so its difference has no interval"
        losses = getattr(self.a[0], "losses", None)
        if losses is not None and metric not in losses:
            return "single losses of this metric are not stored"
        return None

    def _fits(self, key: Key) -> tuple[Fits, Fits]:
        """Return both sides of what a figure is of; how their samples add up is found for cheap figures alone."""
        metric, label, output = key
        spec, several = METRICS.get(metric), isinstance(self.a[0], SeveralPredictions)
        cheap = spec.needs == "predictions" and (label, output) == (None, None)
        a, b = list(self.a), list(self.b)
        if several and (label, output) != (None, None):
            name, label = (output, label) if output is not None else (label, None)
            place = self.a[0].classes.index(name or "")
            a, b = ([own.each[place] for own in side] for side in (a, b))
        return Fits(spec, a, self.groups, label, cheap), Fits(spec, b, self.groups, label, cheap)


def _mean_over_seeds(fits: Fits) -> float | None:
    known = [value for value in fits.figures if value is not None]
    return None if len(known) < len(fits.figures) else float(np.mean(known))


def _of_mean(row: Score, mean: float | None) -> Score:
    """Return the row with a mean in place of its figure, whose interval is another's; None leaves it as it is."""
    if mean is None or (row.value is not None and math.isclose(row.value, mean, rel_tol=1e-12)):
        return row
    return msgspec.structs.replace(row, value=mean, low=None, high=None)


def _unpaired(
    before: ComparedModel,
    after: ComparedModel,
    split: Split,
    rows: Mapping[Key, tuple[Score, Score]],
    why: str | None,
    *,
    same: bool,
) -> list[ScoreChange]:
    """Return differences that follow from the two intervals; of the whole those of means over repeats."""
    theirs, ours = before.by_seed(split), after.by_seed(split)
    changes = []
    for key, (before_row, after_row) in rows.items():
        then, now = before_row, after_row
        found, b, a, note = NOTHING if same else _of_intervals(then, now), [0.0], [0.0], None
        if key[1:] == (None, None) and now.average is None and key[0] in ours and key[0] in theirs:
            b, a, note = common_fits(before, after, theirs[key[0]], ours[key[0]])
        if len(a) + len(b) > 2:
            found = NOTHING if same else with_seeds(found, a, b)
            then, now = _of_mean(then, float(np.mean(b))), _of_mean(now, float(np.mean(a)))
        said = "; ".join(filter(None, (why, note))) or None
        changes.append(_Making(before, after, len(b), len(a), said).change(then, now, found, paired=False))
    return changes


def _of_intervals(before: Score, after: Score) -> Difference:
    if before.value is None or after.value is None:
        return undefined("undefined in one of the runs")
    return unpaired(after.value, _interval(after), before.value, _interval(before))


def _interval(row: Score) -> Interval | None:
    if row.low is None or row.high is None:
        return None
    return Interval(row.low, row.high, row.level or LEVEL, row.method or "")


def _part_by_t(found: Difference) -> tuple[float | None, float | None]:
    """Return the part of the half width that follows Student's t, with its degrees of freedom; None where none does."""
    if found.degrees is None or found.by_t <= 0:
        return None, None
    return found.by_t, float(found.degrees)


@dataclass(frozen=True, eq=False)
class _Making:
    """What rows of two models have in common: the fits that their figures are means of, and what to know of that."""

    before: ComparedModel
    after: ComparedModel
    seeds_before: int
    seeds_after: int
    note: str | None
    over_folds: bool = False

    def change(self, then: Score, now: Score, found: Difference, *, paired: bool) -> ScoreChange:
        """Return the row of a figure, whose interval and p-value never contradict each other."""
        found, p_value, agreement = agreed(found, 1)
        defined = then.value is not None and now.value is not None
        low, high = (_finite(end) if defined else None for end in (found.low, found.high))
        bounded = low is not None and high is not None
        margin = self._margin(now.metric)
        decidable = bounded and (margin is not None or low == high == 0)
        greater = self._points_up(now.metric)
        by_t, degrees = _part_by_t(found) if bounded else (None, None)
        return ScoreChange(
            model=self.after.model,
            baseline_model=self.before.model,
            split=now.split,
            metric=now.metric,
            label=now.label,
            output=now.output,
            baseline=then.value,
            candidate=now.value,
            difference=now.value - then.value if now.value is not None and then.value is not None else None,
            paired=paired,
            n=min(then.n, now.n),
            low=low if bounded else None,
            high=high if bounded else None,
            level=found.level if bounded else None,
            method=found.method if bounded else None,
            p_value=_finite(p_value) if defined else None,
            test=found.test if defined else None,
            better=verdict(low, high, greater=greater) if bounded else None,
            baseline_low=then.low,
            baseline_high=then.high,
            reason=_remark(then, now, found.reason or self.note, agreement),
            estimand="recipe" if self._is_of_recipes else "model",
            seeds=self.seeds_after,
            baseline_seeds=self.seeds_before,
            margin=margin,
            verdict=STANDINGS[judged(low, high, margin or 0.0, greater)] if decidable else None,
            by_t=by_t,
            degrees=degrees,
        )

    @property
    def _is_of_recipes(self) -> bool:
        """Whether new fits are judged: over several seeds or folds, or because fits depend on no seed."""
        several = self.over_folds or max(self.seeds_before, self.seeds_after) > 1
        return several or (self.before.is_unseeded and self.after.is_unseeded)

    def _points_up(self, metric: str) -> bool:
        known = self.after.bundle.record.metrics.get(metric)
        return True if known is None else known.greater_is_better

    def _margin(self, metric: str) -> float | None:
        """Return the difference that matters: that of the run for its main metric, else the metric's own."""
        if metric not in METRICS:
            return None
        analysis = self.after.analysis
        given = config_of(self.after.bundle.record.run, analysis.id).get("margin")
        if metric == analysis.main_metric and given is not None:
            return float(given)
        return METRICS.get(metric).margin


def verdict(low: float | None, high: float | None, *, greater: bool) -> bool | None:
    """Say whether a difference is on the better side (True), the worse side (False), or not told from zero."""
    if low is None or high is None or low <= 0 <= high:
        return None
    return (low > 0) == greater


def _remark(then: Score, now: Score, *notes: str | None) -> str | None:
    """Return why there is no difference, or what there is to know of it."""
    if then.value is None or now.value is None:
        return then.reason or now.reason or "undefined in one of the runs"
    return "; ".join(filter(None, notes)) or None


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
