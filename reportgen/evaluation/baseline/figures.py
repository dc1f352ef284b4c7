"""Figures then and now, and the difference with its interval: sample by sample where that can be done."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from reportgen.bundle.changes import ScoreChange
from reportgen.bundle.query import FOLD_MEAN, best_row
from reportgen.bundle.record import Split
from reportgen.bundle.schema import Analysis, MetricInfo, Score
from reportgen.bundle.store import Bundle
from reportgen.evaluation.baseline.alignment import Alignment
from reportgen.evaluation.inference import difference_of, unpaired
from reportgen.evaluation.joint import JointOutcome
from reportgen.evaluation.metrics.spec import METRICS
from reportgen.evaluation.recipes import Fits, over_seeds, with_seeds
from reportgen.evaluation.stored import has_answers, outcome_of, repeats_of, taken
from reportgen.statistics.difference import Difference, undefined
from reportgen.statistics.interval import LEVEL, Interval

#: What a figure is of: its metric, and the class, label or output.
Key = tuple[str, str | None, str | None]


@dataclass(frozen=True, eq=False)
class Side:
    """One model of one of the two runs."""

    bundle: Bundle
    analysis: Analysis
    model: str

    @property
    def order(self) -> tuple[str, str]:
        """Where it stands before another, whichever of them is the baseline."""
        return self.bundle.record.run.results_digest, self.model

    def rows(self, split: Split) -> dict[Key, Score]:
        """Return the row of each figure of a split: the folds' mean where that is the headline."""
        found: dict[Key, list[Score]] = {}
        for row in self.analysis.scores:
            if (row.model, row.split) == (self.model, split) and _is_of_all(row):
                found.setdefault((row.metric, row.label, row.output), []).append(row)
        return {key: best for key, rows in found.items() if (best := best_row(rows)) is not None}

    def by_seed(self, split: Split) -> dict[str, list[float]]:
        """Return each metric's figures of the whole, the first fit's and those of its repeats."""
        found: dict[str, list[float]] = {}
        for row in self.analysis.scores:
            whole = row.label is None and row.output is None and row.fold is None and row.average is None
            if (row.model, row.split) == (self.model, split) and whole and row.value is not None:
                found.setdefault(row.metric, []).append(row.value)
        return found

    def has_answers(self, split: Split) -> bool:
        """Whether its single answers are stored."""
        return has_answers(self.bundle, self.analysis, self.model, split)

    def outcome(self, split: Split) -> Any:
        """Return what it answered, fitted with the first seed."""
        return outcome_of(self.bundle, self.analysis, self.model, split)

    def outcomes(self, split: Split) -> list[Any]:
        """Return what it answered, by seed: a single answer where it was not repeated."""
        repeats = range(repeats_of(self.bundle, self.analysis, self.model, split))
        return [outcome_of(self.bundle, self.analysis, self.model, split, repeat) for repeat in repeats]


def _is_of_all(row: Score) -> bool:
    return row.fold is None and row.repeat is None and row.slice is None and row.threshold is None


def score_changes(
    before: Side, after: Side, split: Split, aligned: Alignment | None, *, classes: bool = True
) -> list[ScoreChange]:
    """Return every figure that both have on a split, then and now.

    Parameters
    ----------
    aligned : Alignment or None
        The samples that both judged; None where they did not judge the same: then differences are unpaired.
    classes : bool
        Whether to compare figures of single classes, labels and outputs too.
    """
    theirs, ours = before.rows(split), after.rows(split)
    common = [key for key in ours if key in theirs and (classes or key[1:] == (None, None))]
    if aligned is not None and before.has_answers(split) and after.has_answers(split):
        then, now = [taken(one, aligned.places) for one in before.outcomes(split)], after.outcomes(split)
        if before.order <= after.order:
            pair = _Pair(now, then, aligned)
            found = {key: pair.difference(key, ours[key]) for key in common}
            ours, theirs = pair.means(ours, theirs)
        else:  # the same draws whichever is the baseline, so that turned about only the sign changes
            pair = _Pair(then, now, aligned)
            found = {key: turned(pair.difference(key, ours[key])) for key in common}
            theirs, ours = pair.means(theirs, ours)
    else:
        found, theirs, ours = _all_unpaired(
            before, after, split, {key: (theirs[key], ours[key]) for key in common}
        )
    paired = aligned is not None and before.has_answers(split) and after.has_answers(split)
    metrics = after.bundle.record.metrics
    return [
        _change(before, after, theirs[key], ours[key], found[key], metrics, paired=paired) for key in common
    ]


@dataclass(frozen=True, eq=False)
class _Pair:
    """The answers of both to the same samples, in the same order, by seed: with several seeds recipes are compared."""

    a: Sequence[Any]
    b: Sequence[Any]
    aligned: Alignment

    def difference(self, key: Key, row: Score) -> Difference:
        """Return the difference of one figure, a - b."""
        if (reason := self._unknown(key[0])) is not None:
            return undefined(reason)
        a, b = self._fits(key)
        if row.average == FOLD_MEAN:
            return self._mean_of_folds(key[0], a.label, a.of(0), b.of(0))
        return over_seeds(a, b, LEVEL).difference

    def _unknown(self, metric: str) -> str | None:
        """Say why a metric cannot be computed from what is stored; None where it can."""
        if metric not in METRICS:
            return "this metric is not known here, so its difference has no interval"
        losses = getattr(self.a[0], "losses", None)
        if losses is not None and metric not in losses:
            return "single losses of this metric are not stored"
        return None

    def _fits(self, key: Key) -> tuple[Fits, Fits]:
        """Return both answers to what a figure is of; how their samples add up is found for cheap figures alone."""
        metric, label, output = key
        spec, several = METRICS.get(metric), isinstance(self.a[0], JointOutcome)
        cheap = spec.needs == "answers" and (label, output) == (None, None)
        a, b = list(self.a), list(self.b)
        if several and (label, output) != (None, None):
            name, label = (output, label) if output is not None else (label, None)
            place = self.a[0].classes.index(name or "")
            a, b = ([own.each[place] for own in side] for side in (a, b))
        groups = self.aligned.groups
        return Fits(spec, a, groups, label, cheap), Fits(spec, b, groups, label, cheap)

    def means(
        self, a: Mapping[Key, Score], b: Mapping[Key, Score]
    ) -> tuple[dict[Key, Score], dict[Key, Score]]:
        """Return the rows with the means over seeds, where there are several: what their difference is of."""
        if len(self.a) == len(self.b) == 1:
            return dict(a), dict(b)
        common = [key for key in a if key in b and a[key].average != FOLD_MEAN]
        keys = [key for key in common if self._unknown(key[0]) is None]
        fits = {key: self._fits(key) for key in keys}
        return (
            {**a, **{key: _mean(a[key], own) for key, (own, _) in fits.items()}},
            {**b, **{key: _mean(b[key], own) for key, (_, own) in fits.items()}},
        )

    def _mean_of_folds(self, metric: str, label: str | None, a: Any, b: Any) -> Difference:
        """Return the mean of the folds' differences; folds are judged by models of their own, so errors add up."""
        folds = self.aligned.folds
        if folds is None:
            return undefined("the two runs cut other folds, and this figure is a mean over folds")
        own: list[Difference] = []
        for fold in np.unique(folds):
            (rows,) = np.nonzero(folds == fold)
            groups = None if self.aligned.groups is None else self.aligned.groups[rows]
            found = difference_of(
                METRICS.get(metric), taken(a, rows), taken(b, rows), label=label, groups=groups
            )
            if found.value is not None:
                own.append(found)
        return mean_difference(own)


def _mean(row: Score, fits: Fits) -> Score:
    """Return the row with the mean over seeds in place of the first one's figure, whose interval is another's."""
    known = [value for value in fits.figures if value is not None]
    if len(fits.figures) == 1 or len(known) < len(fits.figures):
        return row
    return msgspec.structs.replace(row, value=float(np.mean(known)), low=None, high=None)


def mean_difference(parts: list[Difference]) -> Difference:
    """Return the mean of independent differences, with the interval that follows from theirs (MOVER).

    Source: Zou, Donner: Construction of confidence limits about effect measures, Statistics in Medicine 27 (2008).
    """
    bounded = [(d.value, d.low, d.high) for d in parts if None not in (d.value, d.low, d.high)]
    if not bounded or len(bounded) < len(parts):
        return undefined("a fold's difference has no interval")
    values, lows, highs = (np.array(column, dtype=np.float64) for column in zip(*bounded, strict=True))
    k, mean = len(values), float(values.mean())
    low = mean - float(np.sqrt(((values - lows) ** 2).sum())) / k
    high = mean + float(np.sqrt(((highs - values) ** 2).sum())) / k
    first = parts[0]
    method = f"{first.method}, mean over folds"
    return Difference(mean, low, high, first.level, method, n=sum(part.n for part in parts))


def turned(found: Difference) -> Difference:
    """Return the difference the other way round."""
    value, low, high = (None if end is None else -end for end in (found.value, found.high, found.low))
    return found._replace(value=value, low=low, high=high)


def _all_unpaired(
    before: Side, after: Side, split: Split, rows: Mapping[Key, tuple[Score, Score]]
) -> tuple[dict[Key, Difference], dict[Key, Score], dict[Key, Score]]:
    """Return differences that follow from the two intervals, and the rows they are of: means over repeats."""
    theirs, ours = before.by_seed(split), after.by_seed(split)
    found = {key: _unpaired(*pair) for key, pair in rows.items()}
    then, now = ({key: pair[side] for key, pair in rows.items()} for side in (0, 1))
    for key in rows:
        a, b = ours.get(key[0], []), theirs.get(key[0], [])
        if (
            key[1:] == (None, None)
            and now[key].average is None
            and min(len(a), len(b)) > 0
            and len(a) + len(b) > 2
        ):
            found[key] = with_seeds(found[key], a, b)
            then[key] = msgspec.structs.replace(then[key], value=float(np.mean(b)), low=None, high=None)
            now[key] = msgspec.structs.replace(now[key], value=float(np.mean(a)), low=None, high=None)
    return found, then, now


def _unpaired(before: Score, after: Score) -> Difference:
    if before.value is None or after.value is None:
        return undefined("undefined in one of the runs")
    return unpaired(after.value, _interval(after), before.value, _interval(before))


def _interval(row: Score) -> Interval | None:
    if row.low is None or row.high is None:
        return None
    return Interval(row.low, row.high, row.level or 0.95, row.method or "")


def _change(
    before: Side,
    after: Side,
    then: Score,
    now: Score,
    found: Difference,
    metrics: Mapping[str, MetricInfo],
    *,
    paired: bool,
) -> ScoreChange:
    defined = then.value is not None and now.value is not None
    low, high = (_finite(end) if defined else None for end in (found.low, found.high))
    bounded = low is not None and high is not None
    greater = metrics[now.metric].greater_is_better if now.metric in metrics else True
    undefined = None if defined else then.reason or now.reason or "undefined in one of the runs"
    return ScoreChange(
        model=after.model,
        baseline_model=before.model,
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
        p_value=_finite(found.p_value),
        test=found.test,
        better=verdict(low, high, greater=greater) if bounded else None,
        baseline_low=then.low,
        baseline_high=then.high,
        reason=undefined or found.reason,
    )


def verdict(low: float | None, high: float | None, *, greater: bool) -> bool | None:
    """Say whether a difference is on the better side (True), the worse side (False), or not told from zero."""
    if low is None or high is None or low <= 0 <= high:
        return None
    return (low > 0) == greater


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
