"""Gain: a model's difference to a baseline, whichever way its metric points, with the interval at a gate's level.

Some differences can be had again at another level, which is tried on what is stored of them: Tango's of paired rates,
and those that two intervals of different samples make. The reach of all others is scaled.
"""

from dataclasses import dataclass, replace

from reportgen.bundle.headline_scores import FigureKey, headline_score
from reportgen.bundle.run_changes import ScoreChange
from reportgen.gates.gate_levels import degrees_of
from reportgen.gates.gate_sentences import decimals_for
from reportgen.gates.gate_spec import Evidence
from reportgen.statistics.difference import Difference, unpaired
from reportgen.statistics.interval import LEVEL, Interval
from reportgen.statistics.other_level import SAME, interval_at, tango_at
from reportgen.statistics.simultaneous import widened_reach

#: What differences of different samples are made by, before the methods of the two intervals.
_OF_TWO = "MOVER of "


@dataclass(frozen=True)
class Gain:
    """What a model gained, so that less than 0 is a loss whichever way its metric points."""

    row: ScoreChange
    model: str
    value: float
    low: float
    high: float
    then: str
    level: float = LEVEL

    @property
    def decimals(self) -> int | None:
        """The decimals that the samples support; None where the metric is none between 0 and 1."""
        if max(abs(self.row.baseline or 0.0), abs(self.row.candidate or 0.0)) > 1:
            return None
        return 1 + decimals_for(self.row.n, self.low, self.high)

    def smallest_loss(self, allowed: float) -> float:
        """Return the least loss that would have failed, had it been measured."""
        return allowed + self.high - self.value


def gain_at(level: float, gain: Gain, evidence: Evidence, widest: float) -> Gain:
    """Return the gain with its interval at another level, inside the range of differences, `widest` to either side."""
    row = gain.row
    if level == gain.level:
        return gain
    found = _again(level, gain, evidence)
    if found is not None:
        low, high = found
    else:
        down, up = (
            widened_reach(reach, gain.level, level, row.by_t or 0.0, row.degrees)
            for reach in (gain.value - gain.low, gain.high - gain.value)
        )
        low, high = gain.value - down, gain.value + up
    return replace(gain, low=max(low, -widest), high=min(high, widest), level=level)


def _again(level: float, gain: Gain, evidence: Evidence) -> tuple[float, float] | None:
    """Return the ends of the same interval made at another level; None where it cannot be made from what is stored."""
    row = gain.row
    if row.method == "Tango":
        known = Interval(gain.low, gain.high, gain.level, row.method)
        made = tango_at(level, gain.value, known, row.n)
        return None if made is None else (made.low, made.high)
    if row.paired or row.seeds > 1 or row.baseline_seeds > 1 or not (row.method or "").startswith(_OF_TWO):
        return None
    return _of_two(level, gain, evidence)


def _of_two(level: float, gain: Gain, evidence: Evidence) -> tuple[float, float] | None:
    """Return the ends that follow from the two figures' own intervals; None where those do not give what is stored."""
    row, bounds = gain.row, evidence.record.metrics[gain.row.metric].range
    key = FigureKey(row.model, row.split, row.metric, row.label, row.output)
    now = headline_score(evidence.analysis.scores, key)
    if now is None or None in (now.low, now.high, row.baseline_low, row.baseline_high):
        return None
    methods = (row.method or "").removeprefix(_OF_TWO).split(" and ")
    sides = [
        (row.candidate, Interval(now.low or 0.0, now.high or 0.0, gain.level, methods[0])),
        (row.baseline, Interval(row.baseline_low or 0.0, row.baseline_high or 0.0, gain.level, methods[-1])),
    ]
    (a, of_a), (b, of_b) = sides
    if not _is_same(unpaired(a, of_a, b, of_b), row):
        return None
    wider = [
        interval_at(
            level, value or 0.0, own, bounds, degrees_of(own.method, row.n, row.split, evidence.analysis)
        )
        for value, own in sides
    ]
    found = unpaired(a, wider[0], b, wider[1])
    if found.low is None or found.high is None:
        return None
    falls = gain.value == row.difference
    return (found.low, found.high) if falls else (0.0 - found.high, 0.0 - found.low)


def _is_same(made: Difference, row: ScoreChange) -> bool:
    known = (row.low, row.high)
    return all(
        one is not None and other is not None and abs(one - other) <= SAME
        for one, other in zip((made.low, made.high), known, strict=True)
    )
