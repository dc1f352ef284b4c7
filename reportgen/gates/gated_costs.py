"""Sizes and times against a baseline: judged by the figures themselves, and times on the same machine alone."""

from reportgen.bundle.run_records import Environment
from reportgen.bundle.schema import Analysis, GateResult, ModelInfo
from reportgen.gates.gate_results import result, stored_verdict
from reportgen.gates.gate_sentences import told
from reportgen.gates.gate_spec import COSTS, RECOMMENDED, Evidence, Gate, Reference, UnjudgedError
from reportgen.gates.gated_figures import changes_of, cost_of, cost_told, models_of


def judge_cost(gate: Gate, evidence: Evidence, reference: Reference) -> GateResult:
    """Hold the growth of a size or a time against the share of it that is allowed."""
    if reference.record is None:
        known = stored_verdict(gate, evidence, reference.name)
        if known is None:
            problem = f"Sizes and times of the {reference.title} are not at hand"
            raise UnjudgedError(f"{problem}: give its bundle with --{reference.name}.")
        return known
    changes_of(evidence, reference)
    if COSTS[gate.metric]:
        other = _other_machine(reference.record.run.environment, evidence.record.run.environment)
        if other:
            return _not_applicable(gate, evidence, reference, other)
    pairs = [(model, _before(gate, evidence, reference, model)) for model in models_of(gate, evidence)]
    grown = [(cost_of(model, gate.metric), cost_of(old, gate.metric), model) for model, old in pairs]
    if COSTS[gate.metric] and any(_cores(model) != _cores(old) for model, old in pairs):
        return _not_applicable(gate, evidence, reference, "another number of cores")
    now, before, model = max(grown, key=lambda each: each[0] / each[1] if each[1] else float("inf"))
    allowed = gate.rule.within or 0.0
    share = (now - before) / before if before else float(now > before)
    return result(
        gate,
        evidence,
        holds=share <= allowed,
        value=share,
        limit=allowed,
        model=model.id,
        against=reference.name,
        reason=_sentence(gate, model, (before, now), share, reference.title),
    )


def _sentence(
    gate: Gate, model: ModelInfo, figures: tuple[float, float], share: float, reference: str
) -> str:
    before, now = (cost_told(gate.metric, figure) for figure in figures)
    allowed = gate.rule.within or 0.0
    grown = (
        f"{told(100 * abs(share), 100 * allowed)} % {'more' if share > 0 else 'less'}"
        if share
        else "no change"
    )
    return (
        f"{model.title} has {now}, after {before} in the {reference}: {grown}, where {told(100 * allowed)} % more is "
        "allowed."
    )


def _before(gate: Gate, evidence: Evidence, reference: Reference, model: ModelInfo) -> ModelInfo:
    """Return what a model is compared with: itself, or of the recommended one that recommended then."""
    then = _analysis(reference, evidence)
    wanted = then.chosen if gate.scope == RECOMMENDED and then.chosen else model.id
    found = next((known for known in then.models if known.id == wanted and known.status == "ok"), None)
    if found is None:
        raise UnjudgedError(f"The {reference.title} has no model {wanted}.")
    return found


def _analysis(reference: Reference, evidence: Evidence) -> Analysis:
    """Return the analysis of the reference; two runs of a single one are compared whatever it is called in each."""
    known = reference.record.analyses if reference.record else []
    if len(known) == len(evidence.record.analyses) == 1:
        return known[0]
    found = next((each for each in known if each.id == evidence.analysis.id), None)
    if found is None:
        raise UnjudgedError(f"The {reference.title} has no analysis {evidence.analysis.id}.")
    return found


def _cores(model: ModelInfo) -> int | None:
    return model.timings.cores if model.timings else None


def _other_machine(before: Environment, now: Environment) -> str:
    """Say in what the two machines differ; empty where nothing tells them apart."""
    if before.cpu is None or now.cpu is None:
        return "a machine whose processor is not known"
    facts = [
        (f"{record.cpu}, {record.cores} cores" + (f", {record.accelerator}" if record.accelerator else ""))
        for record in (before, now)
    ]
    return f"another machine ({facts[0]}; now {facts[1]})" if facts[0] != facts[1] else ""


def _not_applicable(gate: Gate, evidence: Evidence, reference: Reference, other: str) -> GateResult:
    import msgspec

    reason = f"The {reference.title} was timed on {other}, and times are never compared between machines."
    done = result(gate, evidence, holds=True, reason=reason, against=reference.name)
    return msgspec.structs.replace(done, status="not_applicable")
