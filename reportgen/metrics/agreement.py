"""Agreement beyond chance: Matthews' correlation and Cohen's kappa, from counts by class."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.metrics.kinds import FromCounts
from reportgen.metrics.metric_spec import Outcome, Value, metric

Counts = NDArray[Any]


def correlation(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
    """Return Matthews' correlation of matrices; NaN where truth or answers are all of one class."""
    n = actual.sum(axis=-1)
    covariance = hits.sum(axis=-1) * n - (actual * predicted).sum(axis=-1)
    spread = (n**2 - (actual**2).sum(axis=-1)) * (n**2 - (predicted**2).sum(axis=-1))
    spread = np.where(spread > 0, spread, np.nan)
    return np.asarray(covariance / np.sqrt(spread))


def agreement(hits: Counts, predicted: Counts, actual: Counts) -> Counts:
    """Return Cohen's kappa of matrices; NaN where truth and answers are all of one class."""
    n = actual.sum(axis=-1)
    by_chance = (actual * predicted).sum(axis=-1) / n**2
    excess = hits.sum(axis=-1) / n - by_chance
    return np.asarray(excess / np.where(by_chance < 1, 1 - by_chance, np.nan))


@metric(
    "mcc",
    title="Matthews correlation",
    range=(-1.0, 1.0),
    description="Correlation of truth and answers: 1 is perfect, 0 is chance; fair to rare classes.",
    source="sklearn.metrics.matthews_corrcoef",
    kind=FromCounts(correlation),
    order=2,
)
def mcc(outcome: Outcome) -> list[Value]:
    """Return Matthews' correlation coefficient, for any number of classes."""
    n, hits = outcome.n_samples, float(outcome.hits.sum())
    actual, predicted = outcome.actual.astype(float), outcome.predicted.astype(float)
    covariance = hits * n - float(actual @ predicted)
    spread = (n**2 - float(actual @ actual)) * (n**2 - float(predicted @ predicted))
    if spread <= 0:
        return [Value(None, reason="undefined: truth or answers are all of one class")]
    return [Value(covariance / sqrt(spread))]


@metric(
    "cohen_kappa",
    title="Cohen's kappa",
    range=(-1.0, 1.0),
    description="Agreement with the truth beyond what chance alone would give: 1 is perfect, 0 is chance.",
    source="sklearn.metrics.cohen_kappa_score",
    kind=FromCounts(agreement),
    order=3,
)
def cohen_kappa(outcome: Outcome) -> list[Value]:
    """Return Cohen's kappa, unweighted."""
    n = outcome.n_samples
    by_chance = float(outcome.actual.astype(float) @ outcome.predicted.astype(float)) / n**2
    if by_chance >= 1:
        return [Value(None, reason="undefined: truth and answers are all of one class")]
    return [Value((float(outcome.hits.sum()) / n - by_chance) / (1 - by_chance))]
