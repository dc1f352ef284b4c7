"""Results of gates: what became of one, or why it could not be judged."""

from typing import Literal

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import GateResult
from reportgen.gates.gate_levels import stored_level
from reportgen.gates.gate_sentences import percent_told
from reportgen.gates.gate_spec import Evidence, Gate
from reportgen.gates.gated_figures import place_of
from reportgen.statistics.interval import LEVEL

Against = Literal["baseline", "anchor"]


def result(
    gate: Gate,
    evidence: Evidence,
    *,
    holds: bool,
    reason: str,
    value: float | None = None,
    limit: float | None = None,
    low: float | None = None,
    high: float | None = None,
    model: str | None = None,
    split: Split | None = None,
    against: Against | None = None,
    smallest_loss: float | None = None,
    held: float | None = None,
    finding: str | None = None,
    interval_level: float = LEVEL,
) -> GateResult:
    """Return the result of a gate that was judged; `held` is what had to keep to the limit, by itself the value."""
    return GateResult(
        rule=gate.rule.text.strip(),
        level=gate.rule.level,
        status="pass" if holds else "fail" if gate.rule.level == "error" else "warn",
        value=value,
        limit=limit,
        reason=reason,
        low=low,
        high=high,
        analysis=evidence.analysis.id,
        model=model,
        split=None if gate.is_cost else split,
        metric=gate.metric if gate.kind.about == "figures" else None,
        label=place_of(gate, evidence.analysis)[1],
        demand=gate.kind.demand,
        against=against,
        smallest_loss=smallest_loss,
        held=value if held is None else held,
        finding=finding,
        interval_level=None if low is None else interval_level,
    )


def unjudged(gate: Gate, evidence: Evidence, reason: str, against: Against | None = None) -> GateResult:
    """Return the result of a gate that could not be judged, which is a failure like any other."""
    return result(
        gate,
        evidence,
        holds=False,
        reason=f"It cannot be judged. {reason}",
        limit=gate.rule.limit,
        against=against,
    )


def stored_verdict(gate: Gate, evidence: Evidence, against: Against) -> GateResult | None:
    """Return the verdict that the run was stored with, where what the gate was held against is not at hand now.

    One that was found by intervals of another level than is asked for now cannot stand.
    """
    wanted = (gate.rule.text.strip(), evidence.analysis.id, against)
    known = evidence.record.gates
    found = next((each for each in known if (each.rule, each.analysis, each.against) == wanted), None)
    then = stored_level(evidence.record.run)
    if found is None or gate.is_cost or then == gate.interval_level:
        return found
    was, now = (percent_told(level) for level in (then, gate.interval_level))
    reason = f"The run was held against its {against} by {was} intervals, and now {now} are asked for"
    return unjudged(gate, evidence, f"{reason}: give it with --{against}.", against)
