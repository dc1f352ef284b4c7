"""`confident: accuracy >= 0.97`: the whole interval of the figure has to keep to the limit."""

from dataclasses import dataclass

from reportgen.bundle.base_record import Split
from reportgen.bundle.schema import GateResult, ModelInfo
from reportgen.gates.gate_levels import at_level_of
from reportgen.gates.gate_limits import Bound, bound_of, check_bound
from reportgen.gates.gate_results import result
from reportgen.gates.gate_sentences import interval_told, place_told, told, who
from reportgen.gates.gate_spec import GATES, Evidence, Gate, GateKind, UnjudgedError
from reportgen.gates.gated_figures import GatedFigure, figure_of, models_of, split_of, subject
from reportgen.wording.grammar import listed
from reportgen.wording.numbers import INTERVAL


@dataclass(frozen=True)
class Whole:
    """A figure that has an interval."""

    figure: GatedFigure
    low: float
    high: float
    level: float

    def worse_end(self, bound: Bound) -> float:
        """Return the end that is more likely to miss a limit."""
        return self.low if bound.is_floor else self.high


def judge(gate: Gate, evidence: Evidence) -> list[GateResult]:
    """Hold the worse end of every model's interval against the limit; the result is the worst one's."""
    split, bound = split_of(gate, evidence.analysis), bound_of(gate)
    found = [_whole(gate, evidence, model, split) for model in models_of(gate, evidence)]
    found.sort(key=lambda whole: whole.worse_end(bound) if bound.is_floor else -whole.worse_end(bound))
    short = [whole for whole in found if not bound.holds(whole.worse_end(bound))]
    worst = found[0]
    place = place_told(evidence.analysis, split, worst.figure.model)
    return [
        result(
            gate,
            evidence,
            holds=not short,
            value=worst.figure.value,
            limit=bound.limit,
            held=worst.worse_end(bound),
            low=worst.low,
            high=worst.high,
            interval_level=worst.level,
            model=worst.figure.model.id,
            split=split,
            reason=_sentence(subject(gate), worst, bound, short, len(found), place),
        )
    ]


def _whole(gate: Gate, evidence: Evidence, model: ModelInfo, split: Split) -> Whole:
    figure = figure_of(gate, evidence, model, split)
    interval = at_level_of(gate, evidence, figure, split)
    if interval is None:
        why = f": {figure.reason}" if figure.reason else ""
        raise UnjudgedError(
            f"{gate.metric} of {figure.model.title} has no interval here{why}. Leave `confident` out to judge the "
            "figure alone."
        )
    return Whole(figure, interval.low, interval.high, interval.level)


def _sentence(what: str, worst: Whole, bound: Bound, short: list[Whole], number: int, place: str) -> str:
    figure, limit = worst.figure, bound.limit
    text = f"{who(figure.model.title, number)} has {what} {told(figure.value, limit, decimals=figure.decimals)} {place}"
    ends = interval_told(worst.low, worst.high, limit, decimals=figure.decimals, level=worst.level)
    text += f"; its {ends} "
    if not short:
        return f"{text}keeps to the limit as a whole."
    if worst.low <= limit <= worst.high:
        text += "reaches across the limit, so the samples do not prove it"
    else:
        text += "lies beyond the limit"
    if len(short) > 1:
        fall = "fall" if len(short) > 2 else "falls"
        text += f"; {listed([whole.figure.model.title for whole in short[1:]])} {fall} short too"
    return f"{text}."


GATES.register(
    GateKind(
        "confident",
        f"the whole {INTERVAL} keeps to a limit, or excludes a regression",
        "confident: accuracy >= 0.97",
        check_bound,
        judge,
        demand="interval",
        confident="confident",
    )
)
