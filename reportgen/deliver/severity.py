"""How bad a verdict is: which gates a reader is told of first."""

from collections.abc import Sequence

from reportgen.bundle.schema import GateResult
from reportgen.rendering.tables.gate_table import RANK


def worst_first(gates: Sequence[GateResult]) -> list[GateResult]:
    """Return the gates by status, each status in the order in which they were written."""
    return sorted(gates, key=lambda verdict: RANK[verdict.status])


def missed_most(gates: Sequence[GateResult], status: str) -> list[GateResult]:
    """Return the gates of a status, those that were missed by most first."""
    return sorted((each for each in gates if each.status == status), key=shortfall, reverse=True)


def shortfall(verdict: GateResult) -> float:
    """Return by how much a gate was missed, as a share of its limit.

    Without numbers it is the worst: one that could not be judged, or that holds findings.
    """
    held = verdict.value if verdict.held is None else verdict.held
    if held is None or verdict.limit is None:
        return float("inf")
    return abs(held - verdict.limit) / (abs(verdict.limit) or 1.0)
