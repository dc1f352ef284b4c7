"""Findings: the sentences of page one, in plain English, each from a rule and from numbers of the bundle alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from reportgen.bundle.readings import Readings
from reportgen.bundle.schema import Analysis, Finding, MetricInfo
from reportgen.rendering import balance, doubts, equals, observations
from reportgen.rendering.answers import hardest_answer, unmeasured_answers
from reportgen.rendering.confidence import confidence
from reportgen.rendering.decision import decision, evidence


@dataclass(frozen=True)
class Rule:
    """A kind of sentence: its id, the levels that it may have, and the function that says it or None."""

    id: str
    levels: tuple[str, ...]
    observe: Callable[[Readings], Finding | None]


#: In the order of their weight; docs/report.md says of each when it speaks.
RULES = (
    Rule("failed_models", ("warning",), observations.failed_models),
    Rule("unmeasured_answers", ("warning",), unmeasured_answers),
    Rule("untested_classes", ("warning",), balance.untested_classes),
    Rule("giveaway_columns", ("warning",), doubts.giveaway_columns),
    Rule("common_positive", ("warning",), balance.common_positive),
    Rule("common_class", ("warning",), balance.common_class),
    Rule("few_samples", ("warning",), observations.few_samples),
    Rule("never_answered", ("warning",), observations.never_answered),
    Rule("known_test", ("warning", "note"), doubts.known_test),
    Rule("equivalent_models", ("note",), equals.equivalent_models),
    Rule("undecided_models", ("note",), equals.undecided_models),
    Rule("confusions", ("note", "good"), observations.confusions),
    Rule("confidence", ("warning", "note"), confidence),
    Rule("better_threshold", ("note",), observations.better_threshold),
    Rule("hardest_class", ("note",), observations.hardest_class),
    Rule("hardest_answer", ("note",), hardest_answer),
    Rule("suspected_labels", ("note",), doubts.suspected_labels),
    Rule("faster_model", ("note",), equals.faster_model),
    Rule("folds", ("warning", "note"), observations.folds),
    Rule("baseline_gain", ("good",), equals.baseline_gain),
    Rule("not_tested", ("note",), observations.not_tested),
)

#: Page one shows no more than these.
MOST = 6


def findings(
    analysis: Analysis,
    metrics: Mapping[str, MetricInfo],
    arrays: Mapping[str, NDArray[Any]] | None = None,
) -> list[Finding]:
    """Return the decision, what it rests on, and up to six further sentences on an analysis.

    Warnings come first, then the others in the order of the rules. The last, on what was not tested, is never
    crowded out. `arrays` are those of the bundle; without them nothing is said about stated probabilities.
    """
    readings = Readings(analysis, metrics, arrays)
    found = [finding for rule in RULES[:-1] if (finding := rule.observe(readings)) is not None]
    found.sort(key=lambda finding: finding.level != "warning")
    last, basis = RULES[-1].observe(readings), evidence(readings)
    kept = [*found[: MOST - 1], last] if last else found[:MOST]
    return [decision(readings), *([basis] if basis else []), *kept]
