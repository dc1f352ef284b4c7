"""`accuracy >= 0.97`: the figure itself has to keep to a limit."""

from reportgen.bundle.schema import GateResult
from reportgen.gates.gate_limits import Bound, bound_of, check_bound
from reportgen.gates.gate_results import result
from reportgen.gates.gate_sentences import interval_told, place_told, told, who
from reportgen.gates.gate_spec import GATES, Evidence, Gate, GateKind
from reportgen.gates.gated_figures import GatedFigure, cost_told, figure_of, models_of, split_of, subject
from reportgen.wording.grammar import listed


def judge(gate: Gate, evidence: Evidence) -> list[GateResult]:
    """Hold the figure of every model of the scope against the limit; the result is the worst one's."""
    split, bound = split_of(gate, evidence.analysis), bound_of(gate)
    figures = [figure_of(gate, evidence, model, split) for model in models_of(gate, evidence)]
    figures.sort(key=lambda figure: figure.value if bound.is_floor else -figure.value)
    short = [figure for figure in figures if not bound.holds(figure.value)]
    worst = figures[0]
    return [
        result(
            gate,
            evidence,
            holds=not short,
            value=worst.value,
            limit=bound.limit,
            low=worst.low,
            high=worst.high,
            model=worst.model.id,
            split=split,
            reason=_sentence(gate, evidence, bound, figures, short),
        )
    ]


def _sentence(
    gate: Gate, evidence: Evidence, bound: Bound, figures: list[GatedFigure], short: list[GatedFigure]
) -> str:
    worst, limit = figures[0], bound.limit
    if gate.is_cost:
        value = cost_told(gate.metric, worst.value, limit)
    else:
        split = split_of(gate, evidence.analysis)
        value = f"{subject(gate)} {told(worst.value, limit, decimals=worst.decimals)} "
        value += place_told(evidence.analysis, split, worst.model)
    text = f"{who(worst.model.title, len(figures))} has {value}"
    if worst.low is not None and worst.high is not None:
        text += f" ({interval_told(worst.low, worst.high, limit, decimals=worst.decimals)}"
        is_open = worst.low < limit < worst.high
        text += ", in which the limit lies: other samples could decide otherwise)" if is_open else ")"
    if len(short) > 1:
        written = gate.rule.number.text if gate.rule.number else told(limit)
        names = listed([figure.model.title for figure in short])
        text += f"; {len(short)} do not keep {subject(gate)} {bound.sign} {written}: {names}"
    return f"{text}."


GATES.register(
    GateKind(
        "limit",
        "the figure itself keeps to a limit; no word is needed",
        "accuracy >= 0.97",
        check_bound,
        judge,
        confident="confident",
    )
)
