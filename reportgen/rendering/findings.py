"""Findings: the sentences of page one, in plain English, from numbers alone."""

from collections.abc import Callable, Mapping

from reportgen.bundle.readings import Readings
from reportgen.bundle.schema import Analysis, Finding, MetricInfo
from reportgen.rendering import balance, doubts, observations
from reportgen.rendering.answers import hardest_answer, unmeasured_answers
from reportgen.rendering.decision import decision, evidence

#: In the order of their weight; page one shows no more than MOST of them.
OBSERVATIONS: tuple[Callable[[Readings], Finding | None], ...] = (
    observations.failed_models,
    unmeasured_answers,
    balance.untested_classes,
    balance.common_positive,
    balance.common_class,
    observations.few_samples,
    observations.never_answered,
    doubts.known_test,
    observations.confusions,
    observations.better_threshold,
    observations.hardest_class,
    hardest_answer,
    doubts.suspected_labels,
    observations.faster_model,
    observations.folds,
    observations.not_tested,
)
MOST = 6


def findings(analysis: Analysis, metrics: Mapping[str, MetricInfo]) -> list[Finding]:
    """Return the decision, what it rests on, and up to six further sentences on an analysis.

    The last of the further ones, on what was not tested, is never crowded out.
    """
    readings = Readings(analysis, metrics)
    found = [finding for observe in OBSERVATIONS if (finding := observe(readings)) is not None]
    kept = found if len(found) <= MOST else [*found[: MOST - 1], found[-1]]
    basis = evidence(readings)
    return [decision(readings), *([basis] if basis else []), *kept]
