"""Agreement beyond chance: Matthews' correlation and Cohen's kappa, from counts by class."""

from math import sqrt

from reportgen.bundle.schema import MetricInfo
from reportgen.evaluation.metrics.rates import CLASSIFICATION
from reportgen.evaluation.metrics.spec import METRICS, MetricSpec, Outcome, Value


def _mcc(outcome: Outcome) -> list[Value]:
    n, hits = outcome.n_samples, float(outcome.hits.sum())
    actual, predicted = outcome.actual.astype(float), outcome.predicted.astype(float)
    covariance = hits * n - float(actual @ predicted)
    spread = (n**2 - float(actual @ actual)) * (n**2 - float(predicted @ predicted))
    if spread <= 0:
        return [Value(None, reason="undefined: truth or answers are all of one class")]
    return [Value(covariance / sqrt(spread))]


def _cohen_kappa(outcome: Outcome) -> list[Value]:
    n = outcome.n_samples
    by_chance = float(outcome.actual.astype(float) @ outcome.predicted.astype(float)) / n**2
    if by_chance >= 1:
        return [Value(None, reason="undefined: truth and answers are all of one class")]
    return [Value((float(outcome.hits.sum()) / n - by_chance) / (1 - by_chance))]


METRICS.register(
    MetricSpec(
        id="mcc",
        info=MetricInfo(
            title="Matthews correlation",
            unit=None,
            greater_is_better=True,
            range=(-1.0, 1.0),
            description="Correlation of truth and answers: 1 is perfect, 0 is chance; fair to rare classes.",
            source="sklearn.metrics.matthews_corrcoef",
        ),
        tasks=CLASSIFICATION,
        compute=_mcc,
        order=2,
    )
)
METRICS.register(
    MetricSpec(
        id="cohen_kappa",
        info=MetricInfo(
            title="Cohen's kappa",
            unit=None,
            greater_is_better=True,
            range=(-1.0, 1.0),
            description="Agreement with the truth beyond what chance alone would give: 1 is perfect, 0 is chance.",
            source="sklearn.metrics.cohen_kappa_score",
        ),
        tasks=CLASSIFICATION,
        compute=_cohen_kappa,
        order=3,
    )
)
