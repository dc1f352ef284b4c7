"""At which level a gate is judged, and the figure's interval at that level, from the one that the bundle holds.

A gate that is looked at again and again has as many chances to fail for nothing. The error that its level leaves is
shared evenly over the looks (Bonferroni), as that holds however the looks depend on each other: on the same test
samples, against the same baseline, of a model that changes or does not.
"""

from reportgen.bundle.base_record import Split
from reportgen.bundle.run_records import Run
from reportgen.bundle.schema import Analysis
from reportgen.gates.gate_spec import Evidence, Gate
from reportgen.gates.gated_figures import GatedFigure
from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.other_level import interval_at
from reportgen.statistics.simultaneous import simultaneous_level

#: Methods whose interval follows Student's t, by how their names begin.
_BY_T = ("t,", "Wilson, effective size")


def level_over(level: float | None, looks: int | None) -> float:
    """Return the level of the intervals of each look, for the level asked for (by itself 95 %) to hold over all."""
    own = LEVEL if level is None else level
    return own if looks in (None, 1) else simultaneous_level(own, looks or 1)


def stored_level(run: Run) -> float:
    """Return the level by which the gates of a stored run were judged."""
    return level_over(run.config.get("gate_level"), run.config.get("gate_looks"))


def at_level_of(gate: Gate, evidence: Evidence, figure: GatedFigure, split: Split) -> Interval | None:
    """Return a figure's interval at the gate's level: as it is stored, or at another level; None where it has none."""
    if figure.low is None or figure.high is None:
        return None
    known = Interval(figure.low, figure.high, LEVEL, figure.method or "")
    if gate.interval_level == LEVEL:
        return known
    bounds = evidence.record.metrics[gate.metric].range
    degrees = degrees_of(known.method, figure.n, split, evidence.analysis)
    return interval_at(gate.interval_level, figure.value, known, bounds, degrees)


def degrees_of(method: str, n: int, split: Split, analysis: Analysis) -> float | None:
    """Return the degrees of freedom of an interval that follows Student's t, of groups where there are any."""
    groups = analysis.groups.get(split)
    if groups:
        return max(1.0, groups - 1)
    return max(1.0, n - 1) if method.startswith(_BY_T) else None
