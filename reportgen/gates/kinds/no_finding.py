"""`no-finding: leak`: the analysis must not have such a finding: of an id, a topic or a level (`any blocker`).

One that is named fails the gate as a warning or a blocker, as notes and good ones report no harm. One that is muted
fails nothing, and the gate repeats why it is.
"""

from collections.abc import Sequence

from reportgen.bundle.schema import Finding, GateResult
from reportgen.config.gate_rules import GateError, pointed
from reportgen.gates.gate_results import result
from reportgen.gates.gate_spec import ANY, GATES, Evidence, Gate, GateKind, Names, UnjudgedError
from reportgen.wording.grammar import capital, listed

#: The levels at which a finding that is named fails the gate, the worst first.
HARM = ("blocker", "warning")


def check(gate: Gate, _: Names) -> None:
    """Refuse a comparison: a finding is there or is not."""
    rule = gate.rule
    if rule.number is not None:
        problem = f"a finding is there or is not: write `{gate.kind.id}: {rule.metric.text}` alone."
        raise GateError(pointed(rule.text, rule.number.place, problem))


def judge(gate: Gate, evidence: Evidence) -> list[GateResult]:
    """Look for the findings that the gate names among those that the analysis holds."""
    if not evidence.analysis.findings:
        raise UnjudgedError(
            "The analysis holds no findings at all, not even the decision: they were never made."
        )
    meant = [finding for finding in evidence.analysis.findings if _is_meant(gate, finding)]
    levels = ANY.get(gate.metric, HARM)
    harmful = [finding for finding in meant if finding.level in levels]
    counted = sorted(
        (each for each in harmful if each.muted is None), key=lambda each: HARM.index(each.level)
    )
    muted = [finding for finding in harmful if finding.muted is not None]
    if not counted:
        _refuse_missing(gate, evidence)
    said = (
        _failed(counted) if counted else _passed(gate, [each for each in meant if each not in harmful], muted)
    )
    return [
        result(
            gate,
            evidence,
            holds=not counted,
            finding=counted[0].id if counted else None,
            reason=" ".join([said, *map(_mute, muted)]),
        )
    ]


def _refuse_missing(gate: Gate, evidence: Evidence) -> None:
    """Raise where nothing was found because it could not be looked for."""
    missing = evidence.analysis.errors.missing
    part = next((part for part in gate.parts if part in missing), None)
    if part is not None:
        raise UnjudgedError(f"The analysis has no part on {part}: {_sentence(missing[part])}")


def _is_meant(gate: Gate, finding: Finding) -> bool:
    return gate.metric in ANY or finding.id in gate.findings


def _failed(counted: Sequence[Finding]) -> str:
    first, *others = counted
    text = f"{capital(_called(first))}: {_sentence(first.text)}"
    return f"{text} Found as well: {listed([_called(other) for other in others])}." if others else text


def _passed(gate: Gate, harmless: Sequence[Finding], muted: Sequence[Finding]) -> str:
    but = " but what is muted" if muted else ""
    if gate.metric in ANY:
        return f"No {gate.metric.removeprefix('any ')} was found{but}."
    named = "" if gate.findings == (gate.metric,) else f" ({', '.join(gate.findings)})"
    if harmless:
        levels = listed([f"{each.id} is of level {each.level}" for each in harmless])
        return f"Nothing on {gate.metric} was found that warns or blocks{but}: {levels}."
    return f"Nothing on {gate.metric}{named} was found{but}."


def _called(finding: Finding) -> str:
    return f"the {finding.level} {finding.id}"


def _mute(finding: Finding) -> str:
    return f"{capital(_called(finding))} is muted and fails nothing: {_sentence(finding.muted or '')}"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


GATES.register(
    GateKind(
        "no-finding",
        "no such finding: an id, a topic such as leak, `any blocker` or `any warning`",
        "no-finding: leak",
        check,
        judge,
        demand="finding",
        about="findings",
    )
)
