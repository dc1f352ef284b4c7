"""Judge: every gate of every analysis against a bundle's record, in the order in which they were written."""

from collections.abc import Iterable, Mapping, Sequence

from reportgen.bundle.schema import Analysis, BundleRecord, GateResult, MetricInfo
from reportgen.config.gate_rules import GateError
from reportgen.errors import GateRuleError
from reportgen.gates.gate_results import unjudged
from reportgen.gates.gate_spec import Evidence, Gate, KnownFindings, Names, Reference, UnjudgedError
from reportgen.gates.resolve import resolve
from reportgen.statistics.interval import LEVEL
from reportgen.tasks import Task


def understand(rules: Sequence[str], names: Names) -> list[Gate]:
    """Return the gates that rules are for one analysis; those of other analyses are left out.

    Raises
    ------
    InputError
        If a rule cannot be read, or names what does not exist.
    """
    gates = []
    for rule in rules:
        try:
            gate = resolve(rule, names)
        except GateError as error:
            raise GateRuleError(str(error), rule) from None
        if gate is not None:
            gates.append(gate)
    return gates


def names_of(
    record: BundleRecord,
    analysis: Analysis,
    metrics: Mapping[str, MetricInfo],
    findings: KnownFindings,
    level: float = LEVEL,
) -> Names:
    """Return what rules on an analysis may name: metrics and findings that are known, and those of the bundle."""
    info = analysis.dataset
    outputs = {output.name: tuple(output.classes) for output in info.outputs}
    stored = {found.id: (found.id,) for found in analysis.findings}
    return Names(
        analysis=analysis.id,
        analyses=tuple(other.id for other in record.analyses),
        models=tuple(model.id for model in analysis.models),
        labels=(*info.classes, *(name for name in outputs if name not in info.classes)),
        outputs=outputs if analysis.task == Task.MULTIOUTPUT else {},
        metrics={**metrics, **record.metrics},
        findings=KnownFindings({**findings.ids, **stored}, findings.parts),
        level=level,
        subgroups=tuple(own.slice for own in analysis.subgroups),
    )


def judge(
    record: BundleRecord, gates: Mapping[str, Iterable[Gate]], references: Sequence[Reference] = ()
) -> list[GateResult]:
    """Return what became of every gate, by analysis; one that cannot be judged has failed, with the reason."""
    return [
        verdict
        for analysis in record.analyses
        for gate in gates.get(analysis.id, ())
        for verdict in judge_one(gate, Evidence(record, analysis, tuple(references)))
    ]


def judge_one(gate: Gate, evidence: Evidence) -> list[GateResult]:
    """Return what became of one gate."""
    try:
        return gate.kind.judge(gate, evidence)
    except UnjudgedError as error:
        return [unjudged(gate, evidence, str(error))]


def failed(results: Iterable[GateResult]) -> list[GateResult]:
    """Return the gates that fail a run: those of level error."""
    return [verdict for verdict in results if verdict.status == "fail"]
