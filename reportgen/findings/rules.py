"""Findings: the sentences of page one, in plain English, each from a rule and from numbers of the bundle alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from reportgen.bundle.schema import Analysis, Finding, MetricInfo
from reportgen.bundle.score_index import Readings
from reportgen.findings import alternatives, balance, data_doubts, observations
from reportgen.findings.confidence import confidence
from reportgen.findings.decision import decision, evidence
from reportgen.findings.several_answers import hardest_answer, unmeasured_answers
from reportgen.findings.since_baseline import change_finding


@dataclass(frozen=True)
class Rule:
    """A kind of sentence: its id, the levels that it may have, and the function that says it or None."""

    id: str
    levels: tuple[str, ...]
    observe: Callable[[Readings], Finding | None]


def change(readings: Readings) -> Finding | None:
    """Say what became of the main metric since the baseline run; None where there is none to compare with."""
    if readings.changes is None:
        return None
    return change_finding(readings.analysis, readings.changes, readings.metrics)


CHANGE = Rule("change", ("good", "warning", "note"), change)

#: What stands above all others, in this order.
LEADING = (
    Rule("decision", ("good", "warning"), decision),
    Rule("evidence", ("note",), evidence),
    CHANGE,
)

#: The others, in the order of their weight.
FURTHER = (
    Rule("failed_models", ("warning",), observations.failed_models),
    Rule("unmeasured_answers", ("warning",), unmeasured_answers),
    Rule("untested_classes", ("warning",), balance.untested_classes),
    Rule("giveaway_columns", ("warning",), data_doubts.giveaway_columns),
    Rule("common_positive", ("warning",), balance.common_positive),
    Rule("common_class", ("warning",), balance.common_class),
    Rule("few_samples", ("warning",), observations.few_samples),
    Rule("never_answered", ("warning",), observations.never_answered),
    Rule("known_test", ("warning", "note"), data_doubts.known_test),
    Rule("equivalent_models", ("note",), alternatives.equivalent_models),
    Rule("undecided_models", ("note",), alternatives.undecided_models),
    Rule("confusions", ("note", "good"), observations.confusions),
    Rule("confidence", ("warning", "note"), confidence),
    Rule("better_threshold", ("note",), observations.better_threshold),
    Rule("hardest_class", ("note",), observations.hardest_class),
    Rule("hardest_answer", ("note",), hardest_answer),
    Rule("suspected_labels", ("note",), data_doubts.suspected_labels),
    Rule("faster_model", ("note",), alternatives.faster_model),
    Rule("folds", ("warning", "note"), observations.folds),
    Rule("baseline_gain", ("good",), alternatives.baseline_gain),
    Rule("not_tested", ("note",), observations.not_tested),
)

#: Every kind of sentence; docs/report.md says of each when it speaks.
RULES = (*LEADING, *FURTHER)

#: Page one shows no more than these of the further ones.
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
    found = _said(FURTHER[:-1], readings)
    found.sort(key=lambda finding: finding.level != "warning")
    last = _said(FURTHER[-1:], readings)
    return [*_said(LEADING, readings), *found[: MOST - len(last)], *last]


def _said(rules: Sequence[Rule], readings: Readings) -> list[Finding]:
    return [finding for rule in rules if (finding := rule.observe(readings)) is not None]


def with_change(known: Sequence[Finding], readings: Readings) -> list[Finding]:
    """Return the findings of an analysis with what changed since the baseline run, instead of since another."""
    kept = [finding for finding in known if finding.id != CHANGE.id]
    leading = {rule.id for rule in LEADING}
    first = sum(finding.id in leading for finding in kept)
    return [*kept[:first], *_said((CHANGE,), readings), *kept[first:]]
