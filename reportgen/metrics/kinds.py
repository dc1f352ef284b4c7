"""What kind of figure a metric is: how it is computed, from which statistic, and how its interval is found.

A metric declares one of these as its `kind`. Each kind names its sufficient statistic, which adds up over parts of the
samples, and computes its figures from that alone; `scoring/intervals` finds intervals and differences, and
`docs/statistics.md` says how.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.figure_value import Value, mean_value
from reportgen.metrics.moments import BinTotals, Moments
from reportgen.metrics.ranked_scores import Ranked, ranked_classes
from reportgen.predictions.class_counts import ClassCounts
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.split_predictions import Classified
from reportgen.statistics.calibration import SquaredError, rms_error, squared_error
from reportgen.tasks import MANY_CLASSES

#: (right predictions, predictions, samples) by class, each of shape (..., n_classes) -> figures.
Formula = Callable[[NDArray[Any], NDArray[Any], NDArray[Any]], NDArray[np.float64]]

TOO_MANY = f"not computed for more than {MANY_CLASSES} classes, of which only the best answers are kept"


def _no_remark(_: Classified) -> str | None:
    return None


@dataclass(frozen=True)
class FromCounts:
    """A figure that follows from the confusion matrix: its diagonal and the sums of its rows and columns.

    Attributes
    ----------
    formula : callable
        Takes hits, predicted and actual counts, which need not be whole, each of shape (..., n_classes). Returns
        an array of shape (...), or with `by_class` one of shape (..., n_classes); NaN where it is undefined.
    label_formula : callable, optional
        The same for labels, where it is another: an average counts every label, also one that never occurs.
    undefined : str
        Why it is undefined where it is; of a class what follows "the class".
    remark : callable
        What there is to know of a figure that is defined: from predictions to words, or None.
    share : callable, optional
        Where it is a share of samples: from counts to successes and trials, whole or by class.
    by_class : bool
        Whether each class has a figure of its own.
    averaged : bool
        Whether it is the plain mean of the classes' own figures, so that small classes count as much as large ones.
    among : {"actual"}, optional
        Of single classes: the figure is the share of right predictions among the samples that are of the class.
    """

    formula: Formula
    label_formula: Formula | None = None
    undefined: str = "undefined"
    remark: Callable[[Any], str | None] = _no_remark
    share: Callable[[ClassCounts], tuple[Any, Any]] | None = None
    by_class: bool = False
    averaged: bool = False
    among: Literal["actual"] | None = None

    def statistic(self, predictions: Classified) -> ClassCounts:
        """Return the counts by class."""
        return predictions.counts

    def formula_for(self, predictions: Classified) -> Formula:
        """Return the formula for classes, or for labels."""
        return self.label_formula if self.label_formula and predictions.counts_all else self.formula

    def values(self, predictions: Classified) -> list[Value]:
        """Return the figure of the whole, the mean over several outputs, or the figure of each class."""
        if self.by_class:
            return self._of_classes(predictions)
        own = [self._of_whole(part) for part in predictions.parts]
        return own if len(own) == 1 else [mean_value(own)]

    def _of_whole(self, predictions: Classified) -> Value:
        counts = self.statistic(predictions)
        value = float(self._figures(counts, predictions))
        if not np.isfinite(value):
            return Value(None, reason=self.undefined.format(unit=predictions.unit))
        found = Value(value, reason=self.remark(predictions))
        # Where a sample has several answers, shares of answers are no shares of samples.
        if self.share is None or not isinstance(predictions, ClassPredictions):
            return found
        successes, trials = (int(number) for number in self.share(counts))
        return found._replace(value=successes / trials, successes=successes, trials=trials)

    def _of_classes(self, predictions: Classified) -> list[Value]:
        counts = self.statistic(predictions)
        figures = self._figures(counts, predictions).tolist()
        parts = None if self.share is None else [own.tolist() for own in self.share(counts)]
        own = []
        for code, (name, figure) in enumerate(zip(predictions.classes, figures, strict=True)):
            if not np.isfinite(figure):
                own.append(Value(None, name, f"undefined: the class {self.undefined}"))
            elif parts is None:
                own.append(Value(figure, name))
            else:
                own.append(Value(figure, name, successes=parts[0][code], trials=parts[1][code]))
        # Of two classes the positive one is also the headline.
        return [own[1]._replace(label=None), *own] if len(own) == 2 else own

    def _figures(self, counts: ClassCounts, predictions: Classified) -> NDArray[np.float64]:
        with np.errstate(invalid="ignore", divide="ignore"):
            floats = (own.astype(np.float64) for own in (counts.hits, counts.predicted, counts.actual))
            return self.formula_for(predictions)(*floats)


@dataclass(frozen=True)
class MeanOf:
    """The mean of a figure of each sample; of booleans it is a rate.

    Attributes
    ----------
    each : callable
        Takes predictions and returns an array of shape (n_samples,). Samples that are not finite are left out.
    refuses : callable
        Why these predictions have no such figure: from predictions to words, or None.
    undefined : str
        Why it is undefined where no sample has a finite figure.
    remark : callable
        What there is to know where samples were left out: from how many, and of how many, to words or None.
    """

    each: Callable[[Any], NDArray[Any]]
    refuses: Callable[[Any], str | None] = lambda _: None
    undefined: str = "undefined: no sample has such a figure"
    remark: Callable[[int, int], str | None] = lambda _left_out, _of: None

    def statistic(self, predictions: Any) -> Moments:
        """Return how many samples have a figure and how many have none, and the sums of figures and their squares."""
        return Moments.of(self.each(predictions))

    def values(self, predictions: Any) -> list[Value]:
        """Return the mean, with its counts where it is a rate."""
        if (reason := self.refuses(predictions)) is not None:
            return [Value(None, reason=reason)]
        found = self.statistic(predictions)
        if not found.n:
            return [Value(None, reason=self.undefined)]
        if found.is_rate:
            return [Value(found.mean, successes=int(found.total), trials=found.n)]
        said = self.remark(found.left_out, found.n + found.left_out) if found.left_out else None
        return [Value(found.mean, reason=said)]


@dataclass(frozen=True)
class AreaUnder:
    """The area under the ROC or precision-recall curve, of single classes or averaged over them."""

    curve: Literal["roc", "precision_recall"]
    averaged: bool = False

    def statistic(self, predictions: Classified) -> dict[str, Ranked]:
        """Return the counts above each score, by class."""
        return ranked_classes(predictions)

    def values(self, predictions: Classified) -> list[Value]:
        """Return the area of each class against the rest, or their mean."""
        own = [self._of(ranked, name) for name, ranked in self.statistic(predictions).items()]
        if self.averaged:
            return [self._mean(own, predictions)]
        return [own[0]._replace(label=None)] if len(predictions.classes) == 2 and own else own

    def _of(self, ranked: Ranked, name: str) -> Value:
        reason = ranked.undefined(without_negatives=self.curve == "precision_recall")
        if reason is not None:
            return Value(None, name, reason)
        return Value(ranked.roc_auc if self.curve == "roc" else ranked.average_precision, name)

    def _mean(self, own: list[Value], predictions: Classified) -> Value:
        if predictions.scores is not None and not predictions.scores.has_all_classes:
            return Value(None, reason=TOO_MANY)
        defined = [value.value for value in own if value.value is not None]
        if not defined:
            return Value(None, reason=f"undefined: no {predictions.unit} can be told from the others here")
        left_out = len(own) - len(defined)
        units = predictions.unit if left_out == 1 else predictions.units
        reason = f"without {left_out} {units} for which it is undefined here" if left_out else None
        return Value(float(np.mean(defined)), reason=reason)


@dataclass(frozen=True)
class BinnedGaps:
    """How far two figures of the samples of a bin lie apart on average, each bin weighted by its samples.

    Attributes
    ----------
    each : callable
        Takes predictions and returns the bin and the gap of each sample, both of shape (n_samples,).
    bins : int
        How many bins there are.
    debiased : bool
        Whether it is the root mean square without what chance adds to it, instead of the plain mean with it.
    """

    each: Callable[[Any], tuple[NDArray[np.int64], NDArray[np.float64]]]
    bins: int
    debiased: bool = False

    def statistic(self, predictions: Any) -> BinTotals:
        """Return the sums of the gaps of each bin."""
        return BinTotals.of(*self.each(predictions), self.bins)

    def values(self, predictions: Any) -> list[Value]:
        """Return the figure."""
        found = self.statistic(predictions)
        if not self.debiased:
            return [Value(float(np.abs(found.totals).sum() / found.n))]
        if found.counts.max() < 2:
            return [Value(None, reason="undefined: no bin has two samples")]
        return [Value(rms_error(self.squared(found)))]

    def squared(self, found: BinTotals) -> SquaredError:
        """Return the debiased mean square of the gaps."""
        return squared_error(found.counts, found.totals, found.squares)

    def weighted(self, predictions: Any, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the figures, of shape (n_draws,), by weights of shape (n_draws, n_samples)."""
        bins, gaps = self.each(predictions)
        order = np.argsort(bins, kind="stable")
        starts = np.flatnonzero(np.diff(bins[order], prepend=-1))
        by_bin = np.add.reduceat((weights * gaps)[:, order], starts, axis=1)
        if not self.debiased:
            return np.asarray(np.abs(by_bin).sum(axis=1) / weights.sum(axis=1))
        counts = np.add.reduceat(weights[:, order], starts, axis=1)
        squares = np.add.reduceat((weights * np.square(gaps))[:, order], starts, axis=1)
        parts = zip(counts, by_bin, squares, strict=True)
        return np.array([rms_error(squared_error(*part)) for part in parts])


@dataclass(frozen=True)
class Resampled:
    """Anything else: the metric says itself how it is computed, and is computed again on resamples.

    Attributes
    ----------
    weighted : callable, optional
        Computes all resamples at once: takes predictions and weights of shape (n_draws, n_samples), whose mean is 1,
        and returns an array of shape (n_draws,). Without it the metric is computed on each.
    """

    weighted: Callable[[Any, NDArray[np.float64]], NDArray[np.float64]] | None = None

    def values(self, predictions: Any) -> list[Value]:
        """Refuse: such a metric says itself how it is computed."""
        raise TypeError(f"a metric of this kind has to say how it is computed, also from {type(predictions)}")


Kind: TypeAlias = FromCounts | MeanOf | AreaUnder | BinnedGaps | Resampled

#: What a metric is that says nothing else.
ANYTHING = Resampled()


def added(statistics: "list[Any]") -> Any:
    """Return the statistic of all samples from those of parts of them; they are of one kind."""
    if isinstance(statistics[0], dict):
        return {name: reduce(add, (own[name] for own in statistics)) for name in statistics[0]}
    return reduce(add, statistics)
