"""Agreement beyond chance: Matthews' correlation and Cohen's kappa, from counts by class."""

from math import sqrt

from reportgen.evaluation.metrics.spec import Outcome, Value, metric


@metric(
    "mcc",
    title="Matthews correlation",
    range=(-1.0, 1.0),
    description="Correlation of truth and answers: 1 is perfect, 0 is chance; fair to rare classes.",
    source="sklearn.metrics.matthews_corrcoef",
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
    order=3,
)
def cohen_kappa(outcome: Outcome) -> list[Value]:
    """Return Cohen's kappa, unweighted."""
    n = outcome.n_samples
    by_chance = float(outcome.actual.astype(float) @ outcome.predicted.astype(float)) / n**2
    if by_chance >= 1:
        return [Value(None, reason="undefined: truth and answers are all of one class")]
    return [Value((float(outcome.hits.sum()) / n - by_chance) / (1 - by_chance))]
