"""Limits of gates: what a metric can have as one, which side of it holds, and what change can be allowed."""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from reportgen.config.gate_rules import GateError, RulePart, Sign, pointed
from reportgen.gates.gate_spec import COSTS, Gate, Names, UnjudgedError
from reportgen.options import MARGIN

_HOLDS: dict[Sign, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True)
class Bound:
    """A limit and the side of it that holds."""

    sign: Sign
    limit: float

    @property
    def is_floor(self) -> bool:
        """Whether less is worse."""
        return self.sign in (">=", ">")

    def holds(self, value: float) -> bool:
        """Say whether a figure keeps to it."""
        return _HOLDS[self.sign](value, self.limit)


def bound_of(gate: Gate) -> Bound:
    """Return the limit of a rule that was checked to have one."""
    if gate.rule.sign is None or gate.rule.limit is None:
        raise UnjudgedError("The rule has no limit.")
    return Bound(gate.rule.sign, gate.rule.limit)


def check_bound(gate: Gate, names: Names) -> None:
    """Refuse a rule without a limit, and limits that the metric cannot have."""
    rule, number = gate.rule, gate.rule.number
    if rule.limit is None or number is None:
        place = number.place if number else len(rule.text)
        found = "`within` belongs to no-regression" if number else "it ends without a limit"
        raise GateError(pointed(rule.text, place, f"{found}: write a comparison, as in >= 0.97."))
    if gate.is_cost and gate.whole:
        problem = f"{gate.metric} has no interval that could hold: leave `confident` out."
        raise GateError(pointed(rule.text, rule.metric.place, problem))
    low, high = (0.0, None) if gate.is_cost else names.metrics[gate.metric].range
    if rule.percent and high != 1:
        raise GateError(pointed(rule.text, number.place, f"{gate.metric} is no share: leave % out."))
    if (low is not None and rule.limit < low) or (high is not None and rule.limit > high):
        share = ", as in 0.97 or 97 %" if high == 1 else ""
        problem = f"{gate.metric} goes {_range(low, high)}: give a limit that it can have{share}."
        raise GateError(pointed(rule.text, number.place, problem))


def check_allowed(gate: Gate, names: Names) -> None:
    """Refuse a limit where a change is to be allowed, and one so large that no loss could be larger."""
    rule, number = gate.rule, gate.rule.number
    if rule.sign is not None and number is not None:
        problem = f"no-regression compares with the baseline, not with a limit: write `within {MARGIN}`, or nothing."
        raise GateError(pointed(rule.text, number.place, problem))
    if rule.within is not None and rule.within < 0 and number is not None:
        problem = "give the change that is allowed as 0 or more, whichever way the metric points."
        raise GateError(pointed(rule.text, number.place, problem))
    if gate.is_cost:
        _check_growth(gate)
    elif rule.within is not None and number is not None:
        _check_loss(gate, rule.within, number, names.metrics[gate.metric].range)


def _check_growth(gate: Gate) -> None:
    rule, number, example = gate.rule, gate.rule.number, "50 %" if COSTS[gate.metric] else "10 %"
    if gate.whole:
        problem = f"{gate.metric} has no interval: leave `confident` out."
        raise GateError(pointed(rule.text, rule.metric.place, problem))
    if COSTS[gate.metric] and not rule.within:
        problem = f"times vary from run to run: say by how much it may grow, as in `within {example}`."
        raise GateError(pointed(rule.text, rule.end, problem))
    if number is not None and rule.within and not rule.percent:
        problem = f"by how much {gate.metric} may grow is said in percent, as in `within {example}`."
        raise GateError(pointed(rule.text, number.place, problem))


def _check_loss(
    gate: Gate, allowed: float, number: RulePart, limits: tuple[float | None, float | None]
) -> None:
    low, high = limits
    if gate.rule.percent and high != 1:
        raise GateError(pointed(gate.rule.text, number.place, f"{gate.metric} is no share: leave % out."))
    if low is None or high is None or allowed < high - low:
        return
    share = f" or {100 * MARGIN:g} %" if high - low == 1 else ""
    problem = f"{gate.metric} goes {_range(low, high)}, so nothing could lose more than {number.text}: give less, as in"
    raise GateError(pointed(gate.rule.text, number.place, f"{problem} {MARGIN}{share}."))


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"from {low:g} to {high:g}"
    return f"up to {high:g}" if high is not None else f"from {low:g} upwards"
