"""What kind of figure a metric is: it decides how its interval and its differences are found.

A metric declares one of these as its `kind`; `evaluation/inference` does the rest, and `docs/statistics.md` says how.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: (right answers, answers, samples) by class, each of shape (..., n_classes) -> figures.
Formula = Callable[[NDArray[Any], NDArray[Any], NDArray[Any]], NDArray[np.float64]]


@dataclass(frozen=True)
class FromCounts:
    """A figure that follows from the confusion matrix: its diagonal and the sums of its rows and columns.

    Attributes
    ----------
    formula : callable
        Takes hits, predicted and actual counts, which need not be whole, each of shape (..., n_classes). Returns
        an array of shape (...), or with `by_class` one of shape (..., n_classes).
    by_class : bool
        Whether each class has a figure of its own.
    averaged : bool
        Whether it is the plain mean of the classes' own figures, so that small classes count as much as large ones.
    among : {"actual"}, optional
        Of single classes: the figure is the share of right answers among the samples that are of the class.
    """

    formula: Formula
    by_class: bool = False
    averaged: bool = False
    among: Literal["actual"] | None = None


@dataclass(frozen=True)
class MeanOf:
    """The mean of a figure of each sample; of booleans it is a rate.

    Attributes
    ----------
    each : callable
        Takes an outcome and returns an array of shape (n_samples,). Samples that are not finite are left out.
    """

    each: Callable[[Any], NDArray[Any]]


@dataclass(frozen=True)
class AreaUnder:
    """The area under the ROC or precision-recall curve, of single classes or averaged over them."""

    curve: Literal["roc", "precision_recall"]
    averaged: bool = False


@dataclass(frozen=True)
class Resampled:
    """Anything else: the metric is computed again on samples drawn with replacement, 200 times.

    Attributes
    ----------
    weighted : callable, optional
        Computes all draws at once: takes an outcome and weights of shape (n_draws, n_samples), whose mean is 1, and
        returns an array of shape (n_draws,). Without it the metric itself is computed on each draw.
    """

    weighted: Callable[[Any, NDArray[np.float64]], NDArray[np.float64]] | None = None


Kind: TypeAlias = FromCounts | MeanOf | AreaUnder | Resampled

#: What a metric is that says nothing else.
ANYTHING = Resampled()
