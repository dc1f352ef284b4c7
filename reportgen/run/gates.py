"""Gates in the story of a run: understood before any fit, judged on the result, and failing it at the very end."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from reportgen.bundle.base_record import Split
from reportgen.bundle.run_changes import Changes
from reportgen.bundle.schema import Analysis, BundleRecord, GateResult, MetricInfo, Score
from reportgen.bundle.store import Bundle
from reportgen.config import RunConfig
from reportgen.errors import GatesFailedError, InputError
from reportgen.gates.gate_levels import level_over, stored_level
from reportgen.gates.gate_spec import Evidence, Gate, KnownFindings, Names, Reference
from reportgen.gates.gated_figures import missing_class
from reportgen.gates.judge import failed, judge, names_of, understand
from reportgen.run.baseline import compared, read_baseline
from reportgen.run.subgroup_columns import subgroup_names
from reportgen.tasks import Task

if TYPE_CHECKING:
    from reportgen.run.planned import Planned

#: Failed gates that a message names before it says how many more there are.
NAMED_IN_MESSAGES = 5

Gates = Mapping[str, Sequence[Gate]]


def understood(plans: "Sequence[Planned]", config: RunConfig) -> Gates:
    """Return the gates of every analysis that is about to be fitted.

    Raises
    ------
    InputError
        If a rule cannot be read, or names a metric, class or model that there will not be.
    """
    analyses = tuple(plan.id for plan in plans)
    level = level_over(config.gate_level, config.gate_looks)
    return {plan.id: understand(plan.config.gates, _names(plan, analyses, level)) for plan in plans}


def _names(plan: "Planned", analyses: tuple[str, ...], level: float) -> Names:
    question = plan.question
    outputs = {output.name: output.classes for output in question.outputs}
    return Names(
        analysis=plan.id,
        analyses=analyses,
        models=plan.model_ids,
        labels=tuple(dict.fromkeys((*question.classes, *outputs))),
        subgroups=subgroup_names(plan),
        outputs=outputs if question.task == Task.MULTIOUTPUT else {},
        metrics=known_metrics(),
        findings=known_findings(),
        level=level,
    )


def known_metrics() -> dict[str, MetricInfo]:
    """Return all metrics that there are, by id."""
    from reportgen.metrics.metric_spec import METRICS

    return {metric.id: metric.info for metric in METRICS}


def known_findings() -> KnownFindings:
    """Return all topics and ids of findings that there are, and what they look at."""
    from reportgen.findings.finding_rule import FINDINGS

    topics = dict.fromkeys(rule.topic for rule in FINDINGS if rule.topic)
    found = {topic: tuple(rule.id for rule in FINDINGS if rule.topic == topic) for topic in topics}
    parts = {rule.id: rule.looks_at for rule in FINDINGS if rule.looks_at}
    return KnownFindings({**found, **{rule.id: (rule.id,) for rule in FINDINGS}}, parts)


def with_gates(bundle: Bundle, gates: Gates, references: Sequence[Reference]) -> Bundle:
    """Return the bundle with the verdict of every gate; its findings have been made by then, as gates look at them."""
    verdicts = judge(_with_named_classes(bundle, gates), gates, references)
    return Bundle(msgspec.structs.replace(bundle.record, gates=verdicts), bundle.arrays)


def _with_named_classes(bundle: Bundle, gates: Gates) -> BundleRecord:
    """Return the record with rows of the classes that gates name, also of so many that not all have some."""
    analyses = []
    for analysis in bundle.record.analyses:
        rows = [
            row
            for gate in gates.get(analysis.id, ())
            for place in missing_class(gate, Evidence(bundle.record, analysis))
            for row in _rows_of(bundle, analysis, place)
        ]
        analyses.append(
            msgspec.structs.replace(analysis, scores=[*analysis.scores, *rows]) if rows else analysis
        )
    return msgspec.structs.replace(bundle.record, analyses=analyses)


def _rows_of(bundle: Bundle, analysis: Analysis, place: tuple[str, Split, str, str]) -> list[Score]:
    from reportgen.scoring.unlisted_classes import rows_of_class

    return rows_of_class(bundle, analysis, *place)


def judged_again(bundle: Bundle, baseline: Bundle, path: str) -> Bundle:
    """Return a stored bundle with its own gates judged by the comparison that it now holds, where one looks at that."""
    record = bundle.record
    if all(verdict.demand != "difference" for verdict in record.gates):
        return bundle
    known = (known_metrics(), known_findings(), stored_level(record.run))
    gates = {}
    for analysis in record.analyses:
        rules = dict.fromkeys(verdict.rule for verdict in record.gates if verdict.analysis == analysis.id)
        gates[analysis.id] = understand(tuple(rules), names_of(record, analysis, *known))
    return with_gates(bundle, gates, [_reference("baseline", baseline, bundle, path)])


def read_anchor(config: RunConfig) -> Bundle | None:
    """Return the fixed bundle that small losses are summed up against; None where none was given."""
    return read_baseline(config.anchor)


def references(
    candidate: Bundle, config: RunConfig, baseline: Bundle | None, anchor: Bundle | None
) -> list[Reference]:
    """Return what gates are judged against: the baseline first; without one the comparison that the bundle holds."""
    found = []
    known = candidate.record.changes
    if baseline is not None:
        found.append(_reference("baseline", baseline, candidate, str(config.baseline)))
    elif known is not None:
        found.append(Reference("baseline", known))
    if anchor is not None:
        found.append(_reference("anchor", anchor, candidate, str(config.anchor)))
    return found


def _reference(
    name: Literal["baseline", "anchor"], before: Bundle, candidate: Bundle, path: str
) -> Reference:
    known = candidate.record.changes
    changes = known if known and _is_of(known, before) else compared(before, candidate, path)
    return Reference(name, changes, before.record)


def _is_of(changes: Changes, before: Bundle) -> bool:
    """Whether a comparison was made with this run, and with as much of it at hand as here."""
    from reportgen.baseline.compare_bundles import summary_of

    now, then = summary_of(before), changes.baseline
    return (now.id, now.results_digest, now.carries) == (then.id, then.results_digest, then.carries)


def gates_for(record: BundleRecord, config: RunConfig) -> Gates:
    """Return the gates of a bundle: those of the configuration, or without any those that it was made with."""
    known = (known_metrics(), known_findings(), _level_for(record, config))
    rules = rules_for(record, config)
    if not any(rules.values()):
        raise InputError(
            "There are no gates: give --gate, as in --gate 'accuracy >= 0.97', or a table [gates] in the "
            "configuration file."
        )
    return {
        analysis.id: understand(rules[analysis.id], names_of(record, analysis, *known))
        for analysis in record.analyses
    }


def _level_for(record: BundleRecord, config: RunConfig) -> float:
    """Return the level that a bundle's gates are judged at; without rules of one's own, that of the bundle's."""
    asked = (config.gate_level, config.gate_looks)
    if asked == (None, None) and not any(part.gates for part in config.analyses):
        return stored_level(record.run)
    return level_over(*asked)


def rules_for(record: BundleRecord, config: RunConfig) -> dict[str, Sequence[str]]:
    """Return the rules for each analysis of a bundle, those of a study's parts by their ids."""
    parts = {part.id: part.gates for part in config.analysis}
    given: dict[str, Sequence[str]] = {
        analysis.id: parts.get(analysis.id, config.gates) for analysis in record.analyses
    }
    if any(given.values()):
        return given
    return {analysis.id: _made_with(record, analysis.id) for analysis in record.analyses}


def _made_with(record: BundleRecord, analysis: str) -> Sequence[str]:
    from reportgen.bundle.query import config_of

    rules = config_of(record.run, analysis).get("gates") or ()
    return [str(rule) for rule in rules]


def refuse_failed(record: BundleRecord, written: Sequence[Path]) -> None:
    """Raise where a gate of level error failed; the reports are written by then."""
    missed = failed(record.gates)
    if missed:
        raise GatesFailedError(failure(missed, len(record.gates), study=len(record.analyses) > 1), written)


def failure(missed: Sequence[GateResult], number: int, *, study: bool) -> str:
    """Return one message on the gates that failed, a line each."""
    head = f"{len(missed)} of {number} gates failed:" if number > 1 else "The gate failed:"
    lines = [line_of(verdict, study=study) for verdict in missed[:NAMED_IN_MESSAGES]]
    more = len(missed) - len(lines)
    return "\n".join([head, *(f"  {line}" for line in lines), *([f"  and {more} more"] if more else [])])


def line_of(verdict: GateResult, *, study: bool) -> str:
    """Return a gate and its reason on one line."""
    where = f"{verdict.analysis}: " if study else ""
    against = f" (against the {verdict.against})" if verdict.against == "anchor" else ""
    return " ".join(f"{where}{verdict.rule}{against}: {verdict.reason}".split())
